import Foundation
import Platform
import TestSupport
import Testing

/// The ROM of checks on our processor, on Bochs and on QEMU: every line must be the same, or its
/// difference explained in differences.yaml.
@Suite(.serialized)
struct RomTests {
  private static let programs =
    Oracle.has("as", "ld", "objcopy", "unshare", "bochs", "qemu-system-i386")

  @Test(.enabled(if: Self.programs))
  func everyLineAgreesOrIsExplained() throws {
    let directory = try Oracle.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let image = try Transcript.buildROM(in: directory)
    let bochs = try Transcript.bochs(image)
    let qemu = try Transcript.qemu(image)
    let (ours, end) = try Transcript.ours(image)
    #expect(end == .halted)
    #expect(Set(bochs.names).count == bochs.names.count, "names are unique")
    #expect(ours.names == bochs.names, "the same checks ran")
    var explanations = try Explanations(Oracle.package.appending(path: Self.table))
    var unexplained: [String] = []
    for oracle in [bochs, qemu] {
      for name in bochs.names where !explanations.explain(name, ours, oracle) {
        unexplained.append(Self.text(name, ours, oracle))
      }
    }
    let qemuDiffers = bochs.names.count { ours.results[$0] != qemu.results[$0] }
    print("\(bochs.names.count) checks; QEMU differs in \(qemuDiffers)")
    #expect(unexplained.isEmpty, "\(unexplained.joined(separator: "\n"))")
    #expect(explanations.unused.isEmpty, "no difference: \(explanations.unused)")
  }

  private static let table = "Tests/OracleTests/differences.yaml"

  private static func text(_ name: String, _ ours: Transcript, _ oracle: Transcript) -> String {
    """
    \(name)
      ours  \(ours.results[name] ?? "nothing")
      \(oracle.oracle) \(oracle.results[name] ?? "nothing")
    """
  }
}
