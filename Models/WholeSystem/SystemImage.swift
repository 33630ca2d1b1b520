import Logic
import Processor

/// The whole system in memory, as a loader brings it there; OS2's code starts it.
public struct SystemImage: Sendable {
  public let design: SystemDesign
  /// Physical memory before the first instruction.
  public let memory: PhysicalMemory
  /// Where OS2's code starts, in flat segments without paging.
  public let entry: UInt32
  /// Linear addresses of places in the code of both OSes and of the switch.
  public let labels: [String: UInt32]
  /// What begins at a linear address of either OS's code.
  public let claims: [UInt32: String]
  /// Where packets are copied: linear addresses of REP MOVSB.
  public let copies: Set<UInt32>
  /// The instructions of both OSes' code.
  public let instructions: [Line]
  /// The linear addresses of the lines of an OS's code.
  public let addresses: [OS: [UInt32]]

  /// A line of an OS's code, by number.
  public struct Line: Sendable, Hashable {
    public let os: OS
    public let number: Int
  }

  /// - Parameter line: an instruction that is left out
  public init(_ design: SystemDesign, without line: Line? = nil) throws(AssemblyError) {
    self.design = design
    let layout = SystemLayout.layout
    let routine = try Routine(SwitchRoutine(layout, RoutineDesign(layout.generation)))
    var code1 = OS1Code(design: design).code
    var code2 = OS2Code(design: design, restoring1: routine.labels["restoring OS1"]!).code
    if let line, line.os == .os1 { code1 = code1.dropping(line.number) }
    if let line, line.os == .os2 { code2 = code2.dropping(line.number) }
    instructions =
      code1.instructions.map { Line(os: .os1, number: $0) }
      + code2.instructions.map { Line(os: .os2, number: $0) }
    let (os1, os2) = (try code1.program.assembled(), try code2.program.assembled())
    labels = routine.labels.merging(os1.labels) { a, _ in a }.merging(os2.labels) { a, _ in a }
    var claims: [UInt32: String] = [:]
    var copies: Set<UInt32> = []
    for (code, assembled) in [(code1, os1), (code2, os2)] {
      for (line, claim) in code.claims { claims[assembled.addresses[line]] = claim }
      for address in assembled.addresses {
        let place = Int(address - assembled.origin)
        if assembled.bytes[min(place, assembled.bytes.count)...].starts(with: [0xF3, 0xA4]) {
          copies.insert(address)
        }
      }
    }
    self.claims = claims
    self.copies = copies
    addresses = [.os1: os1.addresses, .os2: os2.addresses]
    entry = labels["boot"]!
    var builder = Builder(design, layout, routine, labels)
    builder.put(os1.bytes, at: os1.origin, .os1)
    builder.put(os2.bytes, at: os2.origin, .os2)
    builder.fill()
    memory = builder.memory
  }
}

/// Puts together what is in memory.
private struct Builder {
  let design: SystemDesign
  let layout: Layout
  let routine: Routine
  let labels: [String: UInt32]
  var memory: PhysicalMemory

  init(_ design: SystemDesign, _ layout: Layout, _ routine: Routine, _ labels: [String: UInt32]) {
    (self.design, self.layout, self.routine, self.labels) = (design, layout, routine, labels)
    memory = layout.memory(entry: routine.entry)
  }

  mutating func put(_ bytes: [UInt8], at linear: UInt32, _ os: OS) {
    memory.load(bytes, at: layout[os].physical(linear)!)
  }

