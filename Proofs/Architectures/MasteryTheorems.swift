import Logic
import Models
import Specification

/// A1–A3, A5, A8 on figures 1a, 1b and 2: who goes on when another goes down, and who controls whom.
enum MasteryTheorems {
  private static func theorem(
    _ id: String, claims: [String], _ says: String, _ declared: Declared, _ machine: Architecture,
    assuming assumptions: [Assumption<Mastery>] = [], lemmas: [Invariant<Mastery>] = [],
    file: String = #filePath, line: Int = #line, _ property: Property<Mastery>,
    explain: (@Sendable (Mastery) -> String)? = nil
  ) -> Theorem<Mastery> {
    Theorem(
      id, claims: claims, says, declared, of: specifications[machine.id]!, assuming: assumptions,
      lemmas: lemmas, depth: 6, property, explain: explain, file: file, line: line)
  }

  private static let specifications = Dictionary(
    uniqueKeysWithValues: Architecture.all.map { ($0.id, $0.mastery) })

  static let references = Architecture.all.map { specifications[$0.id]!.name }

  // MARK: - Who goes on (A5, A8)

  /// The OS has the processor, or is given it after so many steps by which it changes hands.
  private static func canRun(
    _ os: Component, _ s: Mastery, _ machine: Architecture, within steps: Int = 2
  ) -> Formula {
    let runs = s.running == os
    guard steps > 0 else { return runs }
    let next = machine.handOvers.map { action -> Formula in
      let (enabled, after) = action.apply(to: s, .variables("next"))
      return enabled && canRun(os, after, machine, within: steps - 1)
    }
    return runs || Formula.any(next)
  }

  /// What has the processor is not down, and may still do whatever lets others have it.
  private static func isUp(_ s: Mastery) -> Formula {
    s.running.choose { component in !s.stopped[component] }
  }

  private static func goesOn(
    _ id: String, _ declared: Declared, _ machine: Architecture, claims: [String], _ says: String,
    assuming assumptions: [Assumption<Mastery>] = [], file: String = #filePath, line: Int = #line
  ) -> Theorem<Mastery> {
    theorem(
      id, claims: claims, says, declared, machine, assuming: assumptions,
      lemmas: [downMasterKeepsTheProcessor(machine)], file: file, line: line,
      .invariant { s in
        Formula.all(
          Component.operatingSystems.map { os in
            Formula.any([s.stopped[os], canRun(os, s, machine), isUp(s)])
          })
      },
      explain: { s in
        let waiting = Component.operatingSystems.filter {
          s.stopped[$0].known == false && canRun($0, s, machine).known == false
        }
        let names = waiting.map(\.title).joined(separator: " and ")
        return
          "\(names) can't get the processor any more: \(s.running.known!.title) has it, and is down"
      })
  }

  private static let anOSGoesOn =
    "an OS that has not gone down itself can get the processor, or what has it has not gone down, whatever else goes down"

  /// A master goes down while it runs, and nothing takes the processor from it.
  private static func downMasterKeepsTheProcessor(_ machine: Architecture) -> Invariant<Mastery> {
    Invariant("a master that is down has the processor") { s in
      Formula.all(masters(machine).map { s.stopped[$0].implies(s.running == $0) })
    }
  }

  /// Those without a master that are masters of an OS.
  private static func masters(_ machine: Architecture) -> [Component] {
    machine.tops.filter { top in machine.guests.contains { $0.master == top } }
  }

  private static let masterGoesOn = Assumption<Mastery>(
    "master-goes-on", "the master does not go down: of its own code nothing is asked here"
  ) { s in !s.stopped.os1 }

  private static let monitorGoesOn = Assumption<Mastery>(
    "monitor-goes-on", "the VM monitor does not go down: of its own code nothing is asked here"
  ) { s in !s.stopped.monitor }

  private static let downWithInterruptsOn = Assumption<Mastery>(
    "down-with-interrupts-on",
    "an OS that goes down leaves hardware interrupts on: they alone take the processor from it"
  ) { s in isUp(s) || s.interrupts }

  private static let wayIsKept = Assumption<Mastery>(
    "way-to-the-switch-is-kept",
    "an OS that goes down leaves its IDT, its kernel stack and the switch region as they were: the switch is code in memory that both OSes map"
  ) { s in isUp(s) || (s.way.os1 && s.way.os2) }

