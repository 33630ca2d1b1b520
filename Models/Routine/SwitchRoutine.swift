import Processor

/// The switch as instructions (S1–S9), at the layout's switch region.
///
/// One page of code, which may be read-only, and one of data, which both OSes map at the same
/// address (S4). Everything is addressed through SS up to the load of the resumed OS's segments: at
/// an interrupt's entry it is the one data segment register that is known to be the kernel's.
public struct SwitchRoutine: Sendable {
  public let layout: Layout
  public let design: RoutineDesign
  public var program: Program
  /// By number of the line: the claim it serves.
  public let claims: [Int: String]
  /// By number of the line: why the switch is right without it.
  public let excuses: [Int: String]
  /// By number of the line: why the switch is right with the next instruction before it.
  public let orders: [Int: String]
  /// How many lines the stubs have, which come first.
  public let stubLines: Int

  public init(_ layout: Layout, _ design: RoutineDesign) {
    self.layout = layout
    self.design = design
    var lines: [I] = []
    var claims: [Int: String] = [:]
    var excuses: [Int: String] = [:]
    var orders: [Int: String] = [:]
    for step in Self.steps(layout, design) {
      for index in step.lines.indices { claims[lines.count + index] = step.claim }
      for (index, why) in step.excuses { excuses[lines.count + index] = why }
      for (index, why) in step.orders { orders[lines.count + index] = why }
      lines += step.lines
    }
    program = Program(at: layout.region.linear) { lines }
    self.claims = claims
    self.excuses = excuses
    self.orders = orders
    stubLines = OS.allCases.count * Int(Layout.lineCount) * 3
  }

  /// Whether a line belongs to a stub.
  public func isStub(_ line: Int) -> Bool { line < stubLines }

  /// A few lines, and the claim that they serve.
  struct Step {
    let claim: String
    let lines: [I]
    /// By number in the step: why the switch is right without the line.
    let excuses: [Int: String]
    /// By number in the step: why the next line may be before it.
    let orders: [Int: String]

    init(
      _ claim: String, excuses: [Int: String] = [:], orders: [Int: String] = [:],
      @Program.Builder _ lines: () -> [I]
    ) {
      self.claim = claim
      self.lines = lines()
      self.excuses = excuses
      self.orders = orders
    }
  }

  // MARK: Data

  /// Offsets in the switch region.
  enum Data {
    static let page = 0x1000
    static func save(_ os: OS) -> Int { page + (os == .os1 ? 0 : 0x400) }
    /// The line whose interrupt it is.
    static let line = page + 0x800
    /// Where the switch jumps in the end: offset and selector.
    static let target = page + 0x808
    static let stackTop = page + 0x1000
  }

  /// Where an item is in a save area.
  static func offset(_ item: Item) -> Int? { offsets[item] }

  private static let offsets: [Item: Int] = {
    let words: [Item] = [
      .eax, .ebx, .ecx, .edx, .edi, .esi, .ebp, .esp, .cs, .ds, .es, .fs, .gs, .ss, .eflags, .eip,
      .cr0, .cr2, .cr3, .cr4, .ldtr, .tr, .dr0, .dr1, .dr2, .dr3, .dr6, .dr7,
      .sysenterCS, .sysenterESP, .sysenterEIP,
    ]
    var offsets = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, 4 * $0) })
    offsets[.gdtr] = 0x80
    offsets[.idtr] = 0x88
    // XMM and MXCSR are inside what FXSAVE stores.
    for item in [Item.fpu, .xmm, .mxcsr] { offsets[item] = 0x100 }
    return offsets
  }()

  // MARK: Stubs

  /// The stub of a line in an OS's IDT: eight bytes each.
  static func stub(_ os: OS, _ line: UInt8) -> Int {
    8 * (Int(line) + (os == .os1 ? 0 : Int(Layout.lineCount)))
  }
}

extension Routine {
  /// The project's own routine.
  public init(_ routine: SwitchRoutine) throws(AssemblyError) {
    let assembled = try routine.program.assembled()
    let (layout, base) = (routine.layout, routine.layout.region.linear)
    let saved = routine.design.saved
    var source: [UInt32: String] = [:]
    // A mutant may have fewer lines.
    for (line, address) in assembled.addresses.enumerated() where source[address] == nil {
      source[address] = routine.claims[line]
    }
    self.init(
      routine.design.isComplete ? "the complete routine" : "the paper's routine",
      sections: [Section(linear: base, bytes: assembled.bytes)],
      entry: { os, line in base + UInt32(SwitchRoutine.stub(os, line)) },
      end: { os, line in layout[os].routine(line) },
      slots: { os in
        saved.compactMap { item in
          SwitchRoutine.offset(item).map {
            Slot(item, .linear(base + UInt32(SwitchRoutine.Data.save(os) + $0)))
          }
        }
      },
      scratch: [
        base + UInt32(SwitchRoutine.Data.line)..<base + UInt32(SwitchRoutine.Data.stackTop)
      ],
      labels: assembled.labels, source: source)
  }
}