  mutating func putWords(_ words: [UInt32], at linear: UInt32, _ os: OS) {
    put(
      words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } },
      at: linear, os)
  }

  mutating func fill() {
    for section in routine.sections { put(section.bytes, at: section.linear, .os2) }
    routines()
    data1()
    data2()
    context1()
    if design.hasWatchdog { watchdog() }
  }

  // MARK: Interrupt routines

  /// Each leads to its code; one that is not expected, and an exception, ends the run.
  private mutating func routines() {
    let handlers: [OS: [UInt8: String]] = [
      .os1: [
        0: "OS1 timer", SystemDesign.request[.os1]!: "OS1 request",
        SystemDesign.interruptLine: "OS1 interrupt", SystemDesign.answerLine: "OS1 answer",
      ],
      .os2: [
        SystemDesign.commandLine: "OS2 command", SystemDesign.request[.os2]!: "OS2 request",
        SystemDesign.cardLine: "OS2 interrupt",
      ],
    ]
    // CLI, HLT, and back to it.
    let end: [UInt8] = [0xFA, 0xF4, 0xEB, 0xFC]
    for os in OS.allCases {
      let side = layout[os]
      for line in 0..<Layout.lineCount {
        guard let target = handlers[os]![line].flatMap({ labels[$0] }) else {
          put(end, at: side.routine(line), os)
          continue
        }
        let place = side.routine(line)
        let jump = try! Program(at: place) { I.jmp(Int(target)) }.assembled()
        put(jump.bytes, at: place, os)
      }
      for vector in 0..<Layout.firstVector { put(end, at: side.exceptionRoutine(vector), os) }
    }
    // An NMI while OS1 runs: IRET.
    put([0xCF], at: layout.os1.exceptionRoutine(2), .os1)
  }

  // MARK: Data

  private mutating func data1() {
    typealias At = SystemLayout.OS1
    putWords([design.sendsAtStart ? 1 : 0], at: At.pending, .os1)
    putWords([design.sendAddress ?? At.physical(At.sendBuffer)], at: At.sendAddress, .os1)
    put(SystemDesign.packet1, at: At.packet, .os1)
  }

  private mutating func data2() {
    typealias At = SystemLayout.OS2
    put(virtualRegisters, at: At.virtual, .os2)
    put(SystemDesign.classes(.read), at: At.readClasses, .os2)
    put(SystemDesign.classes(.write), at: At.writeClasses, .os2)
    put(SystemDesign.address1, at: At.address1, .os2)
    put(SystemDesign.address2, at: At.address2, .os2)
    put(SystemDesign.packet2, at: At.packet, .os2)
    let side = layout.os2
    for (place, table, limit) in [(At.gdtr, side.gdt, 0x5F), (At.idtr, side.idt, 0x17F)] {
      put([UInt8(limit & 0xFF), UInt8(limit >> 8)], at: place, .os2)
      putWords([table], at: place + 2, .os2)
    }
  }

  /// The values after reset, with OS1's address on the network (N10: a virtual register begins with
  /// the reset value).
  private var virtualRegisters: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 256)
    var resets = RegisterMap.realtekRTL8139CResets
    for (index, byte) in SystemDesign.address1.enumerated() { resets["IDR\(index)"] = UInt64(byte) }
    for row in RegisterMap.realtekRTL8139C.fields where row.card == "RTL8139C" && row.space == .io {
      guard let value = resets[row.name] else { continue }
      let positions = row.bits.ranges.reversed().flatMap { Array($0) }
      for (bit, position) in positions.enumerated() where value >> UInt64(bit) & 1 == 1 {
        bytes[Int(row.offset.number) + position / 8] |= 1 << UInt8(position % 8)
      }
    }
    return bytes
  }

  // MARK: OS1 as if a switch had left it

  private mutating func context1() {
    let (side, s) = (layout.os1, layout.os1.selectors)
    let frame = side.stackTop - 12
    putWords([labels["OS1 main"]!, UInt32(s.kernelCode), 2], at: frame, .os1)
    var cpu = Processor(layout.generation, memory: PhysicalMemory(frames: 1))
    cpu[.esp] = Bits(UInt64(frame))
    for segment in Segment.allCases {
      let selector = segment == .cs ? s.kernelCode : s.kernelData
      cpu[segment].selector = Bits(UInt64(selector))
    }
    cpu.gdtr = TableRegister(base: Bits(UInt64(side.gdt)), limit: 0x5F)
    cpu.idtr = TableRegister(base: Bits(UInt64(side.idt)), limit: 0x17F)
    cpu.tr.selector = Bits(UInt64(s.task))
    cpu.ldtr.selector = 0
    cpu.cr0 = 0x8001_0031
    cpu.cr3 = Bits(UInt64(side.directory))
    save(cpu)
  }

  /// Writes OS1's save area.
  private mutating func save(_ cpu: Processor) {
    let setting = SwitchSetting(
      layout, routine, from: Subject(.os1, .kernel), line: 5, required: [])
    for slot in routine.slots(.os1) {
      let places = setting.places(slot, .os1)!
      guard let words = slot.item.widths.flatMap({ _ in slot.item.words(in: cpu) }) else {
        let area = FloatingPointArea.stored(cpu.floatingPoint, layout.generation)
        for (place, word) in zip(places, area) { memory[place] = word }
        continue
      }
      for (place, word) in zip(places, words) {
        if word.sort == .bits(16) {
          memory[place] = Bits<16>(word.term)
        } else {
          memory[place] = Bits<32>(word.term)
        }
      }
    }
  }

  // MARK: The watchdog

  /// Task gates for the NMI and the double fault in OS2's IDT, with a task of their own (SDM 3A
  /// 7.2.1, 6.14.4).
  private mutating func watchdog() {
    let (side, s) = (layout.os2, layout.os2.selectors)
    let (tss, selector) = (SystemLayout.OS2.watchdogTask, UInt32(0x48))
    putWords(
      [tss << 16 | 0x67, tss & 0xFF00_0000 | tss >> 16 & 0xFF | 0x8900], at: side.gdt + selector,
      .os2)
    for vector in [2, 8] as [UInt32] {
      putWords([selector << 16, 0x8500], at: side.idt + 8 * vector, .os2)
    }
    putWords([side.directory, labels["OS2 watchdog"]!, 2], at: tss + 0x1C, .os2)
    putWords([SystemLayout.OS2.watchdogStack + 0x1000], at: tss + 0x38, .os2)
    let (code, data) = (UInt32(s.kernelCode), UInt32(s.kernelData))
    putWords([data, code, data, data], at: tss + 0x48, .os2)
    putWords([0x68 << 16], at: tss + 0x64, .os2)
  }
}
