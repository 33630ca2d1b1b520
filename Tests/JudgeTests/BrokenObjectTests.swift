import Foundation
import Models
import Platform
import TestSupport
import Testing

@testable import Judge

/// Object files with bytes changed or cut off: an error or a routine, and no crash.
@Suite("Broken object files")
struct BrokenObjectTests {
  @Test(.enabled(if: Oracle.has("as"))) func noChangeOfAByteEndsTheProcess() throws {
    let bytes = Array(
      try Oracle.assembled(TaskGateTests.example("routine.s"), "as", ["--32"]))
    let layout = try LayoutFile(TaskGateTests.example("routine.yaml"), file: "l.yaml")
    var errors = 0
    // The header, the section headers and the symbols are what there is to mistake.
    let table = Int(bytes[32]) | Int(bytes[33]) << 8
    let places = Array(0..<52) + Array(table..<bytes.count)
    for place in places {
      for value in [0, 1, 0x7F, 0xFF] as [UInt8] {
        var changed = bytes
        changed[place] = value
        do { _ = try layout.routine(changed, file: "r.o") } catch { errors += 1 }
      }
    }
    #expect(errors > 100)
    for length in stride(from: 0, to: bytes.count, by: 37) {
      #expect(throws: InputError.self) {
        try layout.routine(Array(bytes.prefix(length)), file: "r.o")
      }
    }
  }
}
