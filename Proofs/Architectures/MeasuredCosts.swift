import Checker
import Logic
import Models
import Solver
import Specification

/// What a packet and an interrupt cost on each architecture (A7), read off runs of the models.
///
/// The theorems on costs prove the same numbers of every run; a test compares the two.
public struct MeasuredCosts: Sendable {
  public struct Row: Sendable {
    public let architecture: Architecture
    public let os: Component
    public let what: Text
    public let hops: UInt64
    public let copies: UInt64
    public let accesses: UInt64
    public let switches: UInt64
  }

  public let rows: [Row]

  /// Runs of a packet sent, one received and two interrupts, for each OS on each architecture.
  public init(_ session: Session, _ solver: Solver) throws(CheckerError) {
    var rows: [Row] = []
    for machine in Architecture.all {
      for os in Component.operatingSystems {
        for way in Self.ways(machine, os) {
          let outcome = try way.theorem.decide(session, solver)
          guard outcome.verdict == .proved, let trace = outcome.trace else {
            throw .failed(theorem: way.theorem.id, "no run to count in")
          }
          rows.append(Row(machine, os, way.what, trace))
        }
      }
    }
    self.rows = rows
  }

  private static func ways(
    _ machine: Architecture, _ os: Component
  ) -> [(what: Text, theorem: AnyTheorem)] {
    let other = os == .os1 ? Component.os2 : .os1
    let sent = SendingTheorems.happens(
      "cost", claims: ["A7"], "a packet is sent", machine, os, .nic)
    func arrives(_ kind: ArrivalKind, found: Component) -> AnyTheorem {
      AnyTheorem(
        ArrivalTheorems.happens("cost", "it arrives", machine, os, kind, found: found))
    }
    return [
      (Text("a packet sent", "パケットの送信"), AnyTheorem(sent)),
      (
        Text("a packet received while it runs", "自OS走行中のパケットの受信"),
        arrives(.packet, found: os)
      ),
      (
        Text("an interrupt while it runs", "自OS走行中の割込み"), arrives(.interrupt, found: os)
      ),
      (
        Text("an interrupt while the other runs", "他OS走行中の割込み"),
        arrives(.interrupt, found: other)
      ),
    ]
  }
}

extension MeasuredCosts.Row {
  /// The counts in the last state of a run.
  fileprivate init(_ machine: Architecture, _ os: Component, _ what: Text, _ trace: Trace) {
    let last = trace.runs[0].states.last!
    func count(_ name: String) -> UInt64 {
      last[trace.names.firstIndex { $0.path.hasSuffix("counts.\(name)") }!].word
    }
    self.init(
      architecture: machine, os: os, what: what, hops: count("hops"), copies: count("copies"),
      accesses: count("accesses"), switches: count("switches"))
  }
}
