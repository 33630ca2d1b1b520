import Logic
import Models
import Processor
import Solver
import Synchronization

/// A switch carried out for all contexts, one instruction after the other, and each pair of neighbours
/// in the other order as well where that is asked for.
final class CodeWalk: Sendable {
  /// An instruction of the routine.
  struct Place {
    let line: Int
    let address: UInt32
    let length: UInt32
  }

  private let setting: SwitchSetting
  private let stops: Set<UInt32>
  private let assumptions: [Formula]
  /// Run after run with one memory of where no breakpoint can be.
  private let anywhere: SymbolicRun
  /// The lines that the switch gets to.
  let carriedOut: Set<Int>
  /// All paths were followed to the end of the switch.
  let isWhole: Bool
  /// By the first line: two instructions that are carried out one after the other.
  private let pairs: [Int: Pair]
  /// One thread asks at a time: what is remembered of breakpoints is shared.
  private let solver: Mutex<Solver>

  /// Neighbours, with the paths before the first and after the second.
  private struct Pair {
    let first: Place
    let second: Place
    let before: [SymbolicPath]
    let after: [SymbolicPath]
  }

  init(_ setting: SwitchSetting, _ places: [Place], _ limits: Limits) {
    solver = Mutex(Solver(limits: limits))
    self.setting = setting
    stops = setting.stops.union(places.map(\.address))
    let feasibility = Feasibility(Solver(limits: limits))
    var run = SymbolicRun { feasibility.isPossible($0) }
    run.mergesEnds = true
    anywhere = run
    let start = setting.start()
    assumptions = start.assumptions.map(\.formula)
    let first = anywhere.paths(
      from: start.processor, interruptedBy: setting.vector, assuming: assumptions)
    var carriedOut: Set<Int> = []
    var pairs: [Int: Pair] = [:]
    let numbers = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1.address, $0) })
    // All paths stay at the same instruction; they part where a null selector is loaded.
    let advance = Self.advance(anywhere, stops, setting.stops, assumptions)
    var here = advance(first)
    var next = advance(here)
    while let number = here.first?.stop.flatMap({ numbers[$0] }) {
      carriedOut.insert(places[number].line)
      let after = advance(next)
      if !after.isEmpty, number + 1 < places.count, next[0].stop == places[number + 1].address,
        places[number + 1].address == places[number].address + places[number].length
      {
        pairs[places[number].line] = Pair(
          first: places[number], second: places[number + 1], before: here, after: after)
      }
      (here, next) = (next, after)
    }
    self.carriedOut = carriedOut
    isWhole = !here.isEmpty && here.allSatisfy { $0.stop.map(setting.stops.contains) ?? false }
    self.pairs = pairs
  }

  /// To the next instruction that there is a place for, or to the end.
  private static func advance(
    _ run: SymbolicRun, _ stops: Set<UInt32>, _ ends: Set<UInt32>, _ assumptions: [Formula]
  ) -> ([SymbolicPath]) -> [SymbolicPath] {
    { paths in
      var run = run
      run.stops = stops
      if let here = paths.first?.stop {
        if ends.contains(here) { return [] }
        run.stops.remove(here)
      }
      return together(run.ends(paths.map(\.goingOn), assumptions))
    }
  }

  /// Whether a line's instruction and the next one leave the same state in either order, for all
  /// contexts.
  func commutes(_ line: Int) -> Bool {
    guard let pair = pairs[line] else { return false }
    return solver.withLock { leavesSame(pair, swapped(pair), $0) }
  }

  /// The paths with two instructions in the other order, carried out up to an address.
  private func swapped(_ pair: Pair) -> [SymbolicPath] {
    let (first, second) = (pair.first, pair.second)
    let start = setting.layout.region.physical &+ (first.address &- setting.layout.region.linear)
    let changed = pair.before.map { path in
      var path = path.goingOn
      func bytes(_ offset: UInt32, _ count: UInt32) -> [Bits<8>] {
        (0..<count).map { path.state.memory[start + offset + $0] }
      }
      let other = bytes(first.length, second.length) + bytes(0, first.length)
      for (index, byte) in other.enumerated() { path.state.memory[start + UInt32(index)] = byte }
      return path
    }
    var run = anywhere
    run.stops = [pair.after[0].stop!]
    return Self.together(run.ends(changed, assumptions))
  }

  /// None where the paths do not all end at the same address.
  private static func together(_ paths: [SymbolicPath]) -> [SymbolicPath] {
    paths.allSatisfy { $0.stop != nil && $0.stop == paths[0].stop } ? paths : []
  }

  /// Whether both orders lead to the same state, the two instructions aside, after the same accesses.
  private func leavesSame(
    _ pair: Pair, _ others: [SymbolicPath], _ solver: Solver
  ) -> Bool {
    let region = setting.layout.region
    let physical = pair.first.address &- region.linear &+ region.physical
    let code = physical..<physical + pair.first.length + pair.second.length
    // Accesses of merged paths are those of all: which of them a path makes is not told.
    guard !others.isEmpty, Self.uses(pair.after) == Self.uses(others) else { return false }
    return pair.after.allSatisfy { one in
      others.allSatisfy { other in
        let isSame =
          one.interruptible.isEmpty && other.interruptible.isEmpty
          ? one.state.isSame(as: other.state, except: code) : false
        if isSame.known == true { return true }
        let both = assumptions + one.conditions + other.conditions
        let answer = try? solver.check(Query("either order", both + [!isSame]))
        if case .unsatisfiable? = answer { return true }
        return false
      }
    }
  }

  private struct Use: Hashable {
    let linear: UInt32
    let physical: UInt32
    let kind: MemoryAccess.Kind
    let directory: UInt32
    let globals: Set<UInt32>
  }

  private static func uses(_ paths: [SymbolicPath]) -> Set<Use> {
    Set(
      paths.flatMap { $0.state.accesses ?? [] }.map { access in
        // Of code the page alone: in another order instructions begin elsewhere.
        let mask: UInt32 = access.kind == .fetch ? 0xFFFF_F000 : 0xFFFF_FFFF
        return Use(
          linear: access.linear & mask, physical: access.physical & mask, kind: access.kind,
          directory: access.directory, globals: access.globals)
      })
  }
}

extension SymbolicPath {
  /// The address at which it stopped.
  var stop: UInt32? { if case .address(let address)? = end { address } else { nil } }
}
