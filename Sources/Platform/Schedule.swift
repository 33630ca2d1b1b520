import Yams

/// When interrupts arrive from outside, and how fast the 8254's clock runs.
///
/// A schedule is a YAML file:
///
/// ```yaml
/// instructionsPerClock: 4     # instructions in one clock of the 8254 (4 where left out)
/// labels:                     # names for linear addresses, beside those of an ELF file
///   idle: 0x100040
/// events:
///   - before: 1000            # before the 1000th instruction, the first being 1
///     interrupt: 5            # IRQ 5 rises and falls when it is acknowledged
///   - at: idle                # before the instruction at a label or a linear address
///     visit: 3                # the third time it is reached (1 where left out)
///     nmi: true
///   - {before: 2000, raise: 3}      # IRQ 3 rises and stays high
///   - {before: 2500, lower: 3}      # and falls
///   - {before: 3000, spurious: 7}   # IRQ 7 rises and is gone when it is acknowledged
///   - {before: 4000, frame: "ffffffffffff020000000003080041"}   # arrives at the network card
/// ```
public struct Schedule: Equatable, Sendable {
  /// When something happens.
  public enum Moment: Equatable, Sendable {
    /// Before the instruction of this number, the first being 1; time that the processor sleeps
    /// counts as instructions.
    case before(UInt64)
    /// Before an instruction at a linear address, the given time that it is reached.
    case at(UInt32, visit: Int)
  }

  /// What happens.
  public enum Action: Equatable, Sendable {
    /// A line rises and falls when it is acknowledged.
    case interrupt(Int)
    case raise(Int)
    case lower(Int)
    /// A line rises and is gone when it is acknowledged.
    case spurious(Int)
    case nmi
    /// A frame arrives at the network card, from its destination address to its last data byte.
    case frame([UInt8])
  }

  public struct Event: Equatable, Sendable {
    public var moment: Moment
    public var action: Action

    public init(_ moment: Moment, _ action: Action) {
      self.moment = moment
      self.action = action
    }
  }

  /// The last time that a file may name.
  static let lastTime: UInt64 = 1 << 62

  /// Instructions in one clock of the 8254, at least 1. At 1.193182 MHz four instructions a clock
  /// are a processor of 4.8 million instructions a second.
  public var instructionsPerClock = 4
  /// What happens, in the order of the file.
  public var events: [Event] = []

  public init() {}

  /// Whether a frame is to arrive at a network card.
  var hasFrames: Bool {
    events.contains { if case .frame = $0.action { true } else { false } }
  }
}

// MARK: - YAML

extension Schedule {
  /// - Parameter labels: linear addresses by name, to which the schedule's own are added
  public init(
    _ text: String, file: String, labels: [String: UInt32] = [:]
  ) throws(InputError) {
    let yaml = YAMLReader(file: file)
    guard let root = try yaml.compose(text) else { return }
    let entries = try yaml.entries(
      root, ["instructionsPerClock", "labels", "events"], "a schedule: a mapping")
    if let rate = entries["instructionsPerClock"] {
      instructionsPerClock = Int(try yaml.number(rate, 1...1_000_000, "a number of instructions"))
    }
    var labels = labels
    if let named = entries["labels"] {
      for (name, node) in try yaml.entries(named, nil, "addresses by name") {
        labels[name] = UInt32(try yaml.number(node, 0...0xFFFF_FFFF, "a linear address"))
      }
    }
    guard let list = entries["events"] else { return }
    for node in try yaml.list(list, "a list of events") {
      events.append(try Self.event(node, yaml, labels))
    }
  }

  private static func event(
    _ node: Node, _ yaml: YAMLReader, _ labels: [String: UInt32]
  ) throws(InputError) -> Event {
    let names: Set = [
      "before", "at", "visit", "interrupt", "raise", "lower", "spurious", "nmi", "frame",
    ]
    let entries = try yaml.entries(node, names, "an event: a mapping")
    return Event(try moment(node, entries, yaml, labels), try action(node, entries, yaml))
  }

  private static func moment(
    _ node: Node, _ entries: [String: Node], _ yaml: YAMLReader, _ labels: [String: UInt32]
  ) throws(InputError) -> Moment {
    switch (entries["before"], entries["at"], entries["visit"]) {
    case (let number?, nil, nil):
      return .before(try yaml.number(number, 1...lastTime, "the number of an instruction"))
    case (nil, let place?, let visit):
      let times = try visit.map { node throws(InputError) in
        try yaml.number(node, 1...(1 << 31), "a number of visits")
      }
      return .at(try address(place, yaml, labels), visit: Int(times ?? 1))
    default:
      throw yaml.error(
        node, "not exactly one of 'before' and 'at', or 'visit' with 'before'",
        expected: "before: NUMBER, or at: LABEL or ADDRESS and perhaps visit: NUMBER")
    }
  }

  private static func address(
    _ node: Node, _ yaml: YAMLReader, _ labels: [String: UInt32]
  ) throws(InputError) -> UInt32 {
    let text = node.scalar?.string ?? ""
    if let label = labels[text] { return label }
    guard text.first?.isNumber == true else {
      throw yaml.error(
        node, expected: "a label of the image or of 'labels', or a linear address")
    }
    return UInt32(try yaml.number(node, 0...0xFFFF_FFFF, "a linear address"))
  }

  private static func action(
    _ node: Node, _ entries: [String: Node], _ yaml: YAMLReader
  ) throws(InputError) -> Action {
    let kinds: [(String, (Int) -> Action)] = [
      ("interrupt", Action.interrupt), ("raise", Action.raise), ("lower", Action.lower),
      ("spurious", Action.spurious), ("nmi", { _ in .nmi }), ("frame", { _ in .frame([]) }),
    ]
    let given = kinds.filter { entries[$0.0] != nil }
    guard given.count == 1, let (name, make) = given.first, let value = entries[name] else {
      throw yaml.error(
        node, "\(given.count) actions",
        expected: "one of interrupt, raise, lower, spurious: LINE, nmi: true, or frame: BYTES")
    }
    if name == "frame" {
      guard let bytes = parseBytes(value.scalar?.string ?? "-"), 14...1514 ~= bytes.count else {
        throw yaml.error(value, expected: "14 to 1514 bytes of two hexadecimal digits")
      }
      return .frame(bytes)
    }
    guard name != "nmi" else {
      guard value.scalar?.string == "true" else { throw yaml.error(value, expected: "true") }
      return .nmi
    }
    let line = Int(try yaml.number(value, 0...15, "an interrupt line"))
    guard line != 2, line != 0 || name == "interrupt" || name == "spurious" else {
      throw yaml.error(value, expected: "a line other than the cascade (2) and the timer's (0)")
    }
    return make(line)
  }
}
