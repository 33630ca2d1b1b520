import Logic
import Specification

/// A trace as text: one heading a step, below it only what changed.
///
/// The start shows enumerations and what is not zero. Two runs stand side by side, and `≠` marks
/// where they differ; the first difference that the observer sees is pointed out.
public struct TraceText {
  private let trace: Trace
  private let palette: Palette

  /// One leaf at one step, as each run sees it; an empty text where nothing changed.
  private struct Line {
    let path: String
    let texts: [String]
    var differs = false
  }

  private struct Block {
    let heading: String
    let lines: [Line]
  }

  private init(_ trace: Trace, _ palette: Palette) {
    self.trace = trace
    self.palette = palette
  }

  /// The whole text, with a newline at its end.
  public static func text(_ trace: Trace, _ palette: Palette = .plain) -> String {
    TraceText(trace, palette).render()
  }

  private func render() -> String {
    let blocks = (0...trace.length).map { Block(heading: heading($0), lines: lines($0)) }
    let all = blocks.flatMap(\.lines)
    let path = all.map(\.path.count).max() ?? 0
    let columns = trace.runs.indices.map { run in
      min(48, all.map { $0.texts[run].count }.max() ?? 0)
    }
    let steps = trace.length == 1 ? "1 step" : "\(trace.length) steps"
    var text = palette.heading("\(trace.specification): \(steps)") + "\n"
    if trace.runs.count == 2 { text += sideHeading(path, columns) }
    let seen = trace.firstDifference
    for (number, block) in blocks.enumerated() {
      text += block.heading + "\n"
      for line in block.lines {
        let isFirst = seen.map { $0.state == number && $0.path == line.path } ?? false
        text += row(line, path, columns, isFirst: isFirst) + "\n"
      }
    }
    if let loop = trace.loop { text += repetition(from: loop) + "\n" }
    return text + palette.bad("⇒ ") + trace.conclusion + "\n"
  }

  /// How a run goes on for ever.
  private func repetition(from loop: Int) -> String {
    let text = loop == trace.length ? "nothing more happens" : "then again from step \(loop + 1)"
    return "  ↻  " + palette.heading(text)
  }

  private func sideHeading(_ path: Int, _ columns: [Int]) -> String {
    let indent = String(repeating: " ", count: Self.indent + path + 2)
    return palette.faint(indent + "run 1".padded(columns[0] + 4) + "run 2") + "\n"
  }

  // MARK: - Steps

  private static let indent = 6

  private var labelWidth: Int {
    trace.runs.flatMap(\.steps).compactMap { $0?.label?.count }.max() ?? 0
  }

  private func heading(_ number: Int) -> String {
    let place = "\(number)".rightAligned(3) + "  "
    guard number > 0 else { return place + palette.faint("start; what is not shown is 0") }
    let steps = trace.runs.map { $0.steps[number - 1] }
    guard let step = steps.lazy.compactMap({ $0 }).first else { return place + "(nothing)" }
    let label = labelWidth > 0 ? (step.label ?? "").padded(labelWidth) + "  " : ""
    var text = place + palette.heading(label + step.action)
    let inputs = inputs(step)
    if !inputs.isEmpty { text += "  " + inputs.joined(separator: ", ") }
    if let idle = steps.firstIndex(where: { $0 == nil }) {
      text += palette.faint("  (run \(idle + 1) does without)")
    }
    return text
  }

  /// What was chosen in a step; of many inputs only those that are not 0 have names.
  private func inputs(_ step: Trace.Step) -> [String] {
    let isLong = step.inputs.count > 4
    let named = step.inputs.filter { !isLong || !$0.name.isBlank($0.value) }
    let zeros = step.inputs.count - named.count
    return named.map { "\($0.name.path) = \($0.name.show($0.value))" }
      + (zeros > 0 ? ["\(zeros) inputs = 0h"] : [])
  }

  private func lines(_ number: Int) -> [Line] {
    trace.names.indices.compactMap { leaf in
      let name = trace.names[leaf]
      var texts = trace.runs.map { text($0, number, leaf) }
      if texts.allSatisfy({ $0.isEmpty }) {
        // What the observer sees differ is shown, even if it changed long ago.
        guard let seen = trace.firstDifference, seen == (number, name.path) else { return nil }
        texts = trace.runs.map { name.show($0.states[number][leaf]) }
      }
      let values = trace.runs.map { $0.states[number][leaf] }
      return Line(path: name.path, texts: texts, differs: values[0] != values.last!)
    }
  }

  private func text(_ run: Trace.Run, _ number: Int, _ leaf: Int) -> String {
    let name = trace.names[leaf]
    let value = run.states[number][leaf]
    guard number > 0 else { return name.isBlank(value) ? "" : name.show(value) }
    return name.change(run.states[number - 1][leaf], value) ?? ""
  }

  private func row(_ line: Line, _ path: Int, _ columns: [Int], isFirst: Bool) -> String {
    let head = String(repeating: " ", count: Self.indent) + line.path.padded(path) + "  "
    guard line.texts.count == 2 else {
      return palette.owned(head + line.texts[0], line.path)
    }
    let sides = line.texts.map { $0.isEmpty ? "=" : $0 }
    let left = palette.owned(head + sides[0].padded(columns[0]), line.path)
    let mark = line.differs ? palette.bad(" ≠  ") : "    "
    let note = isFirst ? palette.bad("  ◀ the first difference that is seen") : ""
    return left + mark + palette.owned(sides[1], line.path) + note
  }
}

extension Trace {
  /// The first leaf in which two runs differ for the observer: at their end, since such a trace
  /// ends with the first state in which the observer sees a difference; nil for one run.
  public var firstDifference: (state: Int, path: String)? {
    guard runs.count == 2 else { return nil }
    let leaf = names.indices.first { leaf in
      (observed.isEmpty || observed.contains(names[leaf].path))
        && runs[0].states[length][leaf] != runs[1].states[length][leaf]
    }
    return leaf.map { (length, names[$0].path) }
  }
}
