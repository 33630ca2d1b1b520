import Testing

@testable import Platform

@Test func scheduleIsReadInOrder() throws {
  let schedule = try Schedule(
    """
    instructionsPerClock: 10
    labels: {idle: 0x100040}
    events:
      - {before: 1000, interrupt: 5}
      - {at: idle, visit: 3, nmi: true}
      - {at: main, raise: 3}
      - {at: 0xfffffff0, lower: 3}
      - {before: 0x10, spurious: 7}
    """, file: "s.yaml", labels: ["main": 0x10000C])
  #expect(schedule.instructionsPerClock == 10)
  #expect(
    schedule.events == [
      .init(.before(1000), .interrupt(5)), .init(.at(0x10_0040, visit: 3), .nmi),
      .init(.at(0x10_000C, visit: 1), .raise(3)), .init(.at(0xFFFF_FFF0, visit: 1), .lower(3)),
      .init(.before(16), .spurious(7)),
    ])
}

@Test func emptyScheduleIsTheDefault() throws {
  #expect(try Schedule("# nothing\n", file: "s.yaml") == Schedule())
}

/// A text that must be refused, with the line at fault.
private let refused: [(String, String, Int, found: String, expected: String)] = [
  ("no YAML", "events: [", 2, "did not find expected node content", "well-formed YAML"),
  ("a list", "- 1", 1, "a list", "a schedule: a mapping"),
  ("an unknown name", "events: []\nspeed: 4", 2, "'speed'", "one of events, instructionsPerClock"),
  ("a name twice", "labels: {}\nlabels: {}", 1, "labels more than once", "each name"),
  ("a rate of 0", "instructionsPerClock: 0", 1, "'0'", "a number of instructions from 1"),
  ("events that are no list", "events: {before: 1}", 1, "a mapping", "a list of events"),
  ("a number that is none", "events:\n- {before: x, nmi: true}", 2, "'x'", "the number of an"),
  ("before 0", "events:\n- {before: 0, nmi: true}", 2, "'0'", "instruction from 1"),
  ("no moment", "events:\n- nmi: true", 2, "not exactly one", "before: NUMBER, or at:"),
  ("two moments", "events:\n- {before: 1, at: 2, nmi: true}", 2, "not exactly one", "before"),
  ("a visit to a number", "events:\n- {before: 1, visit: 2, nmi: true}", 2, "'visit'", "before"),
  ("an unknown label", "events:\n- nmi: true\n  at: main", 3, "'main'", "a label of the image"),
  ("no action", "events:\n\n- before: 1", 3, "0 actions", "one of interrupt"),
  ("two actions", "events:\n- {before: 1, nmi: true, raise: 1}", 2, "2 actions", "one of"),
  ("a line above 15", "events:\n- {before: 1, raise: 16}", 2, "'16'", "line from 0 to 15"),
  ("the cascade", "events:\n- {before: 1, interrupt: 2}", 2, "'2'", "cascade"),
  ("the timer's line", "events:\n- {before: 1, raise: 0}", 2, "'0'", "the timer's"),
  ("an NMI that is not true", "events:\n- {before: 1, nmi: 2}", 2, "'2'", "true"),
]

@Test("refused schedules", arguments: 0..<refused.count)
func refusedSchedules(_ index: Int) throws {
  let (name, text, line, found, expected) = refused[index]
  let thrown = #expect(throws: InputError.self, "\(name)") {
    try Schedule(text, file: "s.yaml")
  }
  let error = try #require(thrown)
  #expect(error.file == "s.yaml")
  #expect(error.place == .line(line), "\(name): \(error)")
  #expect(error.found.contains(found), "\(name): \(error)")
  #expect(error.expected.contains(expected), "\(name): \(error)")
}
