import Judge
import Models
import Processor
import Replay
import Solver

/// How long it takes to prove the switch's code for all contexts.
let kinds = CommandLine.arguments.dropFirst()
let start = now()
for generation in ProcessorGeneration.allCases
where kinds.isEmpty || kinds.contains("\(generation)") {
  let layout = Layout.small(generation)
  let design = RoutineDesign(generation)
  let routine = try Routine(SwitchRoutine(layout, design))
  for os in OS.allCases {
    for mode in Mode.allCases {
      let before = now()
      let setting = SwitchSetting(
        layout, routine, from: Subject(os, mode), line: os == .os1 ? 5 : 4,
        required: design.saved)
      let judgement = try RoutineJudge(Solver()).judge(setting)
      print(
        generation, setting.description, judgement.verdict, judgement.paths,
        judgement.instructions, now() - before)
      for note in judgement.notes { print("  ", note) }
      for fault in judgement.faults {
        print("  ", fault.claim.complaint, fault.remark ?? "")
        print(fault.trace.text())
      }
    }
  }
}
print("all", now() - start)

for specification in ["complete save set, pentium"] {
  let before = now()
  var all = TraceEnumeration(specification, depth: Int(CommandLine.arguments.last ?? "") ?? 6)
  try all.run()
  print(
    specification, all.count, "traces", all.steps, "steps", all.switches, "switches",
    all.instructions, now() - before)
  var seen: Set<String> = []
  for (trace, difference) in all.differences
  where seen.insert(String(difference.prefix(18))).inserted {
    print("  ", trace.joined(separator: " / "), "::", difference)
  }
}
