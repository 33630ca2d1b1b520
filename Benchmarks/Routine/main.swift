import Judge
import Models
import Processor
import Replay
import Solver

/// What it takes to judge a switch's code for all contexts: seconds, the share of Z3's own check, and
/// how many known runs of the same switch a proof is worth.
func judged(_ generation: ProcessorGeneration) throws -> Double {
  let layout = Layout.small(generation)
  let design = RoutineDesign(generation)
  let routine = try Routine(SwitchRoutine(layout, design))
  let solver = Solver()
  let start = now()
  var instructions = 0
  var known = 0.0
  let settings = SwitchSetting.all(layout, routine, required: design.saved)
  for setting in settings {
    let judgement = try RoutineJudge(solver).judge(setting)
    precondition(judgement.verdict == .proved, "\(setting.description): \(judgement.verdict)")
    instructions = max(instructions, judgement.instructions)
  }
  let seconds = now() - start
  var samples = Samples(seed: 1)
  let one = samples.start(settings[0])
  let before = now()
  for _ in 0..<20 { precondition(Samples.complaints(settings[0], one).isEmpty) }
  known = (now() - before) / 20
  let perSwitch = seconds / Double(settings.count)
  print(
    generation, "\(settings.count) switches of \(instructions) instructions:",
    "\(rounded(seconds)) s, \(rounded(solver.statistics.checkSeconds / seconds)) of it in Z3,",
    "\(solver.statistics.queries) queries; a proof is worth \(Int(perSwitch / known)) runs")
  return seconds
}

func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }

var all = 0.0
for generation in ProcessorGeneration.allCases {
  let seconds = try judged(generation)
  all += seconds
  if generation == .pentium {
    print("  a routine of a reader's, as long: \(rounded(seconds)) s (target 3 s)")
  }
}
print("all contexts, four generations: \(rounded(all)) s (target 20 s for the whole proof on code)")

// Dropping and swapping each instruction, and what that costs beside the proof.
let before = now()
let mutants = try RoutineMutants(
  RoutineDesign(.pentium), on: [.small(.pentium)], required: RoutineDesign(.pentium).saved)
let solver = Solver()
for mutant in mutants.mutants where mutant.excuse == nil {
  _ = try mutants.end(of: mutant, solver)
}
print(
  "\(mutants.mutants.count) mutants of the pentium's: \(rounded(now() - before)) s on one thread")

let specification = "complete save set, pentium"
let enumeration = now()
var traces = TraceEnumeration(specification, depth: Int(CommandLine.arguments.last ?? "") ?? 6)
try traces.run()
print(
  "\(traces.count) traces of “\(specification)” replayed, \(traces.switches) switches: "
    + "\(rounded(now() - enumeration)) s (target 5 s for 1,000)")
