import Logic

/// One way through a routine: where it leads under what condition.
public struct Path: Sendable {
  /// How a path ended.
  public enum End: Sendable {
    /// At an address where the run was to stop.
    case address(UInt32)
    /// At an exception; the state is that before the instruction.
    case fault(Fault)
    case halted
    case shutdown
    case unknownInstruction(bytes: [UInt8], address: UInt32)
    /// The run would have to know what is not known.
    case unresolved(String)
    /// After the limit of steps.
    case limit
  }

  /// The conditions on the starting state under which this path is taken, all of them.
  public internal(set) var conditions: [Formula]
  /// What follows from the conditions and was found out, so that it is not asked again.
  var implied: [Formula] = []
  /// The state at the end, in terms of the starting state.
  public var state: Processor
  /// Nil while the path goes on.
  public internal(set) var end: End?
  /// The instructions on the path; of a merged one those of the longer.
  public internal(set) var steps = 0

  /// EIP of the instructions before which a maskable interrupt could have been taken.
  public internal(set) var interruptible: Set<UInt32> = []

  /// A path that was carried out on known values.
  public init(state: Processor, end: End?, steps: Int, interruptible: Set<UInt32>) {
    conditions = []
    self.state = state
    self.end = end
    self.steps = steps
    self.interruptible = interruptible
  }

  init(conditions: [Formula], state: Processor) {
    self.conditions = conditions
    self.state = state
  }

  /// The conditions as one.
  public var condition: Formula { Formula.all(conditions) }

  /// The conditions that the path has decided, by the identity of their terms.
  var decided: [ObjectIdentifier: Bool] {
    var all: [ObjectIdentifier: Bool] = [:]
    for term in (conditions + implied).map(\.asTerm) {
      all[ObjectIdentifier(term.op == .not ? term[0] : term)] = term.op != .not
    }
    return all
  }
}

/// Runs a routine from a state in which registers and memory may be unknown, along all paths.
///
/// Paths fork where the next step depends on what is not known, infeasible branches are pruned, and
/// paths that meet at an instruction in the same known state are merged. The path at the lowest
/// address goes first, so that the sides of a branch wait for one another where they join.
public struct SymbolicRun: Sendable {
  /// Where paths end, as EIP.
  public var stops: Set<UInt32>
  /// The most instructions on a path.
  public var limit: Int
  /// Whether exceptions are delivered; else a path ends at one.
  public var deliversFaults = false
  /// Whether paths that meet are merged.
  public var merges = true
  /// Whether paths that end at the same address are merged as well.
  public var mergesEnds = false
  /// Whether the conditions can all be true; a solver's answer, or true where nothing is pruned.
  public var isFeasible: @Sendable ([Formula]) -> Bool
  /// What is known of breakpoints; for one start and its assumptions.
  let watches = Watches()
  /// Told of each path that has ended; where it says so, the run ends with it.
  public var isEnough: @Sendable (Path) -> Bool = { _ in false }

  public init(
    stops: Set<UInt32> = [], limit: Int = 10_000,
    isFeasible: @escaping @Sendable ([Formula]) -> Bool = { _ in true }
  ) {
    self.stops = stops
    self.limit = limit
    self.isFeasible = isFeasible
  }

  /// All paths to their ends.
  ///
  /// - Parameter assumptions: what holds of the starting state; not repeated in the conditions
  public func paths(from start: Processor, assuming assumptions: [Formula] = []) -> [Path] {
    var state = start
    state.deliversFaults = deliversFaults
    return ends([Path(conditions: [], state: state)], assumptions)
  }

  /// The paths right after an external interrupt was delivered; more than one where delivering it
  /// depends on what is not known. None has ended.
  public func paths(
    from start: Processor, interruptedBy vector: UInt8, assuming assumptions: [Formula] = []
  ) -> [Path] {
    paths(from: start, interruptedBy: [(vector, true)], assuming: assumptions)
  }

