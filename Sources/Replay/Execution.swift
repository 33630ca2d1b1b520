import Logic
import Models
import Processor

/// The steps that the processor itself takes.
extension ReplayMachine {
  /// Registers of an OS at the start, nothing entered.
  mutating func enterSystem(_ mode: Mode, interrupts: Bool) {
    let side = layout[running]
    let s = side.selectors
    cpu.cpl = mode == .kernel ? 0 : 3
    cpu.gdtr = TableRegister(base: Bits(UInt64(side.gdt)), limit: 0x5F)
    cpu.idtr = TableRegister(base: Bits(UInt64(side.idt)), limit: 0x17F)
    cpu.tr = register(Bits(UInt64(s.task)), self[descriptor: s.task, running])
    cpu.ldtr = .null(0)
    let (code, data) = mode == .kernel ? (s.kernelCode, s.kernelData) : (s.userCode, s.userData)
    cpu[.cs] = register(Bits(UInt64(code)), self[descriptor: code, running])
    cpu[.ss] = register(Bits(UInt64(data)), self[descriptor: data, running])
    for segment in [Segment.ds, .es, .fs, .gs] { load(segment, s.userData) }
    cpu.cr3 = Bits(UInt64(side.directory))
    cpu.cr4 = Bits((side.usesLargePages ? 0x10 : 0) | (side.usesGlobalPages ? 0x80 : 0))
    cpu.cr0 = 0x8001_0031
    if mode == .kernel { cpu[.esp] = Bits(UInt64(side.stackTop)) }
    compute(mode, loadsSegments: true)
    if mode == .user { computeSystemForUser() }
    cpu.eflags[.if] = Formula(interrupts)
  }

  /// Loads the threads' segment and edits its descriptor.
  mutating func editLoaded() {
    load(.ds, layout[running].selectors.thread)
    editDescriptors()
  }

  private mutating func computeSystemForUser() {
    cpu.cr2 = Bits(fresh())
    cpu.debug.dr0 = Bits(fresh())
  }

  /// The OS is interrupted by a line of the other, as the processor does it, and the switch has saved
  /// it; its memory has the frame.
  mutating func stop(_ line: UInt64) -> Processor {
    _ = cpu.interrupt(Layout.firstVector + inputs[line]!)
    frames[running]!.append(UInt32(cpu[.esp].known!))
    return cpu
  }

  /// Writes an OS's save area as its own switch would have.
  mutating func fill(_ os: OS, _ context: Processor) {
    let setting = SwitchSetting(
      layout, routine, from: Subject(os, .user), line: layout[os.other].lines.min()!, required: [])
    for slot in routine.slots(os) {
      guard let places = setting.places(slot, os) else { continue }
      if slot.item.widths == nil {
        let area = FloatingPointArea.stored(context.floatingPoint, layout.generation)
        for (place, word) in zip(places, area) { cpu.memory[place] = word }
        continue
      }
      let words = slot.item.words(in: context)!
      for (place, word) in zip(places, words) {
        if word.sort == .bits(16) {
          cpu.memory[place] = Bits<16>(word.term)
        } else {
          // The return address of the stub's call.
          cpu.memory[place] = Bits<32>(word.term) + (slot.item == .eip ? 5 : 0)
        }
      }
    }
  }

  // MARK: Instructions

  mutating func trace(_ lines: inout [String], _ wants: Bool) {
    if wants { lines.append("\(hex(cpu.eip.known ?? 0))  \(cpu.nextInstructionText)") }
  }

  /// Runs to an address; nil for one instruction.
  ///
  /// - Returns: what is wrong where that address does not come; nil also where the run stops before
  mutating func run(
    to address: UInt32?, _ lines: inout [String], _ traces: Bool
  ) -> String? {
    for _ in 0..<500 {
      trace(&lines, traces)
      let outcome = step()
      guard case .completed = outcome else {
        lines.append("\(outcome)")
        return nil
      }
      if address == nil || phaseAddress == address { return nil }
    }
    return "500 instructions do not lead to \(hex(address ?? 0))"
  }

  /// An external interrupt by a line: own or foreign, with a stack or without.
  mutating func interrupted(_ line: UInt64, _ lines: inout [String], _ traces: Bool) {
    if !hasStack[running]!, cpu.cpl.known == 0 { cpu[.esp] = 0x800 }
    isHalted[running] = false
    let outcome = take(line)
    if traces { lines.append("\(outcome)") }
    guard case .delivered = outcome, cpu.activity == .running else { return }
    serving.append(line)
    frames[running]!.append(UInt32(cpu[.esp].known!))
  }

  /// UD2 through a trap gate, which leaves IF as it is; gives where the routine is.
  mutating func trap(_ lines: inout [String], _ traces: Bool) -> UInt64 {
    let target = place(.kernel)
    layout[running].setGate(&cpu.memory, 6, to: target)
    let gate = layout[running].idt + 8 * 6
    self[gate + 4, running] = self[gate + 4, running] | 0x100
    put([0x0F, 0x0B], at: phaseAddress)
    withoutRequests { machine in
      machine.trace(&lines, traces)
      _ = machine.step()
    }
    frames[running]!.append(UInt32(cpu[.esp].known!))
    return UInt64(target)
  }

  /// IRET, from where the frame is.
  mutating func leave(_ lines: inout [String], _ traces: Bool) {
    guard let frame = frames[running]!.popLast() else { return }
    cpu[.esp] = Bits(UInt64(frame))
    put([0xCF], at: phaseAddress)
    withoutRequests { machine in
      machine.trace(&lines, traces)
      _ = machine.step()
    }
    cpu.eflags[.rf] = false
  }

  /// HLT, at the byte before, so that the OS goes on where the protocol has it.
  mutating func halt(_ lines: inout [String], _ traces: Bool) {
    cpu.eip = cpu.eip - 1
    put([0xF4], at: phaseAddress)
    withoutRequests { machine in
      machine.trace(&lines, traces)
      _ = machine.step()
    }
    isHalted[running] = true
  }

  /// Lets the instruction come before any interrupt: the protocol has them in this order.
  private mutating func withoutRequests(_ body: (inout ReplayMachine) -> Void) {
    let pending = cpu.interruptRequest
    cpu.interruptRequest = false
    body(&self)
    cpu.interruptRequest = pending
  }

  // MARK: The controller

  mutating func mask(_ line: UInt64, _ isMasked: Bool) {
    let old = controllers.master.mask.known!
    let bit: UInt64 = 1 << UInt64(inputs[line]!)
    withPorts { $0.write(0x21, Bits<8>(isMasked ? old | bit : old & ~bit)) }
  }

  /// A non-specific end of interrupt.
  mutating func end() {
    withPorts { $0.write(0x20, 0x20 as Bits<8>) }
    if !serving.isEmpty { serving.removeLast() }
  }
}
