import Models
import Platform
import Replay
import Report

/// A run of the whole system as text and as data.
struct SystemReport {
  let scenario: SystemScenario
  let outcome: SystemScenario.Outcome
  private var run: SystemRun { outcome.run }

  init(_ scenario: SystemScenario, _ outcome: SystemScenario.Outcome) {
    (self.scenario, self.outcome) = (scenario, outcome)
  }

  // MARK: Text

  func text(_ palette: Palette) -> String {
    var lines = [palette.heading("\(scenario.name): \(scenario.says)")]
    for group in groups {
      let step = group.steps[0]
      let times = group.steps.count == 1 ? "" : "  (×\(group.steps.count))"
      let verdict = step.differences.isEmpty ? "  " : palette.bad("≠ ")
      let label = (step.label ?? "").padded(10)
      let head = "\(number(step.time)) \(verdict)\(label)  \(owned(step, palette))\(times)"
      lines.append(head + cost(step, palette))
      if group.steps.count == 1 { lines += step.details.map { palette.faint(indented($0)) } }
      lines += step.trace.map { indented($0) }
      lines += step.differences.map { palette.bad(indented($0)) }
    }
    return (lines + [""] + summary(palette)).joined(separator: "\n")
  }

  private func indented(_ line: String) -> String { String(repeating: " ", count: 23) + line }

  private func number(_ time: UInt64) -> String {
    let text = "\(time)"
    return String(repeating: " ", count: max(0, 8 - text.count)) + text
  }

  private func owned(_ step: SystemRun.Step, _ palette: Palette) -> String {
    palette.owner(step.text, isOS1: step.text.hasPrefix("OS1"), isOS2: step.text.hasPrefix("OS2"))
  }

  private func cost(_ step: SystemRun.Step, _ palette: Palette) -> String {
    let parts = [
      (step.cost.copies, "copy", "copies"), (step.cost.accesses, "access", "accesses"),
      (step.cost.switches, "switch", "switches"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
    return parts.isEmpty ? "" : palette.faint("  [\(parts.joined(separator: ", "))]")
  }

  private struct Group { var steps: [SystemRun.Step] }

  /// Steps that come one after another with the same text, such as a timer's, together; with
  /// instructions shown each alone.
  private var groups: [Group] {
    var groups: [Group] = []
    for step in run.steps {
      if let last = groups.last?.steps[0], last.text == step.text, step.trace.isEmpty,
        step.differences.isEmpty, last.label == nil, step.label == nil
      {
        groups[groups.count - 1].steps.append(step)
      } else {
        groups.append(Group(steps: [step]))
      }
    }
    return groups
  }

  private func summary(_ palette: Palette) -> [String] {
    var lines = [
      "⇒ \(run.end), after \(run.instructions) instructions, \(run.switches) switches; \(run.sent.count) frames sent"
    ]
    if let stopped = run.stopped {
      lines.append("  when it had stopped: \(progress(stopped))")
    }
    lines.append("  at the end:          \(progress(run.last))")
    if outcome.objections.isEmpty {
      lines.append(palette.good("  the run is as the models say"))
    } else {
      lines += outcome.objections.map { palette.bad("  ≠ \($0)") }
    }
    return lines
  }

  private func progress(_ progress: SystemRun.Progress) -> String {
    "OS1 \(progress.work1) rounds, \(progress.ticks1) ticks, \(progress.requests1) requests, "
      + "\(progress.received1) packets; OS2 \(progress.work2) rounds, \(progress.received2) packets"
  }

  // MARK: Data

  var json: JSON {
    .object([
      ("name", .string(scenario.name)), ("says", .string(scenario.says)),
      ("agrees", .truth(outcome.objections.isEmpty)), ("objections", .strings(outcome.objections)),
      ("end", .string("\(run.end)")), ("instructions", .integer(run.instructions)),
      ("switches", .integer(UInt64(run.switches))),
      ("sent", .strings(run.sent.map(hexadecimal))),
      ("stopped", run.stopped.map(json) ?? .null), ("last", json(run.last)),
      ("steps", .array(run.steps.map(json))),
    ])
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func json(_ progress: SystemRun.Progress) -> JSON {
    let numbers = [
      ("rounds1", progress.work1), ("ticks1", progress.ticks1), ("requests1", progress.requests1),
      ("received1", progress.received1), ("rounds2", progress.work2),
      ("received2", progress.received2),
    ]
    return .object(numbers.map { ($0.0, .integer(UInt64($0.1))) })
  }

  private func json(_ step: SystemRun.Step) -> JSON {
    .object([
      ("time", .integer(step.time)), ("label", JSON(step.label)), ("text", .string(step.text)),
      ("instructions", .integer(step.instructions)),
      ("copies", .integer(UInt64(step.cost.copies))),
      ("accesses", .integer(UInt64(step.cost.accesses))),
      ("switches", .integer(UInt64(step.cost.switches))),
      ("details", .strings(step.details)), ("differences", .strings(step.differences)),
      ("trace", .strings(step.trace)),
    ])
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
