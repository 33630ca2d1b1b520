/// What a standard driver can't do without.
public enum DriverNeed: String, CaseIterable, Sendable {
  /// A base address register tells its size: ones written come back with the low bits zero.
  case sizing
  /// A bit that the device sets when it has done what was asked.
  case completion
  /// A field that the device makes zero when it has done what was asked, or has something to give.
  case acceptance
  /// A bit that reads zero again after a one was written.
  case selfClearing
  /// An interrupt cause that is gone once it was acknowledged.
  case acknowledgement
  /// It must not read as all ones, which drivers take for a card that is not there.
  case presence
}

/// Why a driver does not need of a row what the kind of its field has it need.
public enum NoNeed: String, CaseIterable, Sendable {
  /// What was written stays: the driver itself ends what it started, or the write sets a mode.
  case stays = "what is written stays until the driver writes again"
  /// The register has another address, which drivers use.
  case secondAddress = "drivers use the register's first address"
}

/// What a row says of a driver's need where the kind of its field does not tell.
public enum ToldNeed: Sendable {
  case none(NoNeed)
  /// In a reader's map; nil for none.
  case byMap(DriverNeed?)

  public var need: DriverNeed? {
    switch self {
    case .none: nil
    case .byMap(let need): need
    }
  }
}

/// What a standard driver expects of fields, by what accesses to them do.
///
/// A need follows from the kind of a field, or from its place where PCI has one for it; a row that has
/// none all the same says why.
public enum StandardDriver {
  /// A kind of field, and what a driver does with it.
  public struct Expectation: Sendable {
    public let need: DriverNeed
    /// What the driver does, in a sentence.
    public let does: String
    /// - Parameter starts: the rows whose writes the device answers in another row
    let applies: @Sendable (_ field: RegisterField, _ starts: Set<String>) -> Bool

    init(
      _ need: DriverNeed, _ does: String,
      where applies: @escaping @Sendable (RegisterField, Set<String>) -> Bool
    ) {
      self.need = need
      self.does = does
      self.applies = applies
    }
  }

  /// The first that applies counts.
  public static let expectations = [
    Expectation(
      .sizing,
      "writes all ones to a base address and reads which bits stay zero: PCI 2.2, 6.2.5.1"
    ) { field, _ in
      field.writing.kind == .storesSized
    },
    Expectation(
      .acceptance, "reads the field in which the device answers a write until it is zero"
    ) { field, _ in
      field.startedBy != nil && field.answersWithZero
    },
    Expectation(
      .completion, "reads the field in which the device answers a write until it is set"
    ) { field, _ in
      field.startedBy != nil
    },
    Expectation(
      .selfClearing,
      "writes a one that starts something, and reads until it is zero where no other field tells the end"
    ) { field, starts in
      let isStart = field.access == .selfClearing || field.writing.kind == .starts
      return isStart && field.access.isReadable && !starts.contains(field.name)
    },
    Expectation(
      .acknowledgement, "handles an interrupt cause, clears it, and reads on until none is left"
    ) { field, _ in
      field.function == .cause
        && (field.writing.kind == .clearsOnes || field.reading.kind == .clears)
    },
    Expectation(
      .presence,
      "walks the list of capabilities, asks for the interrupt line, and reads the power state, in which all ones mean none, or no card: PCI 2.2, 6.2.4 and 6.7; PCI PM 1.1, 3.2.4"
    ) { field, _ in
      field.isAbsentAtAllOnes
    },
    Expectation(
      .presence,
      "reads what the card is and how it is set; all ones are what an absent card or PHY answers"
    ) { field, _ in
      let functions: [Function?] = [.identification, .readingSettings]
      let isReadOnly = field.access == .readOnly || field.access == .latched
      return functions.contains(field.function) && isReadOnly
    },
  ]

  /// What a driver needs of a field.
  static func need(of field: RegisterField, starts: Set<String>) -> DriverNeed? {
    field.told.map { $0.need } ?? usualNeed(of: field, starts)
  }

  /// What a driver needs of a field by its kind, whatever the row says.
  public static func usualNeed(of field: RegisterField, in map: RegisterMap) -> DriverNeed? {
    usualNeed(of: field, starts(map.fields))
  }

  private static func usualNeed(of field: RegisterField, _ starts: Set<String>) -> DriverNeed? {
    expectations.first { $0.applies(field, starts) }?.need
  }

  /// The rows whose writes the device answers in another row.
  static func starts(_ fields: [RegisterField]) -> Set<String> {
    Set(fields.compactMap { $0.startedBy == $0.name ? nil : $0.startedBy })
  }
}

extension RegisterField {
  /// Whether it is one of the fields to which PCI gives a place and a meaning of all ones.
  fileprivate var isAbsentAtAllOnes: Bool {
    guard space == .configuration else { return false }
    switch (offset.capability, offset.number) {
    // The pointer to the capabilities, the interrupt line.
    case (nil, 0x34), (nil, 0x3c): return true
    // The id of a capability, the pointer to the next.
    case (_?, 0), (_?, 1): return true
    case (.powerManagement, 4): return bits.ranges.contains { $0.contains(0) }
    default: return false
    }
  }
}
