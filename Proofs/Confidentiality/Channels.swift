import Checker
import Models

/// A way by which one OS could learn of the other, and the theorems that decide it.
///
/// No verdict is written here: who shows the table decides the theorems.
public struct Channel: Sendable {
  public let name: String
  /// The OS that would be learnt of.
  public let secret: OS
  /// The theorem on the paper's form.
  public let asInPaper: String
  /// The theorem on the form in which it is closed, where there is one.
  public let repaired: String?
  /// What closes it, or why nothing here does.
  public let repair: String

  private init(
    _ name: String, of secret: OS, _ asInPaper: String, _ repaired: String?, _ repair: String
  ) {
    self.name = name
    self.secret = secret
    self.asInPaper = asInPaper
    self.repaired = repaired
    self.repair = repair
  }

  public static let all: [Channel] =
    OS.allCases.flatMap(betweenBoth) + [
      Channel(
        "pseudo-NIC: values returned", of: .os2, "pseudo-nic-hides-os2",
        "virtual-registers-hide-os2",
        "virtual registers alone (class 2-a); that OS1 reads settings and counters under class 1 is the paper's intention"
      ),
      Channel(
        "pseudo-NIC: effects of accesses", of: .os1, "any-device-is-undisturbed-by-table",
        "any-device-is-undisturbed", "only accesses without effect go through"),
      Channel(
        "pseudo-NIC: memory copied", of: .os2, "copies-stay-in-os1s-memory-unchecked",
        "copies-stay-in-os1s-memory", "addresses and lengths are checked before a copy"),
      Channel(
        "pseudo-NIC: frames", of: .os1, "packets-reach-the-right-os-by-rewriting",
        "packets-reach-the-right-os", "a MAC address for each OS"),
    ]

  private static func betweenBoth(_ os: OS) -> [Channel] {
    [
      Channel(
        "registers (A) to (G)", of: os, "paper-set-hides-its-items-of-\(os)",
        "complete-set-hides-all-of-\(os)", "the paper's save set"),
      Channel(
        "x87 and MMX registers", of: os, "paper-set-hides-x87-of-\(os)",
        "complete-set-hides-all-of-\(os)", "the complete save set"),
      Channel(
        "SSE registers", of: os, "paper-set-hides-sse-of-\(os)", "complete-set-hides-all-of-\(os)",
        "the complete save set"),
      Channel(
        "model-specific registers", of: os, "paper-set-hides-msrs-of-\(os)",
        "complete-set-hides-all-of-\(os)", "the complete save set"),
      Channel(
        "stale translations: memory read", of: os, "cr3-load-hides-memory-of-\(os)",
        "whole-flush-hides-\(os)", "a flush of the whole TLB, or no global pages"),
      Channel(
        "stale translations: accessed and dirty bits", of: os,
        "cr3-load-hides-accesses-of-\(os)", "whole-flush-hides-\(os)",
        "a flush of the whole TLB, or no global pages"),
      Channel(
        "interrupt controller", of: os, "controller-hides-\(os)", nil,
        "one controller for both; the mask can be part of the context, what is in service is seen by both"
      ),
      Channel(
        "time", of: os, "time-hides-\(os)", "slots-hide-\(os)-with-interrupts-on",
        "turns of a fixed length, with interrupts always on"),
    ]
  }
}
