/// How a field may be accessed, in the words of data sheets.
public enum Access: String, CaseIterable, Sendable {
  case readWrite = "RW"
  case readOnly = "RO"
  case writeOnly = "WO"
  /// A read clears it.
  case readToClear = "RC"
  /// Writing ones clears them.
  case onesClear = "W1C"
  case readOrOnesClear = "RC+W1C"
  /// Holds an event until it is read.
  case latched = "LH/RC"
  case onesSet = "RW (write-1-to-set)"
  /// Ones clear bits of the mask that lies beside it.
  case onesClearMask = "WO (write-1-to-clear IMS)"
  case doorbell = "RW doorbell"
  case writeOnlyDoorbell = "WO doorbell"
  case selfClearing = "RW self-clear"
  case writeOnlySelfClearing = "WO self-clear"
  /// One of the commands that a register takes.
  case opcode = "WO opcode"
  /// A command in a block in memory.
  case memoryCommand = "memory command"
  case array = "RW array"
  case readOnlyArray = "RO array"
  /// Takes writes only while the configuration is unlocked.
  case locked = "RW locked"
  case lockedBy9346CR = "RW (if 9346CR unlocked)"
  case anyWriteZeroes = "RO, any write zeroes"
  /// Some of the bits can be written.
  case partlyReadOnly = "RW/RO"
  /// An access that spans fields of several kinds.
  case mixed = "MIXED"

  /// Whether the device itself changes such a field. A plain register changes by writes alone.
  var isVolatile: Bool {
    switch self {
    case .readWrite, .array, .locked, .lockedBy9346CR, .partlyReadOnly, .onesSet: false
    default: true
    }
  }

  /// Whether a write is meant for the field at all.
  public var isWritable: Bool {
    switch self {
    case .readOnly, .readToClear, .latched, .readOnlyArray: false
    default: true
    }
  }

  /// Whether a read gives the field at all.
  public var isReadable: Bool {
    switch self {
    case .writeOnly, .onesClearMask, .writeOnlyDoorbell, .writeOnlySelfClearing, .opcode,
      .memoryCommand:
      false
    default: true
    }
  }
}