  /// The paths right after one of several interrupts, each under its condition.
  public func paths(
    from start: Processor, interruptedBy vectors: [(vector: UInt8, condition: Formula)],
    assuming assumptions: [Formula] = []
  ) -> [Path] {
    var state = start
    state.deliversFaults = deliversFaults
    return vectors.filter { $0.condition.known != false }.flatMap { vector, condition in
      let conditions = condition.known == true ? [] : [condition]
      return fork(Path(conditions: conditions, state: state), assumptions) {
        $0.interrupt(vector)
      }
    }
  }

  /// The paths from these to their ends.
  public func ends(_ first: [Path], _ assumptions: [Formula] = []) -> [Path] {
    var waiting: [Path] = first.filter { $0.end == nil }
    var ended: [Path] = first.filter { $0.end != nil }
    // Those at one of the stops, where they are merged.
    var stopped: [Path] = []
    if ended.contains(where: isEnough) { return ended }
    while let index = next(waiting) {
      let path = waiting.remove(at: index)
      for successor in successors(path, assumptions) {
        if successor.end != nil {
          if mergesEnds, case .address? = successor.end {
            add(successor, &stopped)
          } else {
            ended.append(successor)
          }
          if isEnough(successor) { return ended + stopped }
        } else {
          add(successor, &waiting)
        }
      }
    }
    return ended + stopped
  }

  /// The path at the lowest address.
  private func next(_ waiting: [Path]) -> Int? {
    waiting.indices.min { waiting[$0].address < waiting[$1].address }
  }

  private func add(_ path: Path, _ others: inout [Path]) {
    if merges {
      for index in others.indices where others[index].address == path.address {
        if let merged = others[index].merged(with: path) {
          others[index] = merged
          return
        }
      }
    }
    others.append(path)
  }

  /// The path one step on, or several where the step forked.
  private func successors(_ path: Path, _ assumptions: [Formula]) -> [Path] {
    if path.state.eip.known == nil { return placed(path, assumptions) }
    if let end = endBefore(path) { return [path.ended(end)] }
    var path = path
    if path.state.shadow == .none, path.state.eflags[.if].known != false,
      let eip = path.state.eip.known
    {
      path.interruptible.insert(UInt32(truncatingIfNeeded: eip))
    }
    return fork(path, assumptions) { $0.step() }
  }

  /// The path once for each of the addresses that it may be at.
  private func placed(_ path: Path, _ assumptions: [Formula]) -> [Path] {
    var path = path
    path.steps -= 1
    return fork(path, assumptions) { $0.fixEIP() }
  }

  private func fork(
    _ path: Path, _ assumptions: [Formula], _ step: (inout Processor) -> Outcome
  ) -> [Path] {
    var results: [Path] = []
    var pending: [[Decisions.Answer]] = [[]]
    let decided = path.decided
    while let given = pending.popLast() {
      let decisions = Decisions(
        given: given, assumptions: assumptions, path: path.conditions, decided: decided,
        watches: watches, isFeasible: isFeasible)
      var next = path
      next.state.decisions = decisions
      let outcome = step(&next.state)
      next.state.decisions = nil
      next.conditions += decisions.conditions
      next.implied += decisions.implied
      next.steps += 1
      next.end = Self.end(outcome)
      pending += decisions.others
      results.append(next)
    }
    return results
  }

  private func endBefore(_ path: Path) -> Path.End? {
    let eip = path.state.eip.known!
    if stops.contains(UInt32(eip)) { return .address(UInt32(eip)) }
    return path.steps >= limit ? .limit : nil
  }

  private static func end(_ outcome: Outcome) -> Path.End? {
    switch outcome {
    case .completed, .delivered: nil
    case .halted: .halted
    case .shutdown: .shutdown
    case .fault(let fault): .fault(fault)
    case .unknownInstruction(let bytes, let address):
      .unknownInstruction(bytes: bytes, address: address)
    case .unresolved(let what): .unresolved(what)
    }
  }
}

extension Path {
  /// EIP, or the highest address where it is not known.
  var address: UInt64 { state.eip.known ?? .max }

  /// The same path as one that goes on.
  public var goingOn: Path {
    var copy = self
    copy.end = nil
    return copy
  }

  func ended(_ end: End) -> Path {
    var copy = self
    copy.end = end
    return copy
  }
}

/// ``Path`` under a name that no model has as well.
public typealias SymbolicPath = Path
