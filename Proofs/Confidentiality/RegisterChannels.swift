import Logic
import Models
import Specification

/// S1 as confidentiality: what one OS leaves in registers for the other to find.
///
/// An OS's secret is what it computes; that it computes, and when it may be interrupted, is not.
enum RegisterChannels {
  private static func hides(
    _ id: String, of secret: OS, _ design: SwitchDesign, _ what: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<System> {
    Independence.noninterference(
      id, secret.other, .holds, design, says(what, secret), file: file, line: line)
  }

  private static func says(_ what: String, _ secret: OS) -> String {
    "\(what) do not tell \(secret.other.title) what \(secret.title) computes"
  }

  /// With the paper's set and of all registers only some, and of all steps those of one switch: a run
  /// of these is a run of the whole.
  private static func leaks(
    _ id: String, of secret: OS, _ generation: Generation, _ items: [Item], _ what: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<System> {
    let design = SwitchDesign.paper(generation).about(items)
    let whole = Independence.noninterference(
      id, secret.other, .fails, design, says(what, secret), file: file, line: line)
    let step = "\(secret.title) computes in"
    return whole.about(
      design.specification(startingWith: secret) {
        $0.label != nil || $0.name.hasPrefix(step) || $0.name == "a device raises a line"
      })
  }

  private static let msrs: [Item] = [.sysenterCS, .sysenterESP, .sysenterEIP, .debugctl, .pat]
  private static let groups = SwitchDesign.paper(.pentium).items.filter { $0 != .fpu }

  static let all: [Theorem<System>] = OS.allCases.flatMap { os -> [Theorem<System>] in
    [
      hides(
        "paper-set-hides-its-items-of-\(os)", of: os, SwitchDesign.paper(.pentium).about(groups),
        "with the paper's save set (A) to (G)"),
      leaks(
        "paper-set-hides-x87-of-\(os)", of: os, .pentium, [.fpu],
        "with the paper's save set the x87 and MMX registers"),
      leaks(
        "paper-set-hides-sse-of-\(os)", of: os, .pentiumIII, [.xmm, .mxcsr],
        "with the paper's save set the SSE registers of a Pentium III"),
      leaks(
        "paper-set-hides-msrs-of-\(os)", of: os, .pentiumIII, msrs,
        "with the paper's save set SYSENTER's registers, DEBUGCTL and the PAT of a Pentium III"),
      hides(
        "complete-set-hides-all-of-\(os)", of: os, SwitchDesign.complete(.pentiumIII),
        "with the complete save set of a Pentium III all registers"),
    ]
  }
}

/// The interrupt controller, which both OSes read and write.
enum ControllerChannels {
  /// The words of the context play no part.
  private static let design = SwitchDesign(
    "the switch, without registers", items: [.eip], saved: [.eip])

  private static func leaks(
    _ id: String, of secret: OS, file: String = #filePath, line: Int = #line
  ) -> Theorem<System> {
    let step = "masks or unmasks a line"
    return Theorem<System>(
      id, claims: ["S1", "A9"],
      "what \(secret.other.title) reads of the interrupt controller does not depend on what \(secret.title) masked there",
      .fails, of: design.oneSwitch(from: secret, doing: step), depth: 8,
      .twoRun(
        Unwinding(
          alike: { a, b in a.isEqual(to: b) },
          output: { s in
            let sees = s.running == secret.other && s.phase == .system
            return s.controller.masked.leaves.map { sees.choose($0, Leaf(.zero($0.sort), $0.sort)) }
          },
          interferes: { action, _ in Formula(!action.name.hasSuffix(step)) })), file: file,
      line: line)
  }

  static let all = OS.allCases.map { os in leaks("controller-hides-\(os)", of: os) }
}

extension SwitchDesign {
  /// The OS runs, does one thing, and is switched away from.
  fileprivate func oneSwitch(from os: OS, doing step: String) -> Specification<System> {
    let labels = ["a-1", "a-2", "a-3", "a-4"].map { figure(interruptOf: os.other, $0) }
    let names = ["\(os.title) \(step)", "a device raises a line"]
    return specification(startingWith: os) { action in
      names.contains(action.name) || action.label.map(labels.contains) == true
    }
  }
}
