import Foundation
import TestSupport
import Testing

/// What the README shows of the command's output is what it prints.
@Suite("The README's output")
struct ReadmeOutputTests {
  /// A code block: the lines that begin with `$`, and those below them.
  struct Block: CustomTestStringConvertible {
    let commands: [String]
    let output: [String]

    var testDescription: String { commands.last ?? "" }
  }

  /// Those in which `verify` prints something.
  static let blocks: [Block] = {
    let text = try! String(contentsOf: Kept.file("README.md"), encoding: .utf8)
    let parts = text.components(separatedBy: "```")
    let blocks = stride(from: 1, to: parts.count, by: 2).map { index in
      let lines = parts[index].split(separator: "\n").map(String.init)
      return Block(
        commands: lines.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) },
        output: lines.filter { !$0.hasPrefix("$ ") })
    }
    return blocks.filter { $0.commands.last?.hasPrefix("verify ") == true && !$0.output.isEmpty }
  }()

  @Test func thereAreSome() { #expect(Self.blocks.count >= 5) }

  /// Each line is the beginning of one of the output, in its order; `…` stands for what is left out.
  @Test(arguments: blocks)
  func isPrinted(_ block: Block) throws {
    var rest = try Self.printed(block.commands)[...]
    for line in block.output where line != "…" {
      let shown = line.hasSuffix("…") ? String(line.dropLast()) : line
      let place = rest.firstIndex { $0.hasPrefix(shown) }
      let found = try #require(place, "not printed, or not in this order: \(line)")
      rest = rest[(found + 1)...]
    }
  }

  /// What the commands print, carried out by a shell where there is nothing but the examples.
  private static func printed(_ commands: [String]) throws -> [String] {
    try Scratch.with { scratch in
      try FileManager.default.createSymbolicLink(
        at: scratch.appending(path: "Examples"), withDestinationURL: Kept.file("Examples"))
      let script = scratch.appending(path: "commands")
      let verify = "verify() { XDG_CACHE_HOME=/dev/null '\(Command.verify.url.path)' \"$@\"; }"
      // What is refuted ends with another status than 0.
      let lines = ["cd '\(scratch.path)'", verify] + commands + ["exit 0"]
      try lines.joined(separator: "\n").write(to: script, atomically: true, encoding: .utf8)
      let output = try Oracle.run(URL(filePath: "/bin/sh"), [script.path])
      return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }
}
