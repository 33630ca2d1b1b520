import Foundation

/// Where a text is no JSON.
public struct JSONMistake {
  /// From 1.
  public let line: Int
  public let problem: String

  /// nil for well-formed JSON.
  public init?(_ text: String) {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
      return nil
    } catch {
      let problem = (error as NSError).userInfo["NSDebugDescription"] as? String ?? "\(error)"
      // The problem ends with a number of bytes, unless the text is cut off.
      let place = problem.firstMatch(of: /\ around character (\d+)\.?$/)
      let read = text.utf8.prefix(place.flatMap { Int($0.1) } ?? text.utf8.count)
      line = 1 + read.count { $0 == UInt8(ascii: "\n") }
      self.problem = place.map { String(problem[..<$0.range.lowerBound]) } ?? problem
    }
  }
}
