import Logic

/// What the processor is doing between instructions.
public enum Activity: Sendable, Equatable {
  case running
  /// After HLT, until an interrupt.
  case halted
  /// After a triple fault, until RESET.
  case shutdown
}

/// The state of an IA-32 processor with the memory and the ports that it reaches.
///
/// A copy is a snapshot: memory pages are shared until written. Everything that can hold data is
/// `Bits` and may be a term; what decides the next step (EIP, activity, TLB) is known.
public struct Processor: Sendable {
  public let generation: Generation

  // MARK: Registers
  /// EAX ECX EDX EBX ESP EBP ESI EDI, in the order of their encoding.
  public var registers: InlineArray<8, Bits<32>>
  public var eip: Bits<32> = 0xFFF0
  public var eflags = Flags()
  /// ES CS SS DS FS GS, in the order of their encoding.
  public var segments: InlineArray<6, SegmentRegister>
  public var ldtr = SegmentRegister()
  public var tr = SegmentRegister()
  public var gdtr = TableRegister()
  public var idtr = TableRegister()
  /// The current privilege level.
  public var cpl: Bits<2> = 0
  public var cr0: Bits<32> = 0x6000_0010
  public var cr2: Bits<32> = 0
  public var cr3: Bits<32> = 0
  public var cr4: Bits<32> = 0
  public var debug = DebugRegisters()
  public var floatingPoint = FloatingPoint()
  public var sysenter = SysenterRegisters()
  /// The time stamp counter; one an instruction.
  public var tsc: Bits<64> = 0

  // MARK: What holds between instructions
  public var activity = Activity.running
  /// An NMI waits to be delivered.
  public var nmiPending = false
  /// NMIs are blocked until the next IRET (SDM 3A 6.7.1).
  public var nmiBlocked = false
  /// INTR is asserted.
  public var interruptRequest = false
  /// What the last instruction holds off for one instruction.
  public var shadow = Shadow.none

  // MARK: Surroundings
  public var memory: PhysicalMemory
  public var tlb = TLB()
  public var ports: any Ports = NoPorts()
  /// Decides what is not known; nil where a run must know everything.
  var decisions: Decisions?
  /// Known places of unknown addresses.
  public var regions: [Region] = []
  /// What the run reads and writes, where that is kept.
  public var accesses: [MemoryAccess]?
  /// Whether an exception goes through the IDT; else `step` ends with it.
  public var deliversFaults = true

  // MARK: The instruction under way
  /// Where it is.
  var start: Bits<32> = 0
  /// The instruction went through the IDT: no single-step trap follows it (SDM 3B 17.3.1.4).
  var hasEnteredHandler = false
  /// The instruction has switched the task: its faults are the new task's.
  var hasSwitchedTask = false
  /// Debug exceptions to be raised after the instruction, as bits of DR6.
  public var debugHits: Bits<32> = 0
  var code = CodeCache()

  /// A processor after RESET (SDM 3A table 9-1).
  public init(_ generation: Generation, memory: PhysicalMemory) {
    self.generation = generation
    self.memory = memory
    registers = InlineArray(repeating: 0)
    segments = InlineArray(repeating: SegmentRegister())
    reset()
  }
}

/// What MOV SS, POP SS and STI hold off until after the next instruction (SDM 3A 6.8.3).
public enum Shadow: Sendable, Equatable {
  case none
  /// STI: maskable interrupts.
  case sti
  /// MOV SS, POP SS: interrupts, NMIs and debug exceptions.
  case movSS
}

/// A general register by the number in its encoding.
public enum Register: UInt8, Sendable, CaseIterable, Hashable {
  case eax, ecx, edx, ebx, esp, ebp, esi, edi
}

extension Processor {
  public subscript(register: Register) -> Bits<32> {
    @inline(__always) get {
      let index = Int(register.rawValue)
      // Said twice so that a known word is copied without counting references.
      if let known = registers[index].known { return Bits(truncating: known) }
      return registers[index]
    }
    @inline(__always) set { registers[Int(register.rawValue)] = newValue }
  }

  public subscript(segment: Segment) -> SegmentRegister {
    @inline(__always) get { segments[Int(segment.rawValue)] }
    @inline(__always) set { segments[Int(segment.rawValue)] = newValue }
  }

  /// The state after the RESET pin was asserted; memory and ports stay (SDM 3A table 9-1).
  public mutating func reset() {
    registers = InlineArray(repeating: 0)
    self[.edx] = Bits(generation.signature)
    eip = 0xFFF0
    eflags = Flags()
    segments = InlineArray(repeating: SegmentRegister())
    self[.cs] = SegmentRegister(
      selector: 0xF000, base: 0xFFFF_0000, limit: 0xFFFF, rights: 0x93)
    ldtr = SegmentRegister(selector: 0, base: 0, limit: 0xFFFF, rights: 0x82)
    tr = SegmentRegister(selector: 0, base: 0, limit: 0xFFFF, rights: 0x8B)
    gdtr = TableRegister()
    idtr = TableRegister()
    cpl = 0
    cr0 = 0x6000_0010
    cr2 = 0
    cr3 = 0
    cr4 = 0
    debug = DebugRegisters()
    floatingPoint = FloatingPoint()
    sysenter = SysenterRegisters()
    tsc = 0
    activity = .running
    nmiPending = false
    nmiBlocked = false
    shadow = .none
    tlb.flush(keepingGlobal: false)
  }

  // MARK: Modes

  var isProtected: Formula { cr0.bit(0) }
  var isPaged: Formula { cr0.bit(31) }
}

// MARK: - Deciding

extension Processor {
  /// Whether the condition holds on this path: at once where it is known.
  @inline(__always)
  func decide(_ condition: Formula) throws(Stop) -> Bool {
    if let known = condition.known { return known }
    return try decideSymbolic(condition)
  }

  @inline(never)
  private func decideSymbolic(_ condition: Formula) throws(Stop) -> Bool {
    guard let decisions else { throw .unresolved("a condition: \(condition)") }
    return decisions.decide(condition)
  }

  /// Stops unless the value is known; `what` says what it is.
  @inline(__always)
  func known<let width: Int>(_ value: Bits<width>, _ what: StaticString) throws(Stop) -> UInt32 {
    if let known = value.known { return UInt32(truncatingIfNeeded: known) }
    return try knownByCases(value.asTerm, what)
  }

  /// The number that a term is on this path which has choices between known ones in it.
  @inline(never)
  private func knownByCases(_ value: Term, _ what: StaticString) throws(Stop) -> UInt32 {
    var term = value
    while decisions != nil, let condition = term.someCondition {
      term = term.resolving(condition, as: try decide(Formula(condition)))
    }
    guard case .word(let word)? = term.literal else { throw .unresolved("\(what): \(value)") }
    return UInt32(truncatingIfNeeded: word)
  }
}
