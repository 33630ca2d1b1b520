/// What is still to come of a schedule.
struct ScheduledEvents: Sendable {
  /// By time, the next one last.
  private var timed: [(time: UInt64, action: Schedule.Action)] = []
  /// By linear address; the visit at which each happens counts from 1.
  private var placed: [UInt32: [(visit: Int, action: Schedule.Action)]] = [:]
  private var visits: [UInt32: Int] = [:]

  init(_ events: [Schedule.Event]) {
    for event in events {
      switch event.moment {
      case .before(let number): timed.append((number - 1, event.action))
      case .at(let address, let visit): placed[address, default: []].append((visit, event.action))
      }
    }
    // Of those at the same time the first of the file is to come first.
    let order = timed.indices.sorted { (timed[$0].time, $0) > (timed[$1].time, $1) }
    timed = order.map { timed[$0] }
  }

  /// When the next event that has a time happens.
  var nextTime: UInt64? { timed.last?.time }

  /// Whether an NMI comes at some time.
  var hasTimedNMI: Bool { timed.contains { $0.action == .nmi } }

  /// Whether the address of each instruction has to be looked at.
  var hasPlaced: Bool { !placed.isEmpty }

  /// What happens before the instruction of the time `now`, in order.
  mutating func take(now: UInt64) -> [Schedule.Action] {
    var actions: [Schedule.Action] = []
    while let next = timed.last, next.time <= now {
      timed.removeLast()
      actions.append(next.action)
    }
    return actions
  }

  /// Drops what was to happen earlier than `now`.
  mutating func skip(to now: UInt64) { timed.removeAll { $0.time < now } }

  /// What happens before the instruction at a linear address.
  mutating func take(at address: UInt32) -> [Schedule.Action] {
    guard let waiting = placed[address] else { return [] }
    let visit = visits[address, default: 0] + 1
    placed[address] = waiting.filter { $0.visit != visit }
    if placed[address]!.isEmpty { placed[address] = nil }
    return waiting.filter { $0.visit == visit }.map { $0.action }
  }

  /// Counts an instruction carried out at a linear address.
  mutating func visited(_ address: UInt32) {
    if placed[address] != nil { visits[address, default: 0] += 1 }
  }
}
