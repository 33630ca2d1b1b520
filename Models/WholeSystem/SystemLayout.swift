import Processor

/// Where the whole system's code and data are: linear addresses of the OS that uses them, or
/// physical ones where they say so.
public enum SystemLayout {
  /// The two small systems of a Pentium, with room for drivers, and a window of OS2's on the memory
  /// that OS1's packets are in (N6).
  public static let layout: Layout = {
    var layout = Layout.small(.pentium)
    layout.os1.pages.append(Layout.Pages(OS1.code, to: OS1.physical, size: 0x8000))
    layout.os2.pages.append(Layout.Pages(OS2.code, to: OS2.code, size: 0x1_0000))
    layout.os2.pages.append(Layout.Pages(OS2.window, to: 0, size: 0x40_0000, isLarge: true))
    return layout
  }()

  /// What OS1 may have copied from and to: its page tables, kernel, driver and applications.
  public static let memory1: Range<UInt32> = 0x0010_0000..<0x0018_0000

  /// OS1's driver.
  public enum OS1 {
    static let code: UInt32 = 0xC001_0000
    static let physical: UInt32 = 0x0011_8000
    static let data = code + 0x1000
    public static let work = data
    public static let ticks = data + 4
    /// A packet is to be sent.
    static let pending = data + 8
    /// Packets received.
    public static let received = data + 0xC
    static let ringOffset = data + 0x10
    static let stopAsked = data + 0x14
    /// The slot that is used next.
    static let slot = data + 0x18
    /// Interrupts of the line by which it is asked to send.
    public static let requests = data + 0x1C
    public static let sendAddress = data + 0x20
    /// The packet as an application has it.
    static let packet = data + 0x400
    public static let sendBuffer = code + 0x2000
    public static let ring = code + 0x3000
    static let ringSize: UInt32 = 0x2000
    /// The ring, and how far a frame goes on beyond its end.
    public static let ringRoom: UInt32 = 0x2800

    /// Where a linear address is.
    public static func physical(_ linear: UInt32) -> UInt32 { linear - code + physical }
  }

  /// OS2's driver and the pseudo-NIC, at one address in linear and physical memory.
  public enum OS2 {
    static let code: UInt32 = 0x0021_0000
    /// All of low memory, at the address that it has there and this.
    static let window: UInt32 = 0x5000_0000
    static let data = code + 0x3000
    /// OS1's virtual registers, by offset, and the classes of reads and writes.
    public static let virtual = data
    static let readClasses = data + 0x100
    static let writeClasses = data + 0x200
    static let variables = data + 0x300
    /// The card's first I/O port.
    static let port = variables
    public static let work = variables + 4
    static let pending = variables + 8
    public static let received = variables + 0xC
    static let ringOffset = variables + 0x10
    static let stopAsked = variables + 0x14
    static let cause = variables + 0x18
    /// What OS1 wrote last.
    static let written = variables + 0x1C
    public static let slotIsFull = variables + 0x20
    static let slotLength = variables + 0x24
    public static let inbox1IsFull = variables + 0x28
    public static let inbox2IsFull = variables + 0x2C
    /// OS1 has offered its receive buffer.
    public static let isReceiving = variables + 0x30
    /// Frames for OS1 that there was no room for.
    public static let dropped1 = variables + 0x34
    /// A frame for OS2 waits in the ring.
    static let isLeft = variables + 0x38
    static let address1 = variables + 0x40
    static let address2 = variables + 0x48
    static let gdtr = variables + 0x50
    static let idtr = variables + 0x58
    public static let packet = data + 0x400
    /// OS1's packet on its way out, and OS2's.
    public static let slot = code + 0x4000
    public static let sendBuffer = code + 0x4800
    public static let inbox1 = code + 0x5000
    public static let inbox2 = code + 0x5800
    public static let ring = code + 0x6000
    /// The watchdog's task.
    static let watchdogTask = code + 0xA000
    static let watchdogStack = code + 0xB000
  }

  /// In the switch region, which both map: OS2 is not to be switched to any more.
  static let isDown = layout.region.linear + 0x1820
  /// OS1's general registers as the switch saved them: how a command and its answer are passed.
  static func saved1(_ item: Item) -> UInt32 {
    layout.region.linear + UInt32(SwitchRoutine.Data.save(.os1) + SwitchRoutine.offset(item)!)
  }

  /// The offset of a register in the card's window.
  public static func offset(_ row: String) -> Int {
    Int(RegisterMap.realtekRTL8139C.field(row).offset.number)
  }
  static func vector(_ line: UInt8) -> Int { Int(Layout.firstVector + line) }
}

/// Code of an OS, with what its steps are.
public struct SystemCode: Sendable {
  /// A few lines, and what they do: "fig.8 a-1: …" where it is a step of a figure, "" where nothing
  /// is to be said.
  typealias Step = SwitchRoutine.Step

  public var program: Program
  /// What begins at a line, by the line's number.
  var claims: [Int: String]

  init(at origin: UInt32, _ steps: [Step]) {
    var lines: [I] = []
    var claims: [Int: String] = [:]
    for step in steps {
      if !step.claim.isEmpty { claims[lines.count] = step.claim }
      lines += step.lines
    }
    program = Program(at: origin) { lines }
    self.claims = claims
  }
}

extension SystemCode {
  /// The numbers of the lines that are instructions.
  var instructions: [Int] { program.lines.indices.filter { program.lines[$0].isInstruction } }

  /// Without one line; what begins there begins with the next.
  func dropping(_ line: Int) -> SystemCode {
    var copy = self
    copy.program = program.dropping(line)
    copy.claims = [:]
    for (number, claim) in claims { copy.claims[number > line ? number - 1 : number] = claim }
    return copy
  }
}
