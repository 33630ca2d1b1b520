import Logic

/// Processor state, one word an item.
///
/// The protocol only moves and compares these words, whatever their real widths (a selector has 16
/// bits, the x87 state 864): what is proved of 32-bit words holds of all.
public struct Context: Value {
  /// Which items there are, in order, and where.
  let layout: Layout
  private var words: [Bits<32>]

  final class Layout: Sendable {
    let items: [Item]
    private let positions: [Int]

    init(_ items: [Item]) {
      self.items = items
      var positions = Array(repeating: -1, count: Item.allCases.count)
      for (position, item) in items.enumerated() { positions[item.rawValue] = position }
      self.positions = positions
    }

    func position(_ item: Item) -> Int? {
      let position = positions[item.rawValue]
      return position < 0 ? nil : position
    }
  }

  init(_ items: [Item]) {
    layout = Layout(items)
    words = Array(repeating: 0, count: items.count)
  }

  public var items: [Item] { layout.items }

  /// The word of an item; an item that this context leaves out reads as 0 and is not written.
  public subscript(item: Item) -> Bits<32> {
    get { layout.position(item).map { words[$0] } ?? 0 }
    set { if let position = layout.position(item) { words[position] = newValue } }
  }

  public mutating func visit(_ body: (inout Leaf) -> Void) { words.visit(body) }

  public func names(_ path: String) -> [LeafName] {
    items.map { LeafName("\(path).\($0.name)", Bits<32>.sort) }
  }
}
