import Foundation
import TestSupport
import Testing

@Suite("Exported queries")
struct ExportTests {
  struct Row: Decodable {
    let file: String
    let theorem: String
    let status: String
  }

  struct Manifest: Decodable { let queries: [Row] }

  static func manifest(_ directory: URL) throws -> [Row] {
    let data = try Data(contentsOf: directory.appending(path: "manifest.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).queries
  }

  @Test func theManifestListsEveryFileOnce() throws {
    try Scratch.with { scratch in
      let output = scratch.appending(path: "queries")
      let arguments = ["export", "--output", output.path, "--resources", "20000"]
      #expect(try Command.example.run(arguments).code == 70)
      let rows = try Self.manifest(output)
      #expect(Scratch.names(output) == (rows.map(\.file) + ["manifest.json"]).sorted())
      #expect(Set(rows.map(\.status)) == ["sat", "unsat", "unknown"])
      for row in rows {
        let text = try String(contentsOf: output.appending(path: row.file), encoding: .utf8)
        #expect(text.contains("(set-info :status \(row.status))"))
      }
      // A second export takes the place of the first, and is the same.
      #expect(try Command.example.run(arguments).code == 70)
      #expect(try Self.manifest(output).map(\.file) == rows.map(\.file))
      #expect(Scratch.names(scratch) == ["queries"])
    }
  }

  @Test func aDirectoryOfSomethingElseIsLeftAlone() throws {
    try Scratch.with { scratch in
      try Data("mine".utf8).write(to: scratch.appending(path: "letter"))
      let result = try Command.example.run("export", "--output", scratch.path)
      #expect(result.code == 65 && result.err.contains("is not empty"))
      #expect(Scratch.names(scratch) == ["letter"])
    }
  }

  @Test(
    "a directory that is no export, or one and more, is left alone",
    arguments: [
      ("queries.smt2", "(check-sat)", "queries.smt2 is not in its manifest"),
      ("manifest.json", "{\"queries\": []}", "manifest.json is another program's"),
      ("manifest.json", "# mine", "manifest.json is another program's"),
      ("latch.smt2", nil, "is in its manifest, but not there"),
    ] as [(String, String?, String)])
  func strangers(name: String, text: String?, part: String) throws {
    try Scratch.with { scratch in
      let output = scratch.appending(path: "queries")
      let arguments = ["export", "--output", output.path, "--resources", "20000"]
      #expect(try Command.example.run(arguments).code == 70)
      let victim =
        text == nil
        ? output.appending(path: try Self.manifest(output)[0].file)
        : output.appending(path: name)
      if let text {
        try Data(text.utf8).write(to: victim)
      } else {
        try FileManager.default.removeItem(at: victim)
      }
      let names = Scratch.names(output)
      let result = try Command.example.run(arguments)
      #expect(result.code == 65 && result.out.isEmpty && result.err.contains(part), "\(result)")
      #expect(result.err.split(separator: "\n").count == 1)
      #expect(Scratch.names(output) == names && Scratch.names(scratch) == ["queries"])
      if let text { #expect(try String(contentsOf: victim, encoding: .utf8) == text) }
    }
  }

  @Test(
    "cvc5 gives the same answers",
    .enabled(if: Oracle.has("cvc5")),
    arguments: [(Command.example, ["--resources", "20000"])])
  func secondSolver(command: Command, limits: [String]) throws {
    try Scratch.with { scratch in
      let output = scratch.appending(path: "queries")
      _ = try command.run(["export", "--output", output.path] + limits)
      let rows = try Self.manifest(output).filter { $0.status != "unknown" }
      #expect(rows.count > 20)
      for row in rows {
        let file = output.appending(path: row.file)
        let answer = try OtherSolver.cvc5.answer(file.path, seconds: 60)
        #expect(answer == row.status, "\(row.theorem): \(row.file)")
      }
    }
  }
}
