import Logic
import Specification
import Testing

@testable import Report

@Suite("Traces as text")
struct TraceTextTests {
  @Test(
    "values are shown as people read them",
    arguments: [
      (LeafName("w", .bits(32)), Constant.word(0xBEEF), "0BEEFh"),
      (LeafName("w", .bits(64)), .word(.max), "0FFFFFFFFFFFFFFFFh"),
      (LeafName("t", .truth), .word(1), "true"),
      (LeafName("e", .bits(2), cases: ["idle", "saving", "loading"]), .word(2), "loading"),
      (LeafName("e", .bits(2), cases: ["idle", "saving", "loading"]), .word(3), "3h"),
      (
        LeafName("m", .memory(address: 32, word: 32)), .memory(Samples.stack),
        "{[1000h] 0ABh, else 1h}"
      ),
    ])
  func values(name: LeafName, value: Constant, text: String) {
    #expect(name.show(value) == text)
  }

  private func lines(_ trace: Trace, _ palette: Palette = .plain) -> [String] {
    TraceText.text(trace, palette).split(separator: "\n").map(String.init)
  }

  @Test func aStepShowsOnlyWhatItChanged() {
    let all = lines(Samples.one)
    let second = all.drop { !$0.contains("jump") }
    #expect(second.dropFirst().dropLast().map { $0.contains("phase") } == [true])
    #expect(all.last == "⇒ “EAX” is lost")
    #expect(!all.contains { $0.contains("enabled") && $0.contains("→") })
  }

  @Test func theStartLeavesZerosOut() {
    let start = lines(Samples.one).prefix { !$0.contains("save") }
    #expect(start.contains { $0.contains("phase") && $0.contains("idle") })
    #expect(!start.contains { $0.contains("eax") })
  }

  @Test func aStepShowsItsLabelAndItsInputs() {
    let heading = lines(Samples.one).first { $0.contains("save") }
    #expect(heading == "  1  a-3  save  line = 3h, who = os2")
  }

  @Test(
    "an input of 0 is shown, by its name where there are few",
    arguments: [
      (1, "i0 = 0h"), (4, "i0 = 0h, i1 = 1h, i2 = 0h, i3 = 0h"), (5, "i1 = 1h, 4 inputs = 0h"),
    ])
  func zeros(count: Int, text: String) {
    let inputs = (0..<count).map { index in
      (LeafName("i\(index)", .bits(4)), Constant.word(index == 1 ? 1 : 0))
    }
    let step = Trace.Step(action: "raise", label: nil, inputs: inputs)
    let trace = Trace(
      specification: "sample", names: [], runs: [Trace.Run(states: [[], []], steps: [step])],
      conclusion: "")
    #expect(lines(trace).contains("  1  raise  \(text)"), "\(lines(trace))")
  }

  @Test func aMemoryShowsTheCellsThatChanged() {
    #expect(lines(Samples.one).contains { $0.hasSuffix("[2000h] 1h → 5h") })
  }

  @Test func valuesStandInOneColumn() {
    let changes = lines(Samples.one).filter { $0.hasPrefix("      ") }
    let columns = changes.map { line in
      let path = line.drop { $0 == " " }.prefix { $0 != " " }
      return line.distance(
        from: line.startIndex, to: line[path.endIndex...].firstIndex { $0 != " " }!)
    }
    #expect(Set(columns).count == 1)
  }

  @Test func colourIsTheOwnersAndOnlyWhereItIsOn() {
    #expect(!TraceText.text(Samples.one).contains("\u{1B}"))
    let coloured = lines(Samples.one, Palette(isOn: true))
    #expect(coloured.contains { $0.contains("os1.eax") && $0.hasPrefix("\u{1B}[36m") })
    #expect(coloured.contains { $0.contains("phase") && $0.hasPrefix("      phase") })
  }

  @Test func twoRunsMarkTheFirstDifferenceThatIsSeen() {
    #expect(Samples.two.firstDifference.map { "\($0.state) \($0.path)" } == "2 flags")
    let all = lines(Samples.two)
    let marked = all.filter { $0.contains("◀") }
    #expect(marked.count == 1 && marked[0].contains("flags"))
    #expect(all.contains { $0.contains("os1.eax") && $0.contains("≠") })
    #expect(all.contains { $0.contains("save") && $0.hasSuffix("(run 2 does without)") })
  }

  @Test(
    "a loop says from where it goes on",
    arguments: [
      (1, "↻  then again from step 2"), (2, "↻  nothing more happens"),
    ])
  func loops(state: Int, line: String) {
    let text = TraceText.text(Samples.looping(to: state))
    #expect(text.contains("  \(line)\n⇒ it never comes"))
    #expect(!TraceText.text(Samples.one).contains("↻"))
  }
}
