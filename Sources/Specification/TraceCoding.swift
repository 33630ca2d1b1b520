import Logic

extension Trace.Step: Codable {
  private enum Key: CodingKey { case action, label, names, values }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let names = try fields.decode([LeafName].self, forKey: .names)
    let values = try fields.decode([Constant].self, forKey: .values)
    guard names.count == values.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .values, in: fields, debugDescription: "expected \(names.count) values")
    }
    self.init(
      action: try fields.decode(String.self, forKey: .action),
      label: try fields.decode(String?.self, forKey: .label),
      inputs: zip(names, values).map { (name: $0, value: $1) })
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(action, forKey: .action)
    try fields.encode(label, forKey: .label)
    try fields.encode(inputs.map(\.name), forKey: .names)
    try fields.encode(inputs.map(\.value), forKey: .values)
  }
}

/// Written as the first state and what changes with each step: a processor's states are long, and
/// most of them stays.
extension Trace.Run: Codable {
  private enum Key: CodingKey { case first, changes, steps }

  private struct Changes: Codable {
    let places: [Int]
    let values: [Constant]
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    var states = [try fields.decode([Constant].self, forKey: .first)]
    for changes in try fields.decode([Changes].self, forKey: .changes) {
      var state = states.last!
      guard changes.places.allSatisfy(state.indices.contains),
        changes.places.count == changes.values.count
      else {
        throw DecodingError.dataCorruptedError(
          forKey: .changes, in: fields, debugDescription: "changes beyond the state")
      }
      for (place, value) in zip(changes.places, changes.values) { state[place] = value }
      states.append(state)
    }
    self.init(states: states, steps: try fields.decode([Trace.Step?].self, forKey: .steps))
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(states[0], forKey: .first)
    let changes = zip(states, states.dropFirst()).map { before, after in
      let places = after.indices.filter { after[$0] != before[$0] }
      return Changes(places: places, values: places.map { after[$0] })
    }
    try fields.encode(changes, forKey: .changes)
    try fields.encode(steps, forKey: .steps)
  }
}
