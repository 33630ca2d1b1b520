import Logic
import Specification

/// Who has the processor, who has stopped, and who reaches whom: A3, A5 and A8 on an architecture.
public struct Mastery: Structure {
  public var running = OneOf(Component.os1)
  /// Whether hardware interrupts are on for what runs; looked at where they switch.
  public var interrupts: Formula = true
  /// What has gone down: its code does nothing any more, its interrupt routines included.
  public var stopped = ByComponent<Formula>(false)
  /// Whether an interrupt that finds the component running still leads to the switch: its IDT, its
  /// kernel stack and the switch region are as they should be.
  public var way = ByComponent<Formula>(true)
  /// All of a component's memory and state, as one word.
  public var memory = ByComponent<Bits<32>>(0)

  public init() {}

  public static let fields: [Field<Mastery>] = [
    Field("running", \.running), Field("interrupts", \.interrupts), Field("stopped", \.stopped),
    Field("way", \.way), Field("memory", \.memory),
  ]

  /// The component has the processor and makes something of it.
  public func acts(_ component: Component) -> Formula {
    running == component && !stopped[component]
  }
}

extension Architecture {
  /// Nothing has stopped, and OS1 runs.
  public var mastery: Specification<Mastery> {
    let steps = components.flatMap(ownSteps) + handOvers
    return Specification(
      "mastery, \(title.english)", shape: Mastery(), actions: steps + subordinates.flatMap(control)
    ) { s in
      s.running = OneOf(.os1)
      s.interrupts = true
      s.stopped = ByComponent(false)
      s.way = ByComponent(true)
      return []
    }
  }

  /// What a component does by itself.
  private func ownSteps(_ component: Component) -> [Action<Mastery>] {
    func step(
      _ what: String, excusing reasons: [Change: String] = [:],
      effect: @escaping @Sendable (inout Mastery, Inputs) -> Void
    ) -> Action<Mastery> {
      Action("\(component.title) \(what)") { s, _ in
        s.acts(component)
      } effect: {
        effect(&$0, $1)
      }.excusing(reasons)
    }
    let all = [
      step("computes", excusing: [.keep("memory.*"): "it may hold anything from the start"]) {
        $0.memory[component] = $1("memory")
      },
      step("goes down") { s, _ in s.stopped[component] = true },
    ]
    // A master that turns interrupts off takes nothing from others that it does not take by going down.
    guard switched.contains(component) else { return all }
    return all + [
      step("turns interrupts on or off") { s, any in s.interrupts = any("interrupts") },
      step("damages its IDT or its kernel stack") { s, _ in s.way[component] = false },
      // Both map the region, and both write to its data.
      step("damages the switch region") { [switched] s, _ in
        for os in switched { s.way[os] = false }
      },
    ]
  }

  /// The steps by which the processor goes from one component to another.
  public var handOvers: [Action<Mastery>] {
    subordinates.flatMap { component, master -> [Action<Mastery>] in
      let top = top(component)
      return [
        Action("an interrupt takes the processor from \(component.title) to \(top.title)") { s, _ in
          s.running == component
        } effect: { [isSwitched] s, _ in
          s.running = OneOf(top)
          if isSwitched { s.interrupts = true }
        },
        Action("\(master.title) gives the processor to \(component.title)") { s, _ in
          s.acts(master)
        } effect: { [isSwitched] s, _ in
          s.running = OneOf(component)
          if isSwitched { s.interrupts = true }
        },
      ]
    } + switches
  }

  private var isSwitched: Bool { !switched.isEmpty }

  /// Between OSes without a master: the paper's switch.
  private var switches: [Action<Mastery>] {
    switched.flatMap { from in
      switched.filter { $0 != from }.map { to in
        Action("an interrupt of \(to.title) switches from \(from.title)", label: "S5") { s, _ in
          s.running == from
          s.interrupts
          s.way[from]
        } effect: { s, _ in
          s.running = OneOf(to)
          s.interrupts = true
        }.excusing([.keep("interrupts"): "they are on: the interrupt was let in"])
      }
    }
  }

  /// What a master does to a subordinate.
  private func control(_ component: Component, _ master: Component) -> [Action<Mastery>] {
    func step(
      _ what: String, excusing reasons: [Change: String] = [:],
      effect: @escaping @Sendable (inout Mastery, Inputs) -> Void
    ) -> Action<Mastery> {
      Action("\(master.title) \(what) \(component.title)") { s, _ in
        s.acts(master)
      } effect: {
        effect(&$0, $1)
      }.excusing(reasons)
    }
    return [
      step("looks into") { s, _ in s.memory[master] = s.memory[component] },
      step("changes") { s, any in s.memory[component] = any("memory") },
      step("stops") { s, _ in s.stopped[component] = true },
    ]
  }
}
