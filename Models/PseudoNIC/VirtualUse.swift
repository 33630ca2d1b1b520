import Logic
import Specification

/// OS1 using a field whose reads and writes get one class, beside what it should find (N10).
public struct VirtualUse: Structure {
  public var shared = SharedField()
  /// What OS1 wrote last, or the reset value.
  public var written = 0 as Bits<64>
  /// The field as it would be in a NIC of OS1's own.
  public var own = Port()
  /// What the NIC held when it was read last.
  public var held = 0 as Bits<64>

  public init() {}

  public static let fields: [Field<VirtualUse>] = [
    Field("shared", \.shared), Field("written", \.written), Field("own", \.own),
    Field("held", \.held),
  ]
}

extension VirtualUse {
  /// The steps of OS1.
  public static let reads = "OS1 reads it"
  public static let writes = "OS1 writes it"

  public static func specification(
    _ behaviour: Behaviour, as treatment: Treatment
  ) -> Specification<VirtualUse> {
    Specification(
      "a field of OS1's, \(behaviour.reading) when read, \(behaviour.writing) when written, class \(treatment.rawValue)",
      shape: VirtualUse(),
      actions: others(behaviour.actions + (treatment == .altered ? SharedField.choosing : []))
        + own(behaviour, treatment)
    ) { s in
      // A virtual register begins with the reset value.
      s.shared.virtual = s.shared.nic
      s.shared.choice1 = s.shared.choice
      s.own = s.shared.nic
      s.written = s.shared.nic.field
      return []
    }
  }

  /// What OS2 and the device do.
  private static func others(_ actions: [Action<SharedField>]) -> [Action<VirtualUse>] {
    actions.map { action in
      Action(action.name) { s, any in
        action.guards(s.shared, any)
      } effect: { s, any in
        action.effect(&s.shared, any)
      }
    }
  }

  private static func own(
    _ behaviour: Behaviour, _ treatment: Treatment
  ) -> [Action<VirtualUse>] {
    [
      Action(reads) { _, _ in
        []
      } effect: { s, any in
        let changed: Bits<64> = any("changed")
        s.held = behaviour.peek(s.shared.nic)
        s.shared.read(behaviour, as: treatment, changed: changed)
        if treatment == .alteredVirtual { s.held = behaviour.read(&s.own, changed: changed) }
      },
      Action(writes) { _, _ in
        []
      } effect: { s, any in
        let changed: Bits<64> = any("changed")
        s.written = any("data")
        s.shared.write(behaviour, s.written, as: treatment, changed: changed)
        s.own.write(behaviour.writing, s.written, changed: changed)
      },
    ]
  }
}

extension Behaviour {
  /// What a read would give.
  public func peek(_ port: Port) -> Bits<64> {
    var copy = port
    return read(&copy, changed: 0)
  }
}
