import Logic

/// What a NIC holds around one field: the field, and what acts together with it.
///
/// Reading and writing are defined here once. A trace is carried out by these functions on known
/// values, and a proof speaks of them on symbolic ones; a virtual register that behaves like the
/// real one is a port of its own. The width of the field does not matter to them.
public struct Port: Structure {
  public var field = 0 as Bits<64>
  /// What acts together with the field: the other half of a counter, the mask that it clears, the
  /// register that an index names, the result of a transaction or what has been shifted in.
  public var beside = 0 as Bits<64>
  /// The condition that an event latch follows.
  public var present = 0 as Bits<64>
  /// Bits of a base address that are wired to zero.
  public var wired = 0 as Bits<64>
  public var isUnlocked: Formula = true
  /// Counters in the memory of the OS that owns the NIC, and where they are.
  public var block = 0 as Bits<64>
  public var blockAddress = 0 as Bits<64>
  /// The mark by which a driver knows that the counters have been written.
  public var marker = 0 as Bits<16>
  /// Part of a frame that the NIC holds.
  public var frame = 0 as Bits<64>
  /// Operations that the engine has begun.
  public var begun = 0 as Bits<8>
  /// Interrupts that were raised by command.
  public var raised = 0 as Bits<8>

  public init() {}

  public static let fields: [Field<Port>] = [
    Field("field", \.field), Field("beside", \.beside), Field("present", \.present),
    Field("wired", \.wired), Field("isUnlocked", \.isUnlocked), Field("block", \.block),
    Field("blockAddress", \.blockAddress), Field("marker", \.marker), Field("frame", \.frame),
    Field("begun", \.begun), Field("raised", \.raised),
  ]

  /// What an 8255x writes behind dumped counters: 8255x OSSDM, table 16.
  static let dumped = 0xA005 as Bits<16>
  static let dumpedAndReset = 0xA007 as Bits<16>
}

extension Port {
  /// Reads the field.
  public mutating func read(_ effect: ReadEffect.Kind, changed: Bits<64>) -> Bits<64> {
    let value = field
    switch effect {
    case .nothing: return value
    case .clears: field = 0
    case .clearsBoth:
      field = 0
      beside = 0
    case .rearms: field = present
    case .indexed:
      let named = beside
      beside = 0
      return named
    case .exposes: return frame
    case .changes: field = changed
    }
    return value
  }

  /// Writes the field.
  /// - Parameter changed: what becomes of the field where the map does not tell
  public mutating func write(_ effect: WriteEffect.Kind, _ data: Bits<64>, changed: Bits<64>) {
    switch effect {
    case .nothing: break
    case .stores: field = data
    case .storesSized: field = data & ~wired
    case .storesUnlocked: field = isUnlocked.choose(data, field)
    case .clearsOnes: field &= ~data
    case .setsOnes: field |= data
    case .clearsOnesBeside: beside &= ~data
    case .zeroes: field = 0
    case .doorbell:
      field = data
      begun += 1
    case .starts:
      field = data
      beside = 0
      begun += 1
    case .shifts:
      field = data
      beside = (beside << 1) | (data & 1)
    case .command: begun += 1
    case .raises: raised += 1
    case .dumps: dump(Self.dumped)
    case .dumpsAndResets:
      dump(Self.dumpedAndReset)
      field = 0
    case .dumpsTo:
      let hits = data == blockAddress
      block = hits.choose(field, block)
    case .dumpsTally: block = field
    case .selects: field = data
    case .indexed: beside = data
    case .overwritesFrames: frame = data
    case .changes: field = changed
    }
  }

  private mutating func dump(_ mark: Bits<16>) {
    block = field
    marker = mark
  }

  /// What the device does when it has done what was asked: results come, and bits that clear
  /// themselves do.
  public mutating func finish(_ need: DriverNeed?, result: Bits<64>) {
    if need == .selfClearing { field = 0 }
    if need == .completion || need == .acceptance { field = result }
  }
}
