import Logic
import Specification

/// An access of OS1 to a field, treated by a class: the unit that is judged.
public struct TreatedAccess: Hashable, Sendable {
  public let behaviour: Behaviour
  public let direction: Direction
  public let treatment: Treatment

  public init(_ behaviour: Behaviour, _ direction: Direction, as treatment: Treatment) {
    self.behaviour = behaviour
    self.direction = direction
    self.treatment = treatment
  }

  /// The step of OS1 in ``specification``.
  public var step: String {
    "OS1 \(direction == .read ? "reads" : "writes") it, class \(treatment.rawValue)"
  }

  /// The field in use by both OSes, from any state.
  public var specification: Specification<SharedField> {
    Specification(
      "a field that \(behaviour.reading) when read, \(behaviour.writing) when written: \(step)",
      shape: SharedField(),
      actions: behaviour.actions + [os1] + (comparesSettings ? SharedField.choosing : [])
    ) { s in
      s.setting = s.nic.field
      return []
    }
  }

  /// Whether OS1's choice of what to measure decides what it reads.
  private var comparesSettings: Bool { direction == .read && treatment == .altered }

  var os1: Action<SharedField> {
    let (behaviour, treatment) = (behaviour, treatment)
    return direction == .read
      ? Action(step) { _, _ in
        []
      } effect: { s, any in
        s.read(behaviour, as: treatment, changed: any("changed"))
      }
      : Action(step) { _, _ in
        []
      } effect: { s, any in
        s.write(behaviour, any("data"), as: treatment, changed: any("changed"))
      }
  }
}

extension SharedField {
  /// What there is to measure is chosen: by OS2 in the NIC, by OS1 under class 2-a (N11, B-3).
  static let choosing: [Action<SharedField>] = [
    Action("OS2 chooses what to measure") { _, _ in
      []
    } effect: { s, any in
      s.choice = any("choice")
    },
    Action("OS1 chooses what to measure, class 2-a") { _, _ in
      []
    } effect: { s, any in
      s.choice1 = any("choice")
    },
  ]
}

extension Behaviour {
  /// What OS2 and the device do with the field.
  var actions: [Action<SharedField>] {
    device + (isReadable ? [os2Reads] : []) + (writing == .nothing ? [] : [os2Writes]) + elsewhere
      + looks
  }

  private var device: [Action<SharedField>] {
    var all: [Action<SharedField>] = []
    if isVolatile {
      all.append(
        step("the device changes it") { s, any in
          s.nic.field = any("value")
          if reading == .rearms { s.nic.present = any("present") }
        })
    }
    if reading == .exposes || writing == .overwritesFrames {
      all.append(step("a frame of OS2 comes into the NIC") { s, any in s.nic.frame = any("frame") })
    }
    if Self.kept.contains(writing) {
      all.append(step("the device goes by it") { s, _ in s.obeyed = s.nic.field })
    }
    return all
  }

  private var os2Reads: Action<SharedField> {
    step("OS2 reads it") { s, any in s.seen = s.nic.read(reading, changed: any("changed")) }
  }

  private var os2Writes: Action<SharedField> {
    step("OS2 writes it") { s, any in
      s.setting = any("data")
      s.nic.write(writing, s.setting, changed: any("changed"))
    }
  }

  /// What OS2 does to the field by other registers: a mask whose bits are set here is cleared by
  /// another (82540EM IMS and IMC), and another locks it (RTL8139 9346CR).
  private var elsewhere: [Action<SharedField>] {
    switch writing {
    case .setsOnes:
      [step("OS2 clears bits of it") { s, any in s.nic.field &= ~any("data") }]
    case .storesUnlocked:
      [step("OS2 locks or unlocks it") { s, any in s.nic.isUnlocked = any("unlocked") }]
    default: []
    }
  }

  /// Where else OS2 can see what has happened.
  private var looks: [Action<SharedField>] {
    var all: [Action<SharedField>] = []
    let beside: [WriteEffect.Kind] = [.starts, .shifts, .indexed, .clearsOnesBeside]
    if beside.contains(writing) || reading == .clearsBoth || reading == .indexed {
      all.append(step("OS2 reads what goes with it") { s, _ in s.seen = s.nic.beside })
    }
    if [.dumps, .dumpsAndResets].contains(writing) {
      all.append(
        step("OS2 looks for the marker in its memory") { s, _ in
          s.seen = s.nic.marker.zeroExtended()
        })
    }
    if [.dumps, .dumpsAndResets, .dumpsTally, .dumpsTo].contains(writing) {
      all.append(step("OS2 looks at its memory") { s, _ in s.seen = s.nic.block })
    }
    if writing == .overwritesFrames {
      all.append(step("OS2's frame goes out") { s, _ in s.seen = s.nic.frame })
    }
    return all
  }

  private static let kept: [WriteEffect.Kind] = [
    .stores, .storesSized, .storesUnlocked, .setsOnes, .selects, .changes,
  ]

  private func step(
    _ name: String, effect: @escaping @Sendable (inout SharedField, Inputs) -> Void
  ) -> Action<SharedField> {
    Action(name) { _, _ in
      []
    } effect: {
      effect(&$0, $1)
    }
  }
}
