import Logic
import Specification

/// Commands that an 8255x takes in its SCB command byte, with the argument in the general pointer.
public enum SCBCommand: CaseIterable, Sendable {
  case loadBase, start, loadDumpAddress, dump, dumpAndReset
}

/// Commands in the low bits of the PORT register, with an address above them: OSSDM 6.3.3.
public enum PortCommand: CaseIterable, Sendable {
  case softwareReset, selfTest, selectiveReset, dump
}

/// The command unit of an 8255x (OSSDM 6.3.2.2, 6.3.3, 6.4.2): the SCB command byte, the general
/// pointer, the statistics dump, the PORT register, and command blocks in memory.
///
/// A command takes two writes: the general pointer, then the command byte. OS2 may be cut by a switch
/// between them, and OS1 asks for the counters then.
public struct CommandUnit: Structure {
  /// OS2's memory, by word: command blocks, and the block that counters are dumped to.
  public var memory = Memory<32, 32>()
  public var pointer = 0 as Bits<32>
  public var base = 0 as Bits<32>
  public var dumpAddress = 0 as Bits<32>
  /// The dump address is that of a block of the pseudo-NIC's, apart from what OS2's driver uses.
  public var dumpsToOwn: Formula = false
  public var counters = 0 as Bits<32>
  /// The block that the unit works on.
  public var block = 0 as Bits<32>
  public var isActive: Formula = false
  // What blocks set: OSSDM 6.4.2, opcodes 1, 2 and 4.
  public var station = 0 as Bits<32>
  public var configuration = 0 as Bits<32>
  public var wire = 0 as Bits<32>
  public var wireCount = 0 as Bits<8>

  // OS2: between pointer and command, where it has its counters dumped, and what it saw last.
  public var isBetween: Formula = false
  public var seen = 0 as Bits<32>
  /// What the pseudo-NIC's own block holds, and what OS1 is told.
  public var own = 0 as Bits<32>
  public var answer = 0 as Bits<32>

  public init() {}

  public static let fields: [Field<CommandUnit>] = [
    Field("memory", \.memory), Field("pointer", \.pointer), Field("base", \.base),
    Field("dumpAddress", \.dumpAddress), Field("dumpsToOwn", \.dumpsToOwn),
    Field("counters", \.counters), Field("block", \.block), Field("isActive", \.isActive),
    Field("station", \.station), Field("configuration", \.configuration), Field("wire", \.wire),
    Field("wireCount", \.wireCount), Field("isBetween", \.isBetween), Field("seen", \.seen),
    Field("own", \.own), Field("answer", \.answer),
  ]

  /// What stands behind dumped counters: OSSDM table 16.
  public static let dumped = 0xA005 as Bits<32>
  public static let dumpedAndReset = 0xA007 as Bits<32>

  /// How the pseudo-NIC gets the counters for OS1.
  public enum Way: String, CaseIterable, Sendable {
    /// Dump, or dump and reset, as table 2's class 1 for what is read of measurements.
    case passed = "class 1: the dump command goes to the card"
    /// The dump address and the pointer are kept, the counters dumped to the pseudo-NIC's own block,
    /// and both written back, in one step that no switch cuts.
    case restored = "dumped to a block of the pseudo-NIC's, in one step"
    /// A self-test or a dump by PORT, which table 2 has in class 1 as well.
    case port = "class 1: the PORT command goes to the card"
  }
}

extension CommandUnit {
  public static func specification(_ way: Way) -> Specification<CommandUnit> {
    Specification(
      "8255x command unit, \(way.rawValue)", shape: CommandUnit(),
      actions: (os2 + device + [os1(way)]).excused
    ) { s in
      s.isBetween = false
      s.dumpsToOwn = false
      return []
    }
  }

  private static let os2: [Action<CommandUnit>] = [
    Action("OS2 writes the general pointer") { s, _ in
      !s.isBetween
    } effect: { s, any in
      s.pointer = any("address")
      s.isBetween = true
    },
    Action("OS2 gives a command") { s, _ in
      s.isBetween
    } effect: { s, any in
      s.isBetween = false
      s.give(any("command"))
    },
    Action("OS2 gives a PORT command") { _, _ in
      []
    } effect: { s, any in
      s.port(any("port"), any("address"))
    },
    Action("OS2 writes its memory") { _, _ in
      []
    } effect: { s, any in
      s.memory[any("address")] = any("value")
    },
    Action("OS2 looks at its memory") { _, _ in
      []
    } effect: { s, any in
      s.seen = s.memory[any("address")]
    },
  ]

  private static let device: [Action<CommandUnit>] = [
    Action("the device counts") { _, _ in
      []
    } effect: { s, _ in
      s.counters += 1
    },
    Action("the unit executes a block") { s, _ in
      s.isActive
    } effect: { s, _ in
      s.isActive = false
      s.execute()
    },
  ]

  private static func os1(_ way: Way) -> Action<CommandUnit> {
    Action("OS1 asks for the counters") { _, _ in
      []
    } effect: { s, any in
      switch way {
      case .passed:
        s.give((any("resets") as Formula).choose(OneOf(.dumpAndReset), OneOf(.dump)))
      case .port:
        s.port((any("tests") as Formula).choose(OneOf(.selfTest), OneOf(.dump)), any("address"))
      case .restored:
        let kept = (s.pointer, s.dumpAddress)
        s.dumpsToOwn = true
        s.give(OneOf(.dump))
        s.answer = s.own
        s.dumpsToOwn = false
        s.pointer = kept.1
        s.give(OneOf(.loadDumpAddress))
        s.pointer = kept.0
      }
    }
  }

  /// The write to the command byte.
  public mutating func give(_ command: OneOf<SCBCommand>) {
    when(command == .loadBase, &self) { $0.base = $0.pointer }
    when(command == .loadDumpAddress, &self) { $0.dumpAddress = $0.pointer }
    when(command == .dump, &self) { $0.dump(Self.dumped) }
    when(command == .dumpAndReset, &self) { s in
      s.dump(Self.dumpedAndReset)
      s.counters = 0
    }
    when(command == .start, &self) { s in
      s.block = s.base + s.pointer
      s.isActive = true
    }
  }

  /// The write to PORT: all but a dump stop the unit, and results go where the command says.
  public mutating func port(_ command: OneOf<PortCommand>, _ address: Bits<32>) {
    let writes = command == .selfTest || command == .dump
    let result = memory[address]
    memory[address] = writes.choose(counters, result)
    isActive = isActive && command == .dump
    when(command == .softwareReset, &self) { s in
      (s.pointer, s.base, s.dumpAddress) = (0, 0, 0)
    }
  }

  private mutating func dump(_ mark: Bits<32>) {
    when(dumpsToOwn, &self) { s in
      s.own = s.counters
    } else: { s in
      s.memory[s.dumpAddress] = s.counters
      s.memory[s.dumpAddress + 1] = mark
    }
  }

  /// What a block says: its opcode, and one word of argument behind it.
  private mutating func execute() {
    let (opcode, argument) = (memory[block], memory[block + 1])
    station = (opcode == 1).choose(argument, station)
    configuration = (opcode == 2).choose(argument, configuration)
    when(opcode == 4, &self) { s in
      s.wire = argument
      s.wireCount += 1
    }
    when(opcode == 6, &self) { $0.memory[argument] = $0.counters }
  }
}
