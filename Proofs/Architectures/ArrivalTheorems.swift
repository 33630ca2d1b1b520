import Logic
import Models
import Specification

/// A7: what an interrupt and a packet cost that arrive.
enum ArrivalTheorems {
  private static let specifications = Dictionary(
    uniqueKeysWithValues: ArrivalKind.allCases.map { kind in
      (kind, Architecture.all.map { ($0.id, $0.arrival(kind)) })
    })

  private static func specification(
    _ machine: Architecture, _ kind: ArrivalKind
  ) -> Specification<Arrival> {
    specifications[kind]!.first { $0.0 == machine.id }!.1
  }

  /// - Parameter says: from what it costs an OS where one runs when it comes
  private static func cost(
    _ id: String, _ machine: Architecture, _ kind: ArrivalKind,
    _ says: (_ takes: (_ os: Component, _ found: Component) -> Counts) -> String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<Arrival> {
    Theorem(
      id, claims: ["A7"], says { machine.arrivalCost($0, kind, found: $1) }, .holds,
      of: specification(machine, kind),
      by: .explicit(.all),
      .step { step in
        let s = step.after
        let systems = machine.components.filter { $0.system == $0 }
        let ends = step.before.stage != .done && s.stage == .done
        return Formula.all(
          Component.operatingSystems.flatMap { os in
            systems.map { found in
              let counts = machine.arrivalCost(os, kind, found: found)
              let own = ends && (s.target == os && s.found == found)
              return own.implies(s.counts.isEqual(to: counts))
            }
          } + [ends.implies(s.running == s.target)])
      }, file: file, line: line)
  }

  /// Whose each step is, who makes it, and what comes next.
  private static func inOrder(
    _ id: String, _ machine: Architecture, _ kind: ArrivalKind, _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<Arrival> {
    let names = Component.operatingSystems.map { os in
      (os, Set(machine.arrival(for: os, kind).map(\.name)))
    }
    return Theorem(
      id, claims: ["A7"], says, .holds, of: specification(machine, kind),
      .step { step in
        let (s, name) = (step.before, step.action.name)
        if name == Arrival.elsewhere {
          var moved = s
          moved.running = step.inputs()("running")
          let isOpen = s.stage.isOne(of: .idle, .arrived, .raised, .done)
          return isOpen && moved.isEqual(to: step.after)
        }
        return Formula.all(
          names.filter { $0.1.contains(name) }.map { os, _ in
            isNext(step.after, to: s, os, machine, kind)
          })
      }, file: file, line: line)
  }

  private static func isNext(
    _ after: Arrival, to s: Arrival, _ os: Component, _ machine: Architecture, _ kind: ArrivalKind
  ) -> Formula {
    let (first, isPacket) = (machine.first(os, kind), kind == .packet)
    let isDirect = first == os
    return Formula.all(
      ArrivalStage.allCases.map { stage in
        var next: ArrivalStage
        var (runs, goesTo, isOwn): (Component?, Component?, Formula) = (nil, nil, s.target == os)
        switch stage {
        case .idle, .done:
          next = isPacket ? .arrived : .raised
          isOwn = after.counts.isEqual(to: Counts())
        case .arrived: next = .raised
        case .raised: (next, goesTo) = (.entered, first)
        case .entered: (next, runs) = (isDirect && !isPacket ? .done : .answered, first)
        case .answered where isDirect: (next, runs) = (.done, os)
        case .answered: (next, runs, goesTo) = (.passed, first, os)
        case .passed: (next, runs) = (isPacket ? .acknowledged : .done, os)
        case .acknowledged: (next, runs) = (.done, os)
        }
        let found = stage == .raised ? after.found == s.running : after.found == s.found
        return (s.stage == stage).implies(
          Formula.all([
            isOwn, after.target == os, after.stage == next, found,
            runs.map { s.running == $0 } ?? true,
            goesTo.map { after.running == $0 } ?? (after.running == s.running),
          ]))
      })
  }

  /// It arrives while `found` runs.
  static func happens(
    _ id: String, _ says: String, _ machine: Architecture, _ os: Component, _ kind: ArrivalKind,
    found: Component, file: String = #filePath, line: Int = #line
  ) -> Theorem<Arrival> {
    Theorem(
      id, claims: ["A7"], says, .holds, of: specification(machine, kind), depth: 10,
      by: .explicit(.all),
      .possible { step in
        let (before, after) = (step.before, step.after)
        let ends = before.stage != .done && after.stage == .done
        return ends && (after.target == os && after.found == found)
      }, file: file, line: line)
  }

  static let all: [Theorem<Arrival>] = [
    inOrder(
      "interrupts-go-in-order-under-vm-monitor", .vmMonitor, .interrupt,
      "under a VM monitor an interrupt goes to the monitor, and from there to the OS that it is for"
    ),
    inOrder(
      "interrupts-go-in-order-on-master-os", .guestOS, .interrupt,
      "under a master OS1 an interrupt goes to OS1, and from there to the OS that it is for"),
    inOrder(
      "interrupts-go-in-order-without-master", .noMaster, .interrupt,
      "without a master an interrupt goes to the OS that it is for"),
    inOrder(
      "packets-go-in-order-under-vm-monitor", .vmMonitor, .packet,
      "under a VM monitor a packet goes to the monitor, and from there to the OS that it is for"),
    inOrder(
      "packets-go-in-order-on-master-os", .guestOS, .packet,
      "under a master OS1 a packet goes to OS1, and from there to the OS that it is for"),
    inOrder(
      "packets-go-in-order-without-master", .noMaster, .packet,
      "without a master a packet goes to OS2, and from there to the OS that it is for"),
    cost(
      "interrupt-costs-under-vm-monitor", .vmMonitor, .interrupt,
      { takes in
        let (prompt, late) = (takes(.os1, .monitor), takes(.os1, .os1))
        return
          "under a VM monitor an interrupt takes \(prompt.hopWords) and \(prompt.switchWords) where the monitor runs, \(late.switchWords) where an OS does"
      }),
    cost(
      "interrupt-costs-on-master-os", .guestOS, .interrupt,
      { takes in
        let each = [Component.os1, .os2].map { os in
          let (prompt, late) = (takes(os, .os1), takes(os, .os2))
          return
            "\(prompt.hopWords) and \(prompt.switchWords) where OS1 runs, \(late.switchWords) where OS2 does"
        }
        return "under a master OS1 an interrupt of OS1 takes \(each[0]); one of OS2 \(each[1])"
      }),
    cost(
      "interrupt-costs-without-master", .noMaster, .interrupt,
      { takes in
        let (own, others) = (takes(.os1, .os1), takes(.os1, .os2))
        return
          "without a master an interrupt takes \(own.hopWords) and \(own.switchWords) where its own OS runs, \(others.hopWords) and \(others.switchWords) where the other does"
      }),
    cost(
      "receiving-costs-under-vm-monitor", .vmMonitor, .packet,
      { takes in
        let (prompt, late) = (takes(.os1, .monitor), takes(.os1, .os1))
        return
          "under a VM monitor a packet that comes takes \(prompt.hopWords), \(prompt.copyWords) and \(prompt.switchWords) where the monitor runs, \(late.switchWords) where an OS does"
      }),
    cost(
      "receiving-costs-on-master-os", .guestOS, .packet,
      { takes in
        let each = [Component.os1, .os2].map { os in
          let (prompt, late) = (takes(os, .os1), takes(os, .os2))
          return
            "\(prompt.hopWords), \(prompt.copyWords) and \(prompt.switchWords) where OS1 runs, \(late.switchWords) where OS2 does"
        }
        return "under a master OS1 a packet for OS1 takes \(each[0]); one for OS2 \(each[1])"
      }),
    cost(
      "receiving-costs-without-master", .noMaster, .packet,
      { takes in
        let (of2, of1) = (takes(.os2, .os2), takes(.os1, .os1))
        return
          "without a master a packet for OS2 takes \(of2.hopWords), \(of2.copyWords) and \(of2.switchWords) where OS2 runs; one for OS1 \(of1.hopWords), \(of1.copyWords) and \(of1.switchWords) where OS1 runs"
      }),
    happens(
      "os2-is-interrupted-under-vm-monitor",
      "under a VM monitor an interrupt of OS2 reaches its routine while OS1 runs", .vmMonitor, .os2,
      .interrupt, found: .os1),
    happens(
      "os1-receives-without-master",
      "without a master a packet for OS1 reaches it while OS1 runs", .noMaster, .os1, .packet,
      found: .os1),
  ]
}
