import Command
import Models
import Proofs

extension SaveSets {
  /// The save sets of the paper's switch.
  static let ofSwitch = SaveSets(
    processors: Generation.allCases.map(\.rawValue),
    // A12: the paper assumes a Pentium.
    usualProcessor: Generation.pentium.rawValue,
    rows: { processor in
      Item.allCases.filter { $0.row.since <= Generation(rawValue: processor)! }.map(Row.init)
    },
    complete: { processor in
      let design = SwitchDesign.complete(Generation(rawValue: processor)!)
      return design.items.filter(design.saved.contains).map(\.name)
    },
    theorem: { question in
      let items = Item.context(of: Generation(rawValue: question.processor)!)
      let design = SwitchDesign(
        "\(question.id), \(question.processor)", items: items,
        saved: question.saved.compactMap { Item(name: $0) })
      return Proofs.keepsWholeContext(question.id, question.declared, design)
    })
}

extension SaveSets.Row {
  fileprivate init(_ item: Item) {
    let row = item.row
    self.init(
      name: row.name, group: row.group.rawValue, handling: row.disposition.rawValue,
      reason: row.reason, isInPaper: Item.paperSet.contains(item))
  }
}
