import Models
import Processor

/// Where the parts of an image lie that are neither OS's: the monitor with its script, and a window
/// on physical memory. Both OSes map them, for the kernel alone.
enum ImageMap {
  /// The monitor, at the same linear and physical address, so that it can turn paging on.
  static let monitor: UInt32 = 0x00A0_0000
  static let monitorSize: UInt32 = 0x0020_0000
  /// All physical memory below the monitor.
  static let window: UInt32 = 0xE000_0000

  /// The processor's state at the last breakpoint, which is what the OS goes on with.
  static let state = monitor + 0x2000
  /// What FNSAVE or FXSAVE stores.
  static let area = state + 0x400
  static let stackTop = monitor + 0x4000
  static let script = monitor + 0x4000
  /// A doubleword that is nowhere else, for looking through a segment register at its base; 64 KiB
  /// around it are the monitor's.
  static let beacon = monitor + 0x0018_0000
  static let beaconWord: UInt32 = 0x5E67_BA5E

  /// The most bytes that a script may take.
  static let scriptSize = Int(beacon - 0x1_0000 - script)
  /// RAM that the image needs, in bytes.
  static let end = monitor + monitorSize

  static func mapped(_ layout: Layout) -> Layout {
    var layout = layout
    for os in OS.allCases {
      layout[os].pages += [
        Layout.Pages(monitor, to: monitor, size: monitorSize),
        Layout.Pages(window, to: 0, size: monitor),
      ]
    }
    return layout
  }

  /// A physical address as the monitor reaches it.
  static func linear(_ physical: UInt32) -> UInt32 {
    physical < monitor ? window + physical : physical
  }

  // MARK: The state

  /// Slots of one doubleword in the state.
  enum Slot: Int, CaseIterable {
    case eax, ecx, edx, ebx, esp, ebp, esi, edi
    case eip, eflags
    case cs, ds, es, fs, gs, ss, ldtr, tr
    case cr0, cr2, cr3, cr4
    // The limit in the upper half of the first, as SGDT stores it two bytes further.
    case gdtrLimit, gdtrBase, idtrLimit, idtrBase
    case dr0, dr1, dr2, dr3, dr6, dr7
    case sysenterCS, sysenterESP, sysenterEIP
    case requests, inService, mask
    /// Where the next line of the script is.
    case cursor
    /// The breakpoint: its address in the window, the byte that it replaced, its EIP.
    case breakPlace, breakByte, breakAddress
    case frame
    /// The step's number and its text, and whether it differs.
    case number, text, differs
    /// A digest of all words that were looked at.
    case digest
    /// The first item that differed, and the number of its step.
    case firstItem, firstNumber
    /// A word that the script has put there itself.
    case literal

    var address: UInt32 { ImageMap.state + UInt32(4 * rawValue) }
  }
}
