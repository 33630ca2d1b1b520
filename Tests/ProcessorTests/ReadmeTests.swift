import Foundation
import Testing

/// What the room's README quotes as its example is the code that is there.
@Test func theReadmeQuotesTheCode() throws {
  let room = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Sources/Processor")
  func text(_ path: String) throws -> String {
    try String(contentsOf: room.appending(path: path), encoding: .utf8)
  }
  let section = try text("README.md").components(separatedBy: "## Adding an instruction")[1]
  let blocks = section.components(separatedBy: "```swift\n").dropFirst().prefix(2)
    .map { $0.components(separatedBy: "```")[0] }
  #expect(blocks.count == 2)
  let code = withoutSpace(try text("Instructions/Arithmetic.swift"))
  for block in blocks { #expect(code.contains(withoutSpace(block)), "\(block)") }
}

private func withoutSpace(_ text: String) -> String { text.filter { !$0.isWhitespace } }
