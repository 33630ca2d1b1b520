import Logic
import Specification

/// The parameters of a switch: the processor, what is saved, and in which portions.
public struct SwitchDesign: Sendable {
  public let name: String
  /// The context of an OS.
  public let items: [Item]
  /// What the switch stores and loads.
  public let saved: Set<Item>
  /// The order of storing and of loading; each portion is one step.
  public let portions: [[Item]]
  let built = Once<Specification<System>>()

  /// - Parameter portion: the most items that one step stores or loads; nil for all
  public init(_ name: String, items: [Item], saved: some Sequence<Item>, portion: Int? = nil) {
    self.name = name
    self.items = items
    self.saved = Set(saved).intersection(items)
    let order = items.filter(self.saved.contains)
    let size = max(1, portion ?? order.count)
    let portions = stride(from: 0, to: order.count, by: size).map {
      Array(order[$0..<min($0 + size, order.count)])
    }
    self.portions = portions.isEmpty ? [[]] : portions
  }

  /// The same switch about other items.
  public func about(_ items: [Item]) -> SwitchDesign {
    SwitchDesign(name, items: items, saved: saved)
  }

  /// The paper's save set, S3 (A) to (G), on a processor.
  public static func paper(_ generation: Generation) -> SwitchDesign {
    SwitchDesign(
      "paper's save set, \(generation.rawValue)", items: Item.context(of: generation),
      saved: Item.paperSet)
  }

  /// Everything of a processor that a switch must carry over.
  public static func complete(_ generation: Generation) -> SwitchDesign {
    completes[generation]!
  }

  private static let completes = Dictionary(
    uniqueKeysWithValues: Generation.allCases.map { generation in
      let items = Item.context(of: generation)
      let design = SwitchDesign(
        "complete save set, \(generation.rawValue)", items: items,
        saved: items.filter { $0.row.disposition != .rebuilt })
      return (generation, design)
    })

  /// The same switch without one item in its save set.
  public func dropping(_ item: Item) -> SwitchDesign {
    SwitchDesign("\(name) without \(item.name)", items: items, saved: saved.subtracting([item]))
  }
}

extension Item {
  /// The items of a processor's context.
  public static func context(of generation: Generation) -> [Item] {
    allCases.filter { $0.isContext && $0.row.since <= generation }
  }

  /// (A) to (G) of S3.
  public static let paperSet: [Item] = allCases.filter { $0.row.group != .beyond }
}
