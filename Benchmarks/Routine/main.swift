import Judge
import Models
import Processor
import Replay
import Solver

/// How long it takes to prove the switch's code for all contexts.
let kinds = CommandLine.arguments.dropFirst()
let start = now()
for generation in ProcessorGeneration.allCases where kinds.isEmpty || kinds.contains("\(generation)") {
  let layout = Layout.small(generation)
  let design = RoutineDesign(generation)
  let routine = try Routine(SwitchRoutine(layout, design))
  for os in OS.allCases {
    for mode in Mode.allCases {
      let before = now()
      let setting = SwitchSetting(
        layout, routine, from: Subject(os, mode), line: os == .os1 ? 5 : 4,
        required: design.saved)
      let judgement = try Judge(Solver()).judge(setting)
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
  print(specification, all.count, "traces", all.steps, "steps", all.switches, "switches", all.instructions, now() - before)
  var seen: Set<String> = []
  for (trace, difference) in all.differences where seen.insert(String(difference.prefix(18))).inserted {
    print("  ", trace.joined(separator: " / "), "::", difference)
  }
}

if kinds.contains("mutants") {
  let design = RoutineDesign(.pentiumIII)
  let layout = Layout.small(.pentiumIII)
  let routine = SwitchRoutine(layout, design)
  func complaint(_ program: Program) throws -> String? {
    var changed = routine
    changed.program = program
    let all = try Routine(changed)
    var samples = Samples(seed: 1)
    var settings: [SwitchSetting] = []
    for (os, line) in [(OS.os1, UInt8(5)), (.os2, UInt8(4))] {
      for mode in Mode.allCases {
        settings.append(SwitchSetting(layout, all, from: Subject(os, mode), line: line, required: design.saved))
      }
    }
    for setting in settings {
      for _ in 0..<2 {
        if let first = Samples.complaints(setting, samples.start(setting)).first { return first }
      }
    }
    for setting in settings {
      let judgement = try Judge(Solver()).judge(setting)
      if judgement.verdict != .proved { return "PROOF " + (judgement.faults.first?.claim.complaint ?? "open") }
    }
    return nil
  }
  let lines = routine.program.lines.indices.filter {
    routine.program.lines[$0].isInstruction && routine.claims[$0]?.hasPrefix("S7 a-2") == false
  }
  var killed = 0
  for line in lines {
    if let c = try complaint(routine.program.dropping(line)) { killed += 1; if c.hasPrefix("PROOF") { print(line, c) } }
    else { print("drop survivor", line, routine.claims[line] ?? "") }
  }
  print("dropped", lines.count, "killed", killed, now() - start)
  var swapped = 0
  killed = 0
  for (a, b) in zip(lines, lines.dropFirst()) where b == a + 1 {
    var program = routine.program
    program.lines.swapAt(a, b)
    swapped += 1
    if try complaint(program) != nil { killed += 1 }
  }
  print("swapped", swapped, "killed", killed, now() - start)
}
