// Prints what the checker costs, as ratios of measurements of one run on one machine.
//
//   swift run -c release benchmarks            all measurements
//   swift run -c release benchmarks trace      the shortest trace alone
import Checker
import Foundation
import Proofs
import Solver
import WordSwitch

/// Processor seconds of this process.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The shortest time of several runs, in seconds.
func best(of count: Int, _ body: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  for _ in 0..<count {
    let start = now()
    try body()
    least = min(least, now() - start)
  }
  return least
}

func decide(_ theorem: AnyTheorem, _ solver: Solver) throws -> Outcome {
  let outcome = try theorem.decide(Session(), solver)
  guard theorem.isAsDeclared(outcome) else {
    fatalError("\(theorem.id) came out as \(outcome.verdict)")
  }
  return outcome
}

func words(_ count: Int) throws -> Outcome {
  let theorem = WordSwitch(words: count).theorem
  return try decide(AnyTheorem(theorem), Solver())
}

func row(_ what: String, _ value: Double, _ unit: String, _ target: String) {
  let number = String(format: "%9.2f", value)
  print(
    what.padding(toLength: 58, withPad: " ", startingAt: 0), number, unit, " (target \(target))")
}

/// - Parameter what: the theorems, in words
func share(_ what: String, _ theorems: [AnyTheorem], _ target: String) throws {
  let solver = Solver()
  let start = processorSeconds()
  let session = Session()
  for theorem in theorems {
    let outcome = try theorem.decide(session, solver)
    precondition(theorem.isAsDeclared(outcome), theorem.id)
  }
  let all = processorSeconds() - start
  row("\(what), one thread", all, "s", target)
  row(
    "share of it outside Z3's check", 100 * (1 - solver.statistics.processorSeconds / all), "%",
    "20 %")
}

func growth() throws {
  let times = try [8, 32, 128].map { count in
    try best(of: 3) { _ = try words(count) }
  }
  for (count, time) in zip([8, 32, 128], times) {
    row("proof for \(count) words, in process", 1000 * time, "ms", "–")
  }
  row("growth from 8 to 128 words, over linear", times[2] / times[0] / 16, "x", "1")
  let process = try best(of: 5) {
    let child = Process()
    child.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
      .deletingLastPathComponent().appendingPathComponent("word-proof")
    try child.run()
    child.waitUntilExit()
    precondition(child.terminationStatus == 0)
  }
  row("proof for 32 words, as a whole process", 1000 * process, "ms", "50 ms")
}

func trace() throws {
  let theorem = AnyTheorem(WordSwitch(words: 32, forgotten: 31).theorem)
  var depth = 0
  let solver = Solver()
  let time = try best(of: 1) { depth = try decide(theorem, solver).depth! }
  row("of it in Z3's check", solver.statistics.processorSeconds, "s", "–")
  row("shortest trace, 32 words, depth \(depth)", time, "s", "1.5 s at depth 38")
}

if CommandLine.arguments.count == 2, CommandLine.arguments[1] == "trace" {
  try trace()
} else {
  try growth()
  try trace()
  try share(
    "theorems on the switch", Proofs.onTheSwitch, "5 s on two cores, all of the command")
  try share("all theorems", Proofs.all, "60 s on two cores, all of the command")
}
