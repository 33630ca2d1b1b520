import Foundation
import TestSupport
import Testing

@testable import Command

@Suite("Files that can't be written")
struct UnwritableTests {
  @Test func aDumpIsRefusedBeforeTheRun() throws {
    // It would write a byte, and not end.
    try Rom.with("B0 41 E6 E9 EB FE") { rom in
      for (dump, reason) in [("/nowhere/d", "No such file or directory"), ("/", "Is a directory")] {
        let result = try Command.verify.run("run", rom, "--dump", dump, "--limit", "100000")
        #expect(result.code == 65 && result.out.isEmpty)
        #expect(result.err == "Error: can't write \(dump): \(reason)\n")
      }
    }
  }

  /// /proc is a directory in which nobody can make a file.
  @Test func tracesAreRefusedBeforeTheProofs() throws {
    let result = try Command.example.run("check", "mistaken", "--traces", "/proc")
    #expect(result.code == 65 && result.out.isEmpty)
    #expect(result.err == "Error: can't write /proc: No such file or directory\n")
  }

  /// A link to nowhere: there is something, of which nothing can be looked up.
  @Test func theReasonIsThatOfTheCallThatFailed() throws {
    try Scratch.with { scratch in
      let path = scratch.appending(path: "a").path
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere")
      let thrown = #expect(throws: InputError.self) { try Files.makeDirectory(path + "/b") }
      #expect("\(try #require(thrown))".hasSuffix(": File exists"))
    }
  }

  @Test func tryingLeavesNothingBehind() throws {
    try Scratch.with { scratch in
      try Files.makeWritableDirectory(scratch.path)
      try Files.checkWritable(scratch.appending(path: "dump").path)
      #expect(Scratch.names(scratch).isEmpty)
    }
  }
}
