import Logic

/// The values that an explicit search tries where a specification leaves a value open: in a first
/// state, and in the inputs of a step.
///
/// Values that steps compute are not held to a domain.
public struct Domain: Sendable {
  /// How many numbers a word takes.
  private let words: UInt64
  private var fixed: [@Sendable (LeafName) -> Bool] = []

  /// Truth values and enumerations in full, and of each word the smallest numbers.
  ///
  /// A memory takes every assignment of such numbers to such addresses, and is 0 elsewhere.
  /// - Parameter words: how many numbers a word takes
  public init(words: UInt64) { self.words = words }

  /// Every value that there is: for narrow words.
  public static let all = Domain(words: .max)

  /// The same domain, with the values whose names satisfy the condition left at zero.
  public func fixing(_ isFixed: @escaping @Sendable (LeafName) -> Bool) -> Domain {
    var domain = self
    domain.fixed.append(isFixed)
    return domain
  }

  /// How many numbers a word of so many bits takes.
  private func count(_ width: Int) -> UInt64 { min(width < 64 ? 1 << UInt64(width) : .max, words) }

  /// The values that a leaf of this name may take.
  public func values(_ name: LeafName) -> [Constant] {
    if fixed.contains(where: { $0(name) }) { return [.zero(name.sort)] }
    switch name.sort {
    case .truth: return [.word(0), .word(1)]
    case .bits(let width):
      let all = name.cases.map { UInt64($0.count) } ?? count(width)
      precondition(all <= 1 << 20, "\(name.path) has too many values to try each")
      return (0..<all).map { .word($0) }
    case .memory(let address, let word): return memories(count(address), count(word))
    }
  }

  private func memories(_ addresses: UInt64, _ words: UInt64) -> [Constant] {
    precondition(addresses <= 16 && words <= 16, "a memory has too many values to try each")
    let all = (0..<addresses).reduce([Cells()]) { partial, address in
      partial.flatMap { cells in
        (0..<words).map { word in
          var cells = cells
          cells[address] = word
          return cells
        }
      }
    }
    return all.map { .memory($0) }
  }

  /// Whether a leaf of this name may take every value of its sort.
  public func isWhole(_ name: LeafName) -> Bool {
    if fixed.contains(where: { $0(name) }) { return false }
    func isWhole(_ width: Int) -> Bool { width < 64 && count(width) == 1 << UInt64(width) }
    switch name.sort {
    case .truth: return true
    case .bits(let width): return name.cases != nil || isWhole(width)
    case .memory(let address, let word): return isWhole(address) && isWhole(word)
    }
  }
}

/// How a theorem is decided.
public enum Method: Sendable {
  /// By induction and by search, with a solver.
  case automatic
  /// By going through every state that there is with the values of a domain, at most so many.
  case explicit(Domain, states: Int = 100_000)
}
