/// Values of one shape by number: for each leaf of the shape a memory of 65,536 words.
///
/// A row that is taken out is an ordinary value, so that what is done to one can be done to any.
public struct Table<Row: Value>: Value {
  private let shape: Row
  /// In the order of the row's leaves; a truth value is a word of one bit.
  private var columns: [Leaf]
  private let isTruth: [Bool]

  /// Rows that are zero.
  /// - Parameter shape: a row, whose values do not matter; it has no memories
  public init(_ shape: Row) {
    self.shape = shape
    isTruth = shape.leaves.map { $0.sort == .truth }
    columns = shape.leaves.map { Leaf(.memory(Cells()), Self.column($0.sort)) }
  }

  private static func word(_ sort: Sort) -> Sort {
    switch sort {
    case .truth: .bits(1)
    case .bits: sort
    case .memory: preconditionFailure("a table of memories")
    }
  }

  private static func column(_ sort: Sort) -> Sort { .memory(address: 16, word: word(sort).width) }

  public subscript(number: Bits<16>) -> Row {
    get {
      var columns = columns.makeIterator()
      var row = shape
      row.visit { leaf in leaf = Self.read(columns.next()!, number, leaf.sort) }
      return row
    }
    set { update(number) { $0 = newValue } }
  }

  /// One leaf of a row, by its place among the leaves.
  public subscript(leaf leaf: Int, number: Bits<16>) -> Leaf {
    let column = columns[leaf]
    return Self.read(column, number, isTruth[leaf] ? .truth : column.wordSort)
  }

  /// The memories of the leaves at these places.
  public func columns(_ places: [Int]) -> [Leaf] { places.map { columns[$0] } }

  /// The same with the leaves at these places as another table has them, in all rows.
  public func keeping(_ places: [Int], of other: Table) -> Table {
    var copy = self
    for place in places { copy.columns[place] = other.columns[place] }
    return copy
  }

  /// Changes a row; columns in which it stays as it is stay as they are.
  public mutating func update(_ number: Bits<16>, _ change: (inout Row) -> Void) {
    let before = self[number]
    var after = before
    change(&after)
    for (index, leaves) in zip(before.leaves, after.leaves).enumerated()
    where !leaves.0.isSame(as: leaves.1) {
      columns[index] = Self.write(columns[index], number, leaves.1)
    }
  }

  private static func read(_ column: Leaf, _ number: Bits<16>, _ sort: Sort) -> Leaf {
    let word = Term.read(column.term, number.asTerm, word(sort))
    return sort == .truth ? Leaf((Bits<1>(word) == 1).asTerm) : Leaf(word)
  }

  private static func write(_ column: Leaf, _ number: Bits<16>, _ leaf: Leaf) -> Leaf {
    if case .memory(var cells)? = column.known, let index = number.known, let word = leaf.known {
      cells[index] = word.word
      return Leaf(.memory(cells), column.sort)
    }
    let bit: Bits<1> = leaf.sort == .truth ? Formula(leaf.term).asBits() : 0
    let word = leaf.sort == .truth ? bit.asTerm : leaf.term
    return Leaf(.write(column.term, number.asTerm, word))
  }

  public mutating func visit(_ body: (inout Leaf) -> Void) {
    for index in columns.indices { body(&columns[index]) }
  }

  public func names(_ path: String) -> [LeafName] {
    zip(shape.names(path), columns).map { LeafName($0.path, $1.sort) }
  }
}

extension Leaf {
  /// The sort of the words of a memory.
  fileprivate var wordSort: Sort {
    guard case .memory(_, let width) = sort else { preconditionFailure("no memory") }
    return .bits(width)
  }
}
