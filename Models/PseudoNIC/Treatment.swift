import Logic

/// The classes of §5.4: what the pseudo-NIC does with an access of OS1 (N10).
public enum Treatment: String, CaseIterable, Sendable {
  /// Executed on the NIC and on the virtual register.
  case executed = "1"
  /// Executed on the virtual register alone.
  case virtual = "2-a"
  /// Executed on the NIC after the command or the value returned has been altered, and so on the
  /// virtual register.
  case altered = "2-b"
  /// On the virtual register alone, with special treatment: the register behaves like the field.
  case alteredVirtual = "2-c"
  /// On neither; a read gives an error value.
  case refused = "3"

  /// Its place among the classes, from 0: how a model of any table and the code of OS2 tell it.
  public var number: UInt8 { UInt8(Self.allCases.firstIndex(of: self)!) }

  /// The value that a read gives in error: all ones, as from a card that is not there.
  public static let error = ~(0 as Bits<64>)
}

/// What reading and writing a field means: all of a map's row that a proof looks at.
///
/// Rows with equal behaviour are decided once, however many a map has.
public struct Behaviour: Hashable, Sendable {
  public let reading: ReadEffect.Kind
  public let writing: WriteEffect.Kind
  public let isReadable: Bool
  public let isVolatile: Bool
  public let need: DriverNeed?
  /// Whether the pseudo-NIC posts events in the virtual register: interrupts to OS1 come from it
  /// (N5).
  public let isPosted: Bool

  /// What accesses do, without what a driver makes of it.
  public var effects: Behaviour { Behaviour(effectsOf: self) }

  private init(effectsOf other: Behaviour) {
    (reading, writing) = (other.reading, other.writing)
    (isReadable, isVolatile) = (other.isReadable, other.isVolatile)
    need = nil
    isPosted = false
  }

  /// A field that can be read and acts alone.
  init(reading: ReadEffect.Kind, writing: WriteEffect.Kind) {
    self.reading = reading
    self.writing = writing
    isReadable = true
    isVolatile = false
    need = nil
    isPosted = false
  }

  public init(_ field: RegisterField) {
    reading = field.reading.kind
    writing = field.writing.kind
    isReadable = field.access.isReadable
    isVolatile = field.isVolatile
    need = field.need
    isPosted = field.function == .cause
  }
}

/// One field of a NIC that two OSes share: OS2 owns it, OS1 comes through the pseudo-NIC.
public struct SharedField: Structure {
  public var nic = Port()
  /// What OS2 wrote last.
  public var setting = 0 as Bits<64>
  /// The pseudo-NIC's virtual register.
  public var virtual = Port()
  /// What OS1 read last.
  public var answer = 0 as Bits<64>
  /// What OS2 saw last: of the field, of what acts with it, of its memory, of its frames.
  public var seen = 0 as Bits<64>
  /// The setting that the device went by last.
  public var obeyed = 0 as Bits<64>
  /// What OS2 has chosen to measure (N11, B-3): the register of the NIC that says what the field
  /// counts.
  public var choice = 0 as Bits<64>
  /// What OS1 has chosen, in the virtual register of the same.
  public var choice1 = 0 as Bits<64>

  public init() {}

  public static let fields: [Field<SharedField>] = [
    Field("nic", \.nic), Field("setting", \.setting), Field("virtual", \.virtual),
    Field("answer", \.answer), Field("seen", \.seen), Field("obeyed", \.obeyed),
    Field("choice", \.choice), Field("choice1", \.choice1),
  ]
}

extension SharedField {
  /// Whether OS1's virtual setting is another than OS2's actual one.
  public var settingsDiffer: Formula { choice != choice1 }

  /// OS1 reads, treated by a class.
  /// - Parameter changed: what becomes of a field where the map does not tell
  public mutating func read(
    _ behaviour: Behaviour, as treatment: Treatment, changed: Bits<64>
  ) {
    switch treatment {
    case .executed:
      answer = behaviour.read(&nic, changed: changed)
      virtual.field = answer
    case .virtual: answer = behaviour.isReadable ? virtual.field : 0
    case .altered:
      let value = behaviour.read(&nic, changed: changed)
      answer = settingsDiffer.choose(Treatment.error, value)
      virtual.field = answer
    case .alteredVirtual: answer = behaviour.read(&virtual, changed: changed)
    case .refused: answer = Treatment.error
    }
  }

  /// OS1 writes, treated by a class. What 2-b passes on is OS2's own setting.
  public mutating func write(
    _ behaviour: Behaviour, _ data: Bits<64>, as treatment: Treatment, changed: Bits<64>
  ) {
    switch treatment {
    case .executed:
      nic.write(behaviour.writing, data, changed: changed)
      virtual.field = data
    case .virtual: virtual.field = data
    case .altered:
      nic.write(behaviour.writing, setting, changed: changed)
      virtual.field = setting
    case .alteredVirtual: virtual.write(behaviour.writing, data, changed: changed)
    case .refused: break
    }
  }
}

extension Behaviour {
  /// Reads the field, or nothing where it can't be read.
  func read(_ port: inout Port, changed: Bits<64>) -> Bits<64> {
    port.read(self, changed: changed)
  }
}

extension Port {
  /// Reads the field, or nothing where it can't be read.
  public mutating func read(_ behaviour: Behaviour, changed: Bits<64>) -> Bits<64> {
    behaviour.isReadable ? read(behaviour.reading, changed: changed) : 0
  }
}
