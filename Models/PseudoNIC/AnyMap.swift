import Logic
import Specification

extension RegisterMap {
  /// A field for each kind of reading and of writing, with and without what acts beside it: what a
  /// field of any map may do. They lie in one register, so that an access reaches them all.
  static let any: RegisterMap = {
    let reads = ReadEffect.Kind.allCases.flatMap { kind in
      [WriteEffect.Kind.nothing, .starts].map { field(reading: kind, writing: $0) }
    }
    let unreadable = [WriteEffect.Kind.nothing, .starts].map {
      field(reading: .nothing, writing: $0, .writeOnly)
    }
    let writes = WriteEffect.Kind.allCases.flatMap { kind in
      [ReadEffect.Kind.nothing, .clearsBoth].map { field(reading: $0, writing: kind) }
    }
    var names: Set<String> = []
    return RegisterMap(
      "any", "any map", (reads + unreadable + writes).filter { names.insert($0.name).inserted })
  }()

  private static func field(
    reading: ReadEffect.Kind, writing: WriteEffect.Kind, _ access: Access = .readWrite
  ) -> RegisterField {
    let kept = access == .writeOnly ? ", unreadable" : ""
    return RegisterField(
      card: "any", space: .memory, offset: 0, width: 64,
      name: "a field, \(reading) when read, \(writing) when written\(kept)", bits: "63:0",
      access: access, function: nil, reading: ReadEffect(reading, "none"),
      writing: WriteEffect(writing, "none"), source: "", basis: .document, isVolatile: true)
  }
}

extension TreatedMap {
  /// Any map, of whose registers OS1 reaches those alone on which its access has no effect.
  public static let withoutEffect = TreatedMap(anyMap: .any) {
    $0.isOfAnyMap && $0.isWithoutEffect
  }
}

extension TreatedAccess {
  /// Reads differ by what reading does, and writes by what writing does, and both by whether something
  /// acts beside the field: one field for each is enough.
  var isOfAnyMap: Bool {
    switch direction {
    case .read: [.nothing, .starts].contains(behaviour.writing)
    case .write: behaviour.isReadable && [.nothing, .clearsBoth].contains(behaviour.reading)
    }
  }

  /// Whether the access, so treated, does nothing to the NIC.
  var isWithoutEffect: Bool {
    guard treatment.reachesNIC else { return true }
    return direction == .read
      ? [.nothing, .exposes].contains(behaviour.reading) : behaviour.writing == .nothing
  }
}
