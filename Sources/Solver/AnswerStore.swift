/// Keeps answers by the exact text of what was asked, from one process to the next.
///
/// Called from several threads at once.
public protocol AnswerStore: Sendable {
  /// The answer that was kept; nil where there is none. It is for who asks to evaluate a model again.
  func answer(to question: [UInt8]) -> Answer?
  /// Keeps an answer that is a yes or a no.
  func keep(_ answer: Answer, to question: [UInt8])
  /// Told that the answer kept for this question can't be right.
  func reject(_ question: [UInt8])
}
