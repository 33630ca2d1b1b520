import Models
import Processor

/// The program that carries a trace out on a bare machine, in the project's assembler notation.
///
/// It is the breakpoint handler of both OSes. At a breakpoint it takes down the processor's state,
/// then follows its script (see `ImageScript`): what to print, which words to compare, what to write
/// in an OS's name; `leave` plants the next breakpoint and lets the OS go on. The words of the
/// script are addresses of the routines below, each followed by its operands.
///
/// It addresses memory through SS alone and loads DS, ES, FS and GS only where the script says so:
/// their hidden parts are the OS's.
struct Monitor {
  let generation: ProcessorGeneration
  /// OS1, which runs first.
  let first: Layout.Side
  let lines: [I]

  init(_ generation: ProcessorGeneration, first: Layout.Side) {
    self.generation = generation
    self.first = first
    lines =
      Self.start(generation, first) + Self.enter(generation) + Self.follow + Self.operations
      + Self.printing + Self.leave(generation)
  }

  var program: Program {
    Program(at: ImageMap.monitor) { lines }
  }

  typealias Slot = ImageMap.Slot

  static func slot(_ slot: Slot) -> AssemblerOperand {
    dword([at(Int(slot.address))], in: .ss)
  }
  static func narrow(_ slot: Slot) -> AssemblerOperand {
    word([at(Int(slot.address))], in: .ss)
  }
  /// An operand of the script's line.
  static func operand(_ index: Int) -> AssemblerOperand {
    dword([esi + 4 * index], in: .ss)
  }

  static let general: [(Slot, GeneralRegister)] = [
    (.ecx, ecx), (.edx, edx), (.ebx, ebx), (.ebp, ebp), (.esi, esi), (.edi, edi),
  ]
  static let data: [(Slot, Segment)] = [(.ds, .ds), (.es, .es), (.fs, .fs), (.gs, .gs)]
  static let debug: [(Slot, UInt8)] = [
    (.dr0, 0), (.dr1, 1), (.dr2, 2), (.dr3, 3), (.dr6, 6), (.dr7, 7),
  ]
  static let sysenter: [(Slot, Int)] = [
    (.sysenterCS, 0x174), (.sysenterESP, 0x175), (.sysenterEIP, 0x176),
  ]

  static func lines(@Program.Builder _ lines: () -> [I]) -> [I] { lines() }

  // MARK: The start

  /// From protected mode without paging (Multiboot 0.6.96, section 3.2) into OS1's address space.
  private static func start(_ generation: ProcessorGeneration, _ side: Layout.Side) -> [I] {
    let s = side.selectors
    // OSFXSR, so that the first FXRSTOR loads the XMM registers too.
    let features =
      (side.usesLargePages ? 0x10 : 0) | (side.usesGlobalPages ? 0x80 : 0)
      | (generation.has(.pentiumIII) ? 0x200 : 0)
    return lines {
      I.label("start")
      I.cli()
      I.cld()
      I.mov(esp, Int(ImageMap.stackTop))
      I.mov(eax, Int(side.directory))
      I.mov(cr3, eax)
      if generation.has(.pentium) {
        I.mov(eax, features)
        I.mov(cr4, eax)
      }
      I.mov(eax, cr0)
      I.and(eax, 0x1FF8_FFC0)
      I.or(eax, Int(Int32(bitPattern: 0x8001_0031)))
      I.mov(cr0, eax)
      I.jmp("paged")
      I.label("paged")
      I.lgdt(memory([at(Int(Slot.gdtrLimit.address) + 2)], in: .ss))
      I.lidt(memory([at(Int(Slot.idtrLimit.address) + 2)], in: .ss))
      I.mov(eax, Int(s.kernelData))
      I.mov(ss, ax)
      I.mov(esp, Int(ImageMap.stackTop))
      I.push(Int(s.kernelCode))
      I.push("flat")
      I.retf()
      I.label("flat")
      // The table says that OS1's TSS is in use.
      I.and(byte([at(Int(side.entry(s.task)) + 5)], in: .ss), -3)
      I.mov(eax, Int(s.task))
      I.ltr(ax)
      I.mov(esi, Int(ImageMap.script))
      I.jmp("follow")
    }
  }

  // MARK: A breakpoint

