import Foundation
import Testing

@testable import Report

@Suite("JSON")
struct JSONTests {
  @Test(
    "a string survives",
    arguments: ["", "plain", "“quotes” \"and\" \\ back", "line\nbreak\ttab", "\u{1}\u{1F}", "割込み"])
  func strings(string: String) throws {
    let text = JSON.array([.string(string)]).text
    #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == [string])
  }

  @Test func numbersAreExact() throws {
    let text = JSON.array([.integer(.max), .integer(0)]).text
    #expect(try JSONDecoder().decode([UInt64].self, from: Data(text.utf8)) == [.max, 0])
  }

  @Test(
    "seconds have three decimals",
    arguments: [(0.0, "0.000"), (1.0625, "1.063"), (12.04, "12.040")])
  func seconds(seconds: Double, text: String) { #expect(JSON.seconds(seconds).text == text) }

  @Test func whatIsLongIsBrokenUpAndStaysTheSame() throws {
    let row = JSON.object((0..<20).map { ("key \($0)", .strings(["a", "b", "c"])) })
    let all = JSON.array([row, .null, .truth(true)])
    #expect(all.text.split(separator: "\n").count > 20)
    #expect(all.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let (long, short) = (Data(all.text.utf8), Data(all.line.utf8))
    let parsed = try [long, short].map { try JSONSerialization.jsonObject(with: $0) as? NSArray }
    #expect(parsed[0] != nil && parsed[0] == parsed[1])
  }
}
