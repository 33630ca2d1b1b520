import Logic
import Processor

/// What FNSAVE or FXSAVE stores of x87 and SSE state, by the processor's own instructions.
///
/// They run in a memory of their own, so that a proof compares what a routine did with what the same
/// function does alone.
public enum FloatingPointArea {
  /// Where the area is in that memory.
  private static let place: UInt32 = 0x1000

  /// The area's doublewords: 27 of FNSAVE, 128 of FXSAVE.
  public static func count(_ generation: ProcessorGeneration) -> Int {
    generation.has(.pentiumII) ? 128 : 27
  }

  /// What storing the state gives.
  ///
  /// - Parameter before: the area's doublewords before, of which FXSAVE leaves some as they are
  public static func stored(
    _ state: FloatingPoint, _ generation: ProcessorGeneration, over before: [Bits<32>] = []
  ) -> [Bits<32>] {
    var cpu = machine(generation, loads: false)
    cpu.floatingPoint = state
    for (index, word) in before.enumerated() { cpu.memory[place + UInt32(4 * index)] = word }
    run(&cpu)
    return (0..<count(generation)).map { cpu.memory[place + UInt32(4 * $0)] }
  }

  /// The state that loading the area gives.
  public static func loaded(_ area: [Bits<32>], _ generation: ProcessorGeneration) -> FloatingPoint
  {
    var cpu = machine(generation, loads: true)
    for (index, word) in area.enumerated() { cpu.memory[place + UInt32(4 * index)] = word }
    run(&cpu)
    return cpu.floatingPoint
  }

  private static func machine(_ generation: ProcessorGeneration, loads: Bool) -> Processor {
    var cpu = Processor(generation, memory: PhysicalMemory(frames: 2))
    let isExtended = generation.has(.pentiumII)
    let name = (isExtended ? "fx" : loads ? "f" : "fn") + (loads ? "rstor" : "save")
    let program = Program(at: 0) { I.Mnemonic(named: name)([at(Int(place))]) }
    cpu.memory.load(try! program.assembled().bytes, at: 0)
    cpu.cr0 = 0x31
    cpu.cr4 = generation.has(.pentiumIII) ? 0x200 : 0
    for segment in Segment.allCases {
      cpu[segment] = SegmentRegister(
        selector: 8, base: 0, limit: 0xFFFF_FFFF, rights: segment == .cs ? 0xC09B : 0xC093)
    }
    cpu.eip = 0
    return cpu
  }

  /// The one instruction, along its only path: a reserved bit of MXCSR is assumed clear.
  private static func run(_ cpu: inout Processor) {
    let paths = SymbolicRun(limit: 1).paths(from: cpu)
    let ended = paths.filter { if case .limit? = $0.end { true } else { false } }
    precondition(ended.count == 1, "an area with more than one outcome")
    cpu = ended[0].state
  }
}
