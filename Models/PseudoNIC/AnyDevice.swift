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
  /// What OS2 wrote last to each register.
  public var settings = Memory<16, 64>()
  /// What OS2 has chosen to measure, and OS1 in its virtual register, once and for all: class 2-b
  /// compares them.
  public var choice = 0 as Bits<64>
  public var choice1 = 0 as Bits<64>
  /// What each OS read last.
  public var answer = 0 as Bits<64>
  public var seen = 0 as Bits<64>

  public init() {}

  public static let fields: [Field<AnyDevice>] = [
    Field("registers", \.registers), Field("readKinds", \.readKinds),
    Field("writeKinds", \.writeKinds), Field("readClasses", \.readClasses),
    Field("writeClasses", \.writeClasses), Field("virtual", \.virtual),
    Field("settings", \.settings), Field("choice", \.choice), Field("choice1", \.choice1),
    Field("answer", \.answer), Field("seen", \.seen),
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
          s.os1(.read, any("register"), obedience, any)
        },
        Action("OS1 writes a register") { _, _ in
          []
        } effect: { s, any in
          s.os1(.write, any("register"), obedience, any)
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

  /// OS2 writes a register of the device.
  public mutating func write(_ register: Bits<16>, _ data: Bits<64>, _ changed: Bits<64>) {
    settings[register] = data
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

  /// OS1 reads or writes a register, by the functions that ``SharedField`` has for each class.
  private mutating func os1(
    _ direction: Direction, _ register: Bits<16>, _ obedience: Obedience, _ any: Inputs
  ) {
    let before = field(register)
    var after = before
    let (data, changed): (Bits<64>, Bits<64>) = (any("data"), any("changed"))
    for (behaviour, isKind) in kinds(direction, register) {
      for treatment in Treatment.allCases {
        var field = before
        let treated = behaviour.carriedOut(treatment, direction, obedience)
        switch direction {
        case .read: field.read(behaviour, as: treated, changed: changed)
        case .write: field.write(behaviour, data, as: treated, changed: changed)
        }
        when(isKind && isTreated(register, direction, as: treatment), &after) { $0 = field }
      }
    }
    registers[register] = after.nic.field
    virtual[register] = after.virtual.field
    answer = after.answer
  }

  /// A register of the device and the virtual one, as the classes see them.
  private func field(_ register: Bits<16>) -> SharedField {
    var field = SharedField()
    field.nic.field = registers[register]
    field.setting = settings[register]
    field.virtual.field = virtual[register]
    (field.answer, field.choice, field.choice1) = (answer, choice, choice1)
    return field
  }

  /// What an access may do to a register, and when it is that.
  private func kinds(_ direction: Direction, _ register: Bits<16>) -> [(Behaviour, Formula)] {
    let kind = direction == .read ? readKinds[register] : writeKinds[register]
    let all =
      direction == .read
      ? Self.reads.map { Behaviour(reading: $0, writing: .nothing) }
      : Self.writes.map { Behaviour(reading: .nothing, writing: $0) }
    // A number that is no kind's does nothing, as for OS2.
    let isNone = !kind.isBelow(Bits(UInt64(all.count)))
    return all.enumerated().map { number, behaviour in
      let isKind = kind == Bits(UInt64(number))
      return (behaviour, number == 0 ? isKind || isNone : isKind)
    }
  }

  /// Whether OS1's accesses to a register have this class.
  public func isTreated(
    _ register: Bits<16>, _ direction: Direction, as treatment: Treatment
  ) -> Formula {
    let number = direction == .read ? readClasses[register] : writeClasses[register]
    return number == Bits(UInt64(treatment.number))
  }
}

extension Behaviour {
  /// The class that the pseudo-NIC goes by for a register that acts alone.
  fileprivate func carriedOut(
    _ treatment: Treatment, _ direction: Direction, _ obedience: Obedience
  ) -> Treatment {
    let isHarmless = direction == .read ? reading == .nothing : writing == .nothing
    return obedience == .toMap && treatment.reachesNIC && !isHarmless ? .virtual : treatment
  }
}
