/// Elements with those that they are derived from.
struct Derivation {
  let file: String
  let peripherals: XMLElement

  /// The element and its origins, nearest first.
  /// - Parameters:
  ///   - group: the element that it lies in, where the name of a neighbour is looked for
  ///   - peripheral: the one that it belongs to, from which a path may start
  ///   - open: elements whose origins are being looked for, or that the element lies in
  func chain(
    _ element: XMLElement, in group: XMLElement, of peripheral: XMLElement? = nil,
    open: [XMLElement] = []
  ) throws(MapError) -> [XMLElement] {
    var (chain, group) = ([element], group)
    while let origin = chain.last!.attributes["derivedFrom"] {
      let last = chain.last!
      let found = try find(origin, last, group, peripheral, open: open + chain)
      guard let found else {
        throw MapError(
          file, last.line, found: "derivedFrom “\(origin)”",
          expected: "the name of a <\(element.name)> beside it, or a path as in UART.CTRL")
      }
      if (open + chain).contains(where: { $0 === found.element }) {
        throw MapError(
          file, element.line, found: "derivedFrom that comes back to “\(origin)”",
          expected: "elements that are not derived from themselves")
      }
      chain.append(found.element)
      group = found.group
    }
    return chain
  }

  private typealias Found = (element: XMLElement, group: XMLElement)

  /// A neighbour, else what a path leads to from the device or from the own peripheral.
  private func find(
    _ origin: String, _ element: XMLElement, _ group: XMLElement, _ peripheral: XMLElement?,
    open: [XMLElement]
  ) throws(MapError) -> Found? {
    let beside = group.children.first { $0.name == element.name && $0.value("name") == origin }
    if let beside { return (beside, group) }
    let parts = origin.split(separator: ".").map(String.init)
    let top = peripherals.children.first {
      $0.name == "peripheral" && $0.value("name") == parts.first
    }
    var starts: [(Found, [String])] = []
    if let top { starts.append(((top, peripherals), Array(parts.dropFirst()))) }
    if let peripheral { starts.append(((peripheral, peripherals), parts)) }
    for (start, path) in starts where !path.isEmpty {
      let end = try walk(path, from: start, open: open)
      if let end, end.element.name == element.name { return end }
    }
    return nil
  }

  /// What lies at the end of a path; elements that are derived have what their origins have.
  private func walk(
    _ path: [String], from start: Found, open: [XMLElement]
  ) throws(MapError) -> Found? {
    var place = start
    for part in path {
      let isOpen = open.contains { $0 === place.element }
      let chain =
        isOpen ? [place.element] : try chain(place.element, in: place.group, open: open)
      let groups = chain.compactMap(\.group)
      let found = groups.lazy.compactMap { group in
        group.children.first { $0.isNamed(part) }.map { (element: $0, group: group) }
      }
      guard let next = found.first else { return nil }
      place = next
    }
    return place
  }
}

extension XMLElement {
  /// Where the parts of a peripheral, cluster or register are listed.
  fileprivate var group: XMLElement? {
    switch name {
    case "peripheral": child("registers")
    case "register": child("fields")
    case "cluster": self
    default: nil
    }
  }

  fileprivate func isNamed(_ part: String) -> Bool {
    guard ["register", "cluster", "field"].contains(name), let own = value("name") else {
      return false
    }
    return own == part || own.replacing("[%s]", with: "").replacing("%s", with: "") == part
  }
}