  /// Nothing at all happens after a master has gone down.
  private static func isTheEnd(
    _ id: String, _ machine: Architecture, claims: [String], _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<Mastery> {
    theorem(
      id, claims: claims, says, .holds, machine, lemmas: [downMasterKeepsTheProcessor(machine)],
      file: file, line: line,
      .step { step in !Formula.any(masters(machine).map { step.before.stopped[$0] }) })
  }

  private static func actsAlone(
    _ id: String, _ os: Component, file: String = #filePath, line: Int = #line
  ) -> Theorem<Mastery> {
    let other = os == .os1 ? Component.os2 : .os1
    return theorem(
      id, claims: ["A8"], "\(os.title) acts after \(other.title) has gone down while it ran",
      .holds,
      .noMaster, file: file, line: line,
      .possible { step in
        step.actor == os ? step.before.stopped[other] : false
      })
  }

  // MARK: - Who controls whom (A3)

  /// The master can get the processor, and then do anything to the subordinate.
  private static func canControl(
    _ id: String, _ machine: Architecture, claims: [String], _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<Mastery> {
    let guests = machine.guests
    let specification = specifications[machine.id]!
    return theorem(
      id, claims: claims, says, .holds, machine,
      lemmas: [downMasterKeepsTheProcessor(machine)], file: file, line: line,
      .invariant { s in
        Formula.all(
          guests.map { guest in
            var s = s
            let reached = canRun(guest.master, s, machine)
            s.running = OneOf(guest.master)
            let ways = control.map { what in
              let name = "\(guest.master.title) \(what) \(guest.component.title)"
              let action = specification.actions.first { $0.name == name }!
              return Formula.all(action.guards(s, .variables("next")))
            }
            return s.stopped[guest.master] || (reached && Formula.all(ways))
          })
      })
  }

  private static let control = ["looks into", "changes", "stops"]

  /// What looking into, changing and stopping are; nobody else does any of it.
  private static func doesIt(
    _ id: String, _ machine: Architecture, claims: [String], _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<Mastery> {
    theorem(
      id, claims: claims, says, .holds, machine, file: file, line: line,
      .step { step in
        Formula.all(
          machine.components.map { component in
            let kept =
              step.before.memory[component] == step.after.memory[component]
              && step.before.stopped[component] == step.after.stopped[component]
            return by(step, component, machine) ?? kept
          })
      })
  }

  /// What the step does to the component that it is about; nil where it must not touch it.
  private static func by(
    _ step: Transition<Mastery>, _ component: Component, _ machine: Architecture
  ) -> Formula? {
    let (before, after) = (step.before, step.after)
    let sameMemory = before.memory[component] == after.memory[component]
    let goesOn = before.stopped[component] == after.stopped[component]
    guard let actor = step.actor else { return nil }
    let what = step.action.name.dropFirst(actor.title.count + 1)
    let object = machine.subordinates.first { "\(what)".hasSuffix(" \($0.component.title)") }
    if actor == component {
      switch what {
      case "goes down": return sameMemory && after.stopped[component]
      case "computes": return goesOn
      case _ where what.hasPrefix("looks into "):
        return goesOn && after.memory[component] == before.memory[object!.component]
      default: return nil
      }
    }
    guard object?.component == component, object?.master == actor else { return nil }
    if what.hasPrefix("changes ") {
      return goesOn && after.memory[component] == step.inputs()("memory")
    }
    return what.hasPrefix("stops ") ? sameMemory && after.stopped[component] : nil
  }

  /// Without a master each OS keeps to itself.
  private static let noneControls = theorem(
    "no-os-controls-the-other", claims: ["A3", "A8", "A9"],
    "without a master no step of an OS or its application changes the other's memory or state, or stops it",
    .holds, .noMaster,
    .step { step in
      guard let actor = step.actor else { return true }
      let others = Architecture.noMaster.components.filter { $0.system != actor.system }
      return Formula.all(
        others.map { other in
          step.before.memory[other] == step.after.memory[other]
            && step.before.stopped[other] == step.after.stopped[other]
        })
    })

  // MARK: - How the processor changes hands

  /// What becomes of the interrupt flag and of the ways to the switch, where there is one.
  private static func flagsByRule(
    _ step: Transition<Mastery>, _ machine: Architecture
  ) -> Formula {
    let (before, after) = (step.before, step.after)
    let same = before.interrupts == after.interrupts
    func damaged(_ oses: [Component]) -> Formula {
      Formula.all(
        Component.allCases.map { component in
          oses.contains(component)
            ? !after.way[component] : before.way[component] == after.way[component]
        })
    }
    if machine.switched.isEmpty { return same && damaged([]) }
    guard let actor = step.actor else { return after.interrupts && damaged([]) }
    switch step.action.name.dropFirst(actor.title.count + 1) {
    case "turns interrupts on or off":
      let input: Formula = step.inputs()("interrupts")
      return after.interrupts == input && damaged([])
    case "damages its IDT or its kernel stack": return same && damaged([actor])
    case "damages the switch region": return same && damaged(machine.switched)
    case let what where what.hasPrefix("gives the processor to "):
      return after.interrupts && damaged([])
    default: return same && damaged([])
    }
  }

  private static func movesByRule(
    _ id: String, _ machine: Architecture, claims: [String], _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<Mastery> {
    theorem(
      id, claims: claims, says, .holds, machine, file: file, line: line,
      .step { step in
        let (before, after) = (step.before, step.after)
        let flags = flagsByRule(step, machine)
        if let actor = step.actor {
          let giving = machine.subordinates.filter { $0.master == actor }
            .map { after.running == $0.component }
          let acts = before.acts(actor)
          let gives = step.action.name.contains(" gives the processor to ")
          return Formula.all([
            flags, acts, gives ? Formula.any(giving) : after.running == actor,
          ])
        }
        let up = machine.subordinates.map { part in
          before.running == part.component && after.running == machine.top(part.component)
        }
        let across = machine.switched.flatMap { from in
          machine.switched.filter { $0 != from }.map { to in
            let moved = before.running == from && after.running == to
            return moved && (before.interrupts && before.way[from])
          }
        }
        return flags && Formula.any(up + across)
      })
  }

  // MARK: - All

  static let all: [Theorem<Mastery>] = [
    goesOn("vm-monitor-lets-oses-go-on", .fails, .vmMonitor, claims: ["A1", "A5"], anOSGoesOn),
    goesOn(
      "vm-monitor-lets-oses-go-on-while-it-does", .holds, .vmMonitor, claims: ["A1", "A5"],
      anOSGoesOn, assuming: [monitorGoesOn]),
    isTheEnd(
      "vm-monitor-down-is-the-end", .vmMonitor, claims: ["A1", "A5"],
      "once the VM monitor has gone down no step of anything is possible"),
    canControl(
      "vm-monitor-can-take-over", .vmMonitor, claims: ["A1", "A3"],
      "while the VM monitor is not down it can get the processor, and look into, change and stop each OS"
    ),
    doesIt(
      "vm-monitor-controls-its-oses", .vmMonitor, claims: ["A1", "A3"],
      "the VM monitor looks into, changes and stops OSes, and an OS its application; nobody else does"
    ),
    movesByRule(
      "vm-monitor-passes-the-processor", .vmMonitor, claims: ["A1"],
      "under a VM monitor the processor changes hands by an interrupt to the monitor or by a master that gives it"
    ),
    goesOn("master-os-lets-oses-go-on", .fails, .guestOS, claims: ["A2", "A5"], anOSGoesOn),
    goesOn(
      "master-os-lets-oses-go-on-while-it-does", .holds, .guestOS, claims: ["A2", "A5"],
      anOSGoesOn, assuming: [masterGoesOn]),
    isTheEnd(
      "master-os-down-is-the-end", .guestOS, claims: ["A2", "A5"],
      "once the master OS1 has gone down no step of anything is possible"),
    canControl(
      "master-os-can-take-over", .guestOS, claims: ["A2", "A3"],
      "while OS1 is not down it can get the processor, and look into, change and stop its client OS2"
    ),
    doesIt(
      "master-os-controls-its-client", .guestOS, claims: ["A2", "A3"],
      "OS1 looks into, changes and stops OS2, and an OS its application; nobody else does"),
    movesByRule(
      "master-os-passes-the-processor", .guestOS, claims: ["A2"],
      "under a master OS the processor changes hands by an interrupt to it or by a master that gives it"
    ),
    goesOn("no-master-lets-oses-go-on", .fails, .noMaster, claims: ["A8"], anOSGoesOn),
    goesOn(
      "no-master-lets-oses-go-on-with-interrupts-off", .fails, .noMaster, claims: ["A8"],
      anOSGoesOn, assuming: [wayIsKept]),
    goesOn(
      "no-master-lets-oses-go-on-beside-damage", .fails, .noMaster, claims: ["A8"], anOSGoesOn,
      assuming: [downWithInterruptsOn]),
    goesOn(
      "no-master-lets-oses-go-on-if-way-and-interrupts-are-kept", .holds, .noMaster,
      claims: ["A8"], anOSGoesOn, assuming: [downWithInterruptsOn, wayIsKept]),
    actsAlone("os1-acts-while-os2-is-down", .os1), actsAlone("os2-acts-while-os1-is-down", .os2),
    noneControls,
    doesIt(
      "no-master-but-of-applications", .noMaster, claims: ["A3", "A8"],
      "in the proposed composition an OS looks into, changes and stops its application; nobody else does"
    ),
    movesByRule(
      "no-master-passes-the-processor", .noMaster, claims: ["A8", "S5"],
      "without a master the processor changes hands by an interrupt that is let in, or between an OS and its application, with interrupts on; only an OS's own steps turn them off or damage the way to the switch"
    ),
  ]
}

extension Transition<Mastery> {
  /// Whose step it is; nil for interrupts.
  var actor: Component? { Component.allCases.first { action.name.hasPrefix("\($0.title) ") } }
}