  private static func enter(_ generation: ProcessorGeneration) -> [I] {
    lines {
      I.align(16)
      I.label("breakpoint")
      I.mov(slot(.eax), eax)
      for (place, register) in general { I.mov(slot(place), register) }
      // Back to the address of INT3.
      I.mov(eax, dword([at(esp)]))
      I.dec(eax)
      I.mov(slot(.eip), eax)
      I.mov(eax, dword([esp + 8]))
      I.mov(slot(.eflags), eax)
      I.movzx(eax, word([esp + 4]))
      I.mov(slot(.cs), eax)
      I.lea(ebx, dword([esp + 12]))
      I.mov(ecx, ss)
      I.test(al, 3)
      I.je("same privilege")
      I.mov(ebx, dword([esp + 12]))
      I.mov(ecx, dword([esp + 16]))
      I.label("same privilege")
      I.mov(slot(.esp), ebx)
      I.movzx(ecx, cx)
      I.mov(slot(.ss), ecx)
      I.mov(esp, Int(ImageMap.stackTop))
      for (place, segment) in data {
        I.mov(eax, segment)
        I.movzx(eax, ax)
        I.mov(slot(place), eax)
      }
      I.xor(eax, eax)
      I.mov(slot(.ldtr), eax)
      I.mov(slot(.tr), eax)
      I.sldt(narrow(.ldtr))
      I.str(narrow(.tr))
      for (place, control) in [(Slot.cr0, cr0), (.cr2, cr2), (.cr3, cr3)] {
        I.mov(eax, control)
        I.mov(slot(place), eax)
      }
      I.sgdt(memory([at(Int(Slot.gdtrLimit.address) + 2)], in: .ss))
      I.sidt(memory([at(Int(Slot.idtrLimit.address) + 2)], in: .ss))
      for (place, number) in debug {
        I.mov(eax, dr(number))
        I.mov(slot(place), eax)
      }
      // TS and EM, so that the x87 state can be had.
      I.mov(eax, cr0)
      I.and(eax, -13)
      I.mov(cr0, eax)
      if generation.has(.pentium) {
        I.mov(eax, cr4)
        I.mov(slot(.cr4), eax)
      }
      if generation.has(.pentiumIII) {
        I.or(eax, 0x200)
        I.mov(cr4, eax)
      }
      if generation.has(.pentiumII) {
        I.fxsave(memory([at(Int(ImageMap.area))], in: .ss))
        for (place, number) in sysenter {
          I.mov(ecx, number)
          I.rdmsr()
          I.mov(slot(place), eax)
        }
      } else {
        I.fnsave(memory([at(Int(ImageMap.area))], in: .ss))
      }
      // OCW3: the request register, the in-service register; the mask is at the other port.
      for (place, command) in [(Slot.requests, 0x0A), (.inService, 0x0B)] {
        I.mov(al, command)
        I.out(0x20, al)
        I.in(al, 0x20)
        I.movzx(eax, al)
        I.mov(slot(place), eax)
      }
      I.in(al, 0x21)
      I.movzx(eax, al)
      I.mov(slot(.mask), eax)
      // The byte that the breakpoint has replaced.
      I.mov(ebx, slot(.breakPlace))
      I.mov(eax, slot(.breakByte))
      I.mov(byte([at(ebx)], in: .ss), al)
      I.mov(esi, slot(.cursor))
      I.mov(eax, slot(.eip))
      I.cmp(eax, slot(.breakAddress))
      I.je("follow")
    }
  }

  // MARK: Back to the OS

  private static func leave(_ generation: ProcessorGeneration) -> [I] {
    lines {
      // leave: the breakpoint's address in the window, and its EIP.
      I.label("leave")
      I.mov(ebx, operand(0))
      I.mov(slot(.breakPlace), ebx)
      I.mov(al, byte([at(ebx)], in: .ss))
      I.mov(byte([at(Int(Slot.breakByte.address))], in: .ss), al)
      I.mov(byte([at(ebx)], in: .ss), 0xCC - 0x100)
      I.mov(eax, operand(1))
      I.mov(slot(.breakAddress), eax)
      I.add(esi, 8)
      I.mov(slot(.cursor), esi)
      for (place, number) in debug {
        I.mov(eax, slot(place))
        I.mov(dr(number), eax)
      }
      if generation.has(.pentiumII) {
        I.xor(edx, edx)
        for (place, number) in sysenter {
          I.mov(ecx, number)
          I.mov(eax, slot(place))
          I.wrmsr()
        }
        I.fxrstor(memory([at(Int(ImageMap.area))], in: .ss))
      } else {
        I.frstor(memory([at(Int(ImageMap.area))], in: .ss))
      }
      I.mov(eax, slot(.cr2))
      I.mov(cr2, eax)
      if generation.has(.pentium) {
        I.mov(eax, slot(.cr4))
        I.mov(cr4, eax)
      }
      I.mov(eax, slot(.cr0))
      I.mov(cr0, eax)
      I.test(byte([at(Int(Slot.cs.address))], in: .ss), 3)
      I.jne("to user mode")
      // The frame goes where the OS's kernel has its stack.
      I.mov(edi, slot(.esp))
      I.sub(edi, 12)
      for (index, place) in [Slot.eip, .cs, .eflags].enumerated() {
        I.mov(eax, slot(place))
        I.mov(dword([edi + 4 * index], in: .ss), eax)
      }
      I.mov(esp, edi)
      I.jmp("registers")
      I.label("to user mode")
      for place in [Slot.ss, .esp, .eflags, .cs, .eip] { I.push(slot(place)) }
      I.label("registers")
      for (place, register) in general { I.mov(register, slot(place)) }
      I.mov(eax, slot(.eax))
      I.iretd()
    }
  }
}
