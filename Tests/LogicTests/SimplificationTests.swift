import Logic
import TestSupport
import Testing

@Suite("What is built from variables means what is computed from numbers")
struct SimplificationTests {
  @Test("random expressions, by seed", arguments: 0..<150 as Range<UInt64>)
  func termsMeanWhatTheyCompute(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let recipe = Recipe(length: 40, &random)
    let built = recipe.cook(Recipe.variables)
    for _ in 0..<8 {
      let assignment = Recipe.assignment(&random)
      let direct = recipe.cook(Recipe.known(assignment))
      compare(built, assignment, direct)
    }
  }

  /// Some variables known, the others not: half-folded expressions mean the same.
  @Test("random expressions over some known values, by seed", arguments: 0..<60 as Range<UInt64>)
  func someKnown(seed: UInt64) {
    var random = SplitMix(seed: seed &+ 1_000_000)
    let recipe = Recipe(length: 40, &random)
    let assignment = Recipe.assignment(&random)
    let known = Recipe.known(assignment)
    var mixed = Recipe.variables
    for index in mixed.words.indices where random.next() % 2 == 0 {
      mixed.words[index] = known.words[index]
    }
    for index in mixed.truths.indices where random.next() % 2 == 0 {
      mixed.truths[index] = known.truths[index]
    }
    if random.next() % 2 == 0 { mixed.memory = known.memory }
    let (built, direct) = (recipe.cook(mixed), recipe.cook(known))
    compare(built, assignment, direct)
  }

  private func compare(
    _ built: Recipe.Pantry, _ assignment: [String: Constant], _ direct: Recipe.Pantry
  ) {
    var evaluation = Evaluation(assignment)
    let words = evaluation.known(built.words).map { $0.known }
    let narrow = evaluation.known(built.narrow).map { $0.known }
    let truths = evaluation.known(built.truths).map { $0.known }
    let memory = evaluation.known(built.memory).known
    #expect(words == direct.words.map { $0.known })
    #expect(narrow == direct.narrow.map { $0.known })
    #expect(truths == direct.truths.map { $0.known })
    #expect(memory == direct.memory.known)
  }
}
