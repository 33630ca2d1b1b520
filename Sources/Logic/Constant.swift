/// The contents of a known memory: a background value everywhere but in finitely many cells.
public struct Cells: Hashable, Sendable {
  /// What every cell holds that is not in `cells`.
  public let background: UInt64
  /// The cells that differ from the background, by address.
  public private(set) var cells: [UInt64: UInt64] = [:]

  public init(background: UInt64 = 0) { self.background = background }

  public subscript(address: UInt64) -> UInt64 {
    get { cells[address] ?? background }
    set { cells[address] = newValue == background ? nil : newValue }
  }
}

/// A known value of any sort; a truth value is the word 0 or 1.
public enum Constant: Hashable, Sendable {
  case word(UInt64)
  case memory(Cells)

  /// The value as a word; a memory has none.
  public var word: UInt64 {
    guard case .word(let value) = self else { preconditionFailure("a memory is not a word") }
    return value
  }

  /// The value as memory contents; a word has none.
  public var cells: Cells {
    guard case .memory(let cells) = self else { preconditionFailure("a word is not a memory") }
    return cells
  }

  /// All zeros, of the given sort.
  public static func zero(_ sort: Sort) -> Constant {
    if case .memory = sort { .memory(Cells()) } else { .word(0) }
  }
}

// MARK: - Written down

extension Cells: Codable {}

/// A word is written as its number, a memory as an object.
extension Constant: Codable {
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let word = try? value.decode(UInt64.self) {
      self = .word(word)
    } else {
      self = .memory(try value.decode(Cells.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .word(let word): try value.encode(word)
    case .memory(let cells): try value.encode(cells)
    }
  }
}
