import Logic
import Specification

/// A device of any number of registers, with any map and any table: all three are left open.
///
/// Registers are told by number; of each the map says what reading and writing does, and the table
/// which class OS1's accesses get. The map has the effects on a register alone: three of the kinds
/// of reads and six of those of writes, and not engines, transactions, indices and dumps.
public struct AnyDevice: Structure {
  public var registers = Memory<16, 64>()
  /// What reading and writing does, numbered as in ``reads`` and ``writes``.
  public var readKinds = Memory<16, 4>()
  public var writeKinds = Memory<16, 4>()
  /// The table's classes, numbered as ``Treatment`` has them.
  public var readClasses = Memory<16, 3>()
  public var writeClasses = Memory<16, 3>()
  public var virtual = Memory<16, 64>()
  /// What each OS read last.
  public var answer = 0 as Bits<64>
  public var seen = 0 as Bits<64>

  public init() {}

  public static let fields: [Field<AnyDevice>] = [
    Field("registers", \.registers), Field("readKinds", \.readKinds),
    Field("writeKinds", \.writeKinds), Field("readClasses", \.readClasses),
    Field("writeClasses", \.writeClasses), Field("virtual", \.virtual), Field("answer", \.answer),
    Field("seen", \.seen),
  ]

  /// The effects that concern a register alone.
  static let reads: [ReadEffect.Kind] = [.nothing, .clears, .changes]
  static let writes: [WriteEffect.Kind] = [
    .nothing, .stores, .clearsOnes, .setsOnes, .zeroes, .changes,
  ]
}

/// What a pseudo-NIC does with a class that the map speaks against.
public enum Obedience: String, CaseIterable, Sendable {
  /// It does what the table says.
  case toTable
  /// It lets an access through only where the map says that it has no effect, and takes it for
  /// class 2-a otherwise.
  case toMap
}

extension AnyDevice {
  public static func specification(_ obedience: Obedience) -> Specification<AnyDevice> {
    Specification(
      "any device, pseudo-NIC obedient \(obedience == .toTable ? "to the table" : "to the map")",
      shape: AnyDevice(),
      actions: [
        Action("the device changes a register") { _, _ in
          []
        } effect: { s, any in
          s.registers[any("register")] = any("value")
        },
        Action("OS2 reads a register") { _, _ in
          []
        } effect: { s, any in
          s.seen = s.read(any("register"), any("changed"))
        },
        Action("OS2 writes a register") { _, _ in
          []
        } effect: { s, any in
          s.write(any("register"), any("data"), any("changed"))
        },
        Action("OS1 reads a register") { _, _ in
          []
        } effect: { s, any in
          s.os1Reads(any("register"), obedience, any)
        },
        Action("OS1 writes a register") { _, _ in
          []
        } effect: { s, any in
          s.os1Writes(any("register"), obedience, any)
        },
      ].excused
    ) { _ in
      []
    }
  }

  /// Reads a register of the device, by the function that ``Port`` has for it.
  public mutating func read(_ register: Bits<16>, _ changed: Bits<64>) -> Bits<64> {
    let value = registers[register]
    let kind = readKinds[register]
    for (number, effect) in Self.reads.enumerated() {
      var port = Port()
      port.field = value
      _ = port.read(effect, changed: changed)
      let isKind = kind == Bits(UInt64(number))
      registers[register] = isKind.choose(port.field, registers[register])
    }
    return value
  }

  public mutating func write(_ register: Bits<16>, _ data: Bits<64>, _ changed: Bits<64>) {
    let value = registers[register]
    let kind = writeKinds[register]
    for (number, effect) in Self.writes.enumerated() {
      var port = Port()
      port.field = value
      port.write(effect, data, changed: changed)
      let isKind = kind == Bits(UInt64(number))
      registers[register] = isKind.choose(port.field, registers[register])
    }
  }

  private func isIn(_ treatment: Treatment, _ number: Bits<3>) -> Formula {
    number == Bits(UInt64(Treatment.allCases.firstIndex(of: treatment)!))
  }

  public mutating func os1Reads(_ register: Bits<16>, _ obedience: Obedience, _ any: Inputs) {
    let treatment = readClasses[register]
    let reaches = isIn(.executed, treatment) || isIn(.altered, treatment)
    let isHarmless = readKinds[register] == 0
    let passes = reaches && (obedience == .toTable ? true : isHarmless)
    let changed: Bits<64> = any("changed")
    when(passes, &self) { s in
      s.answer = s.read(register, changed)
      s.virtual[register] = s.answer
    } else: { s in
      s.answer = s.isIn(.refused, treatment).choose(Treatment.error, s.virtual[register])
    }
  }

  public mutating func os1Writes(_ register: Bits<16>, _ obedience: Obedience, _ any: Inputs) {
    let treatment = writeClasses[register]
    let reaches = isIn(.executed, treatment) || isIn(.altered, treatment)
    let isHarmless = writeKinds[register] == 0
    let passes = reaches && (obedience == .toTable ? true : isHarmless)
    let (data, changed): (Bits<64>, Bits<64>) = (any("data"), any("changed"))
    when(passes, &self) { s in
      s.write(register, data, changed)
      s.virtual[register] = data
    } else: { s in
      let kept = s.virtual[register]
      s.virtual[register] = s.isIn(.refused, treatment).choose(kept, data)
    }
  }
}
