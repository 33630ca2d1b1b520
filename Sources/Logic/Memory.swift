/// A total map from words of `address` bits to words of `width` bits, known or a term.
///
/// A read is answered by the newest write whose address is the same; writes whose address is known
/// to differ (another number, or another offset from the same base) are passed over before a
/// solver sees any of it. A memory in which everything is known keeps its cells in a table.
public struct Memory<let address: Int, let width: Int>: Sendable {
  /// The contents where `term` is nil.
  private var cells: Cells
  private var term: Term?

  /// A known memory that holds `background` everywhere.
  public init(background: Bits<width> = 0) {
    if let word = background.known {
      cells = Cells(background: word)
    } else {
      preconditionFailure("the background of a memory must be known")
    }
  }

  /// The known memory with these contents.
  public init(_ cells: Cells) { self.cells = cells }

  /// The memory that a term of this sort denotes; a literal becomes a known memory.
  public init(_ term: Term) {
    precondition(term.sort == Self.sort, "a term of another sort")
    cells = term.cells ?? Cells()
    self.term = term.cells == nil ? term : nil
  }

  public static var sort: Sort { .memory(address: address, word: width) }

  /// A variable: the same name and sort is the same variable.
  public static func variable(_ name: String) -> Memory { Memory(.variable(name, sort)) }

  /// The contents, or nil where they are not known.
  public var known: Cells? { term == nil ? cells : nil }

  /// The term that this memory is, a literal where it is known.
  public var asTerm: Term { term ?? .literal(.memory(cells), Self.sort) }

  public subscript(index: Bits<address>) -> Bits<width> {
    get {
      if term == nil, let known = index.known { return Bits(cells[known]) }
      return Bits(Term.read(asTerm, index.asTerm, Bits<width>.sort))
    }
    set {
      if term == nil, let known = index.known, let word = newValue.known {
        cells[known] = word
      } else {
        term = .write(asTerm, index.asTerm, newValue.asTerm)
        cells = Cells()
      }
    }
  }

  /// Whether both hold the same word at every address.
  public static func == (a: Memory, b: Memory) -> Formula {
    if let x = a.known, let y = b.known { return Formula(x == y) }
    let (x, y) = (a.asTerm, b.asTerm)
    return x === y ? true : Formula(Term.build(.equal, .truth, x, y))
  }
}

extension Term {
  static func read(_ memory: Term, _ index: Term, _ sort: Sort) -> Term {
    var memory = memory
    while memory.op == .write {
      switch memory[1].distance(from: index) {
      case 0: return memory[2]
      case .some: memory = memory[0]
      case nil: return Term.make(.read, sort, memory, index)
      }
    }
    if let cells = memory.cells, let known = index.word {
      return .literal(.word(cells[known]), sort)
    }
    return Term.make(.read, sort, memory, index)
  }

  static func write(_ memory: Term, _ index: Term, _ value: Term) -> Term {
    // A write to the place just written replaces it.
    let memory = memory.op == .write && memory[1].distance(from: index) == 0 ? memory[0] : memory
    return Term.make(.write, memory.sort, memory, index, value)
  }
}
