import Logic
import Models
import Processor

/// Switches on random known contexts: what most mistakes are found by, before a solver is asked.
public struct Samples: Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// A start on known values that the assumptions allow.
  ///
  /// - Parameter withoutNull: every segment register is loaded from a descriptor
  public mutating func start(
    _ setting: SwitchSetting, withoutNull: Bool = false
  ) -> SwitchStart {
    let start = setting.start()
    for _ in 0..<100 {
      let values = values(start, setting, withoutNull)
      let known = start.known(values, setting.stackPointers)
      if known.assumptions.allSatisfy({ $0.formula.known == true }) { return known }
    }
    preconditionFailure("no values found that the assumptions allow")
  }

  private mutating func values(
    _ start: SwitchStart, _ setting: SwitchSetting, _ withoutNull: Bool
  ) -> [String: Constant] {
    var roots = (start.processor.leaves + start.resumed.leaves).map(\.term)
    var memory = start.processor.memory
    memory.replaceUnknown { word in
      roots.append(word.asTerm)
      return 0
    }
    var values: [String: Constant] = [:]
    var seen: Set<ObjectIdentifier> = []
    while let term = roots.popLast() {
      guard seen.insert(ObjectIdentifier(term)).inserted else { continue }
      if term.op == .variable, values[term.name] == nil {
        values[term.name] = .word(next() & term.sort.mask)
      }
      roots += (0..<term.count).map { term[$0] }
    }
    for os in OS.allCases {
      let s = setting.layout[os].selectors
      for name in ["ds", "es", "fs", "gs"] {
        let choices = [s.userData, s.userCode, s.thread] + (withoutNull ? [] : [0])
        values["\(os).\(name)"] = .word(UInt64(choices[Int(next() % UInt64(choices.count))]))
      }
      values["\(os).ldtr"] = .word(
        !withoutNull && next() & 1 == 0 ? 0 : UInt64(s.local))
    }
    return values
  }

  /// What fails on a known start; empty where nothing does.
  public static func complaints(_ setting: SwitchSetting, _ start: SwitchStart) -> [String] {
    failures(setting, start).map(\.complaint)
  }

  /// The claims that fail on a known start, on which there is one path.
  static func failures(_ setting: SwitchSetting, _ start: SwitchStart) -> [SwitchClaim] {
    let runs = setting.run(start)
    precondition(runs.paths.count == 1, "a known start with more than one path")
    let entered = runs.entered?.state ?? start.processor
    return setting.claims(start, entered, runs.paths[0]).filter { $0.holds.known != true }
  }
}
