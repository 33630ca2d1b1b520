// Proves that a switch of so many words loses none: the shape on which other checkers have been
// measured as whole processes. Without Foundation, which would take longer to load than the proof.
//
//   word-proof [N]       32 words where N is not given
import Checker
import Solver
import WordSwitch

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 32
let theorem = AnyTheorem(WordSwitch(words: count).theorem)
let outcome = try theorem.decide(Session(), Solver())
precondition(outcome.verdict == .proved, "\(outcome.verdict)")
