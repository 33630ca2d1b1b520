import Checker
import Foundation
import Solver
import Synchronization

/// An outcome as text, all of it.
struct Text: Equatable {
  let text: String

  init(_ outcome: Outcome) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    text = String(decoding: try! encoder.encode(outcome), as: UTF8.self)
  }
}

/// What can become of a file.
enum Damage: CaseIterable {
  /// It ends before its end.
  case cut
  /// One bit of its body is another.
  case flipped
  case emptied
  /// What is in it belongs to another question.
  case swapped
  /// It is of another version of the format.
  case retitled

  func apply(to paths: [String]) throws {
    let files = try paths.map { try Data(contentsOf: URL(filePath: $0)) }
    for (number, path) in paths.enumerated() {
      var file = files[number]
      switch self {
      case .cut: file.removeLast(3)
      case .flipped: file[file.count - 3] ^= 1
      case .emptied: file = Data()
      case .swapped: file = files[(number + 1) % files.count]
      case .retitled: file.replace(Data("cache 1".utf8), with: Data("cache 9".utf8))
      }
      try file.write(to: URL(filePath: path))
    }
  }
}

/// Gives the same answer to every question.
final class Wrong: AnswerStore {
  private let answer: Answer
  private let rejections = Mutex(0)

  init(_ answer: Answer) { self.answer = answer }

  var rejected: Int { rejections.withLock { $0 } }

  func answer(to question: [UInt8]) -> Answer? { answer }
  func keep(_ answer: Answer, to question: [UInt8]) {}
  func reject(_ question: [UInt8]) { rejections.withLock { $0 += 1 } }
}
