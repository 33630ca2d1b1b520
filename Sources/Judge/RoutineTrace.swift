import Logic
import Models
import Processor

/// A switch carried out on known values, in disassembly.
public struct RoutineTrace: Sendable {
  public struct Line: Sendable {
    public let address: UInt32
    public let text: String
    /// The claim that the line serves, or the label there.
    public let note: String?
    /// What follows is where it went wrong.
    public let isCulprit: Bool
  }

  public let lines: [Line]
  /// The values that were not zero at the start, by name.
  public let start: [(name: String, value: UInt64)]

  init(_ setting: SwitchSetting, _ start: SwitchStart, stopsAt culprit: UInt32?) {
    var cpu = start.processor
    cpu.deliversFaults = false
    cpu.accesses = nil
    var lines: [Line] = []
    let vector = start.vector ?? setting.vector
    _ = cpu.interrupt(vector)
    let goal = setting.routine.end(setting.to, vector - Layout.firstVector)
    let labels = Dictionary(
      setting.routine.labels.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for _ in 0..<SwitchSetting.instructionLimit {
      guard let eip = cpu.eip.known.map(UInt32.init), eip != goal else { break }
      let note = setting.routine.source[eip] ?? labels[eip]
      lines.append(
        Line(
          address: eip, text: cpu.nextInstructionText, note: note, isCulprit: eip == culprit))
      guard case .completed = cpu.step() else { break }
    }
    self.lines = lines
    self.start = zip(start.processor.names(""), start.processor.leaves).compactMap { name, leaf in
      guard let value = leaf.known?.word, value != 0 else { return nil }
      return (name.path, value)
    }
  }

  /// The lines up to the culprit, or the last ones; the first of many left out.
  public func text(most: Int = 12) -> String {
    let end = lines.lastIndex { $0.isCulprit } ?? lines.count - 1
    guard end >= 0 else { return "" }
    let first = max(0, end - most + 1)
    let left = first > 0 ? ["    … \(first) instructions before"] : []
    return
      (left
      + lines[first...end].map { line in
        let mark = line.isCulprit ? "=>" : "  "
        let text = line.text.padding(36)
        return "  \(mark) \(digits(line.address))  \(text)\(line.note.map { "; \($0)" } ?? "")"
      }).joined(separator: "\n")
  }
}

func digits(_ number: UInt32) -> String {
  let text = String(number, radix: 16, uppercase: true)
  return String(repeating: "0", count: 8 - text.count) + text
}

extension String {
  func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}

// MARK: - Known values

extension SwitchStart {
  /// The same start with the values that make it one state; variables left out are zero.
  func known(_ values: [String: Constant], _ stackPointers: [String: UInt32]) -> SwitchStart {
    var all = values
    for (name, value) in stackPointers { all[name] = .word(UInt64(value)) }
    var evaluation = Evaluation(all)
    var processor = evaluation.known(self.processor)
    processor.memory.replaceUnknown { evaluation.known($0) }
    let known = assumptions.map { ($0.assumption, evaluation.known($0.formula)) }
    return SwitchStart(
      processor: processor, resumed: evaluation.known(resumed), assumptions: known,
      frame: frame.map {
        PhysicalMemory.Difference(
          address: $0.address, before: evaluation.known($0.before),
          after: evaluation.known($0.after))
      }, lines: lines.map { ($0.line, evaluation.known($0.condition)) })
  }
}
