import Foundation
import Testing

@Suite("Output that can't be written")
struct LostOutputTests {
  @Test(
    "is one error, and no success",
    arguments: [
      ["check", "mistaken", "--json"], ["list"], ["trace", "mistaken", "--format", "itf"],
      ["mutate", "latch"],
    ])
  func isAnError(arguments: [String]) throws {
    try expectError(.example, arguments)
  }

  @Test func aRunEndsWithIt() throws {
    try Rom.with("B0 41 E6 E9 FA F4") { rom in try expectError(.verify, ["run", rom]) }
  }

  /// Standard output is a device that is always full.
  private func expectError(_ command: Command, _ arguments: [String]) throws {
    let err = Pipe()
    let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let process = try command.start(arguments, out: full, err: err)
    let text = String(decoding: try err.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 74)
    #expect(text == "Error: can't write standard output: No space left on device\n")
  }
}
