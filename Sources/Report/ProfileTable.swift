import Checker

/// Where the time went: a line a theorem, the slowest first, with the parts of its time.
public struct ProfileTable: Sendable {
  private let palette: Palette

  public init(_ palette: Palette = .plain) { self.palette = palette }

  /// - Returns: the table, with what all of them took together in its last line
  public func text(_ summary: Summary) -> String {
    let findings = summary.findings.slowestFirst
    let names = ["theorem"] + findings.map(\.theorem.id) + ["all \(findings.count)"]
    let width = names.map(\.count).max()!
    func line(_ name: String, _ cells: [String]) -> String {
      name.padded(width) + cells.map { $0.rightAligned(13) }.joined()
    }
    let heads = ["seconds"] + Effort.Part.allCases.map(\.rawValue)
    let rows = findings.map { finding in
      line(
        finding.theorem.id,
        [Self.number(finding.seconds)] + (finding.effort.map(Self.parts) ?? ["cached"]))
    }
    let all = Effort.Part.allCases.map { part in
      Self.number(findings.reduce(0) { $0 + $1.seconds(part) })
    }
    let sum = line(names.last!, [Self.number(findings.reduce(0) { $0 + $1.seconds })] + all)
    return ([palette.heading(line("theorem", heads))] + rows + [palette.heading(sum)])
      .joined(separator: "\n")
  }

  private static func parts(_ effort: Effort) -> [String] {
    effort.parts.map { number($0.seconds) }
  }

  private static func number(_ seconds: Double) -> String { JSON.seconds(seconds).line }
}

extension Finding {
  fileprivate func seconds(_ part: Effort.Part) -> Double {
    effort?.parts.first { $0.part == part }?.seconds ?? 0
  }
}

extension [Finding] {
  /// The slowest first; those alike in the order of their names.
  public var slowestFirst: [Finding] {
    sorted { ($1.seconds, $0.theorem.id) < ($0.seconds, $1.theorem.id) }
  }
}

extension JSON {
  /// The same as data: theorems, the slowest first.
  public init(profile summary: Summary) {
    self = .array(
      summary.findings.slowestFirst.map { finding in
        let parts = finding.effort?.parts ?? []
        return .object(
          [("id", .string(finding.theorem.id)), ("seconds", .seconds(finding.seconds))]
            + parts.map { ($0.part.rawValue, .seconds($0.seconds)) })
      })
  }
}
