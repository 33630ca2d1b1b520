/// What reading a field does to the NIC, with the words of the map.
public struct ReadEffect: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// The value is returned and stays.
    case nothing
    /// The field becomes zero.
    case clears
    /// This half and the other half of a 64-bit counter become zero.
    case clearsBoth
    /// An event latch takes the present condition again.
    case rearms
    /// The register that the index names is read, with what reading it does.
    case indexed
    /// The value is part of a frame.
    case exposes
    /// The field becomes something that the map does not tell.
    case changes
  }

  public let kind: Kind
  public let text: String

  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  public static let nothing = ReadEffect(.nothing, "none")
  public static func nothing(_ text: String) -> ReadEffect { ReadEffect(.nothing, text) }
  public static func clears(_ text: String) -> ReadEffect { ReadEffect(.clears, text) }
  public static func clearsBoth(_ text: String) -> ReadEffect { ReadEffect(.clearsBoth, text) }
  public static func rearms(_ text: String) -> ReadEffect { ReadEffect(.rearms, text) }
  public static func indexed(_ text: String) -> ReadEffect { ReadEffect(.indexed, text) }
  /// A read that changes nothing but gives bytes of a frame.
  public static let exposes = ReadEffect(.exposes, "none")
}

/// What writing a field does to the NIC, with the words of the map.
public struct WriteEffect: Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case nothing
    /// The value is kept.
    case stores
    /// The value is kept but for the low bits, which are wired to zero as the size has it.
    case storesSized
    /// The value is kept if the configuration is unlocked.
    case storesUnlocked
    /// Ones clear bits of the field.
    case clearsOnes
    /// Ones set bits of the field.
    case setsOnes
    /// Ones clear bits of the field beside it: a mask.
    case clearsOnesBeside
    /// Any write makes the field zero.
    case zeroes
    /// The value is kept, and the engine starts on what it points to.
    case doorbell
    /// A transaction starts; the result of the one before is gone.
    case starts
    /// A clock edge or a bit of a serial protocol: what was shifted in so far moves on.
    case shifts
    /// The engine does something at once.
    case command
    /// An interrupt is raised.
    case raises
    /// Counters are written to the address that was loaded before.
    case dumps
    /// Likewise, without a mark behind them.
    case dumpsTally
    /// As dumps does, and the counters become zero.
    case dumpsAndResets
    /// The NIC writes to the address that the command itself holds.
    case dumpsTo
    /// The index for the data port beside it.
    case selects
    /// The register that the index names is written.
    case indexed
    /// Frames that the NIC holds are overwritten.
    case overwritesFrames
    /// The field becomes something that the map does not tell.
    case changes
  }

  public let kind: Kind
  public let text: String

  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  public static let nothing = WriteEffect(.nothing, "none")
}

extension ReadEffect {
  /// What a map in text form says: the access kind, and whether anything changes.
  public init(_ access: Access, text: String) {
    switch access {
    case .readToClear, .readOrOnesClear: self.init(.clears, text)
    case .latched: self.init(.rearms, text)
    case _ where text == "none": self.init(.nothing, text)
    default: self.init(.clears, text)
    }
  }
}

extension WriteEffect {
  /// What a map in text form says: the access kind, and whether anything changes.
  public init(_ access: Access, text: String) {
    self.init(Self.kind(access, isNone: text == "none"), text)
  }

  private static func kind(_ access: Access, isNone: Bool) -> Kind {
    switch access {
    case .readWrite, .array, .partlyReadOnly: .stores
    case .locked, .lockedBy9346CR: .storesUnlocked
    case .onesClear, .readOrOnesClear: .clearsOnes
    case .onesSet: .setsOnes
    case .onesClearMask: .clearsOnesBeside
    case .anyWriteZeroes: .zeroes
    case .doorbell, .writeOnlyDoorbell: .doorbell
    case .selfClearing, .writeOnlySelfClearing: .starts
    case .writeOnly, .mixed: .command
    case .opcode, .memoryCommand: isNone ? .nothing : .command
    case .readOnly, .readToClear, .latched, .readOnlyArray: isNone ? .nothing : .zeroes
    }
  }
}
