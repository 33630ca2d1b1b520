import Processor

/// The steps of the switch, in the project's assembler notation.
extension SwitchRoutine {
  static func steps(_ layout: Layout, _ design: RoutineDesign) -> [Step] {
    let code = SwitchSteps(layout, design)
    return code.stubs + code.switching(from: .os1) + code.switching(from: .os2)
  }
}

/// The switch's lines for a layout and a design.
private struct SwitchSteps {
  typealias Step = SwitchRoutine.Step
  typealias Data = SwitchRoutine.Data
  let layout: Layout
  let design: RoutineDesign
  let base: Int

  init(_ layout: Layout, _ design: RoutineDesign) {
    self.layout = layout
    self.design = design
    base = Int(layout.region.linear)
  }

  private func slot(_ os: OS, _ item: Item, _ more: Int = 0) -> [Place] {
    [at(base + Data.save(os) + SwitchRoutine.offset(item)! + more)]
  }
  private func word32(_ os: OS, _ item: Item, _ more: Int = 0) -> AssemblerOperand {
    dword(slot(os, item, more), in: .ss)
  }
  private func word16(_ os: OS, _ item: Item) -> AssemblerOperand {
    word(slot(os, item), in: .ss)
  }
  private func any(_ os: OS, _ item: Item) -> AssemblerOperand {
    memory(slot(os, item), in: .ss)
  }
  private func data(_ offset: Int) -> AssemblerOperand { dword([at(base + offset)], in: .ss) }

  private var hasCR4: Bool { design.generation.has(.pentium) }
  private var hasExtendedArea: Bool { design.generation.has(.pentiumII) }

  /// a-1 → a-2: what the gates for foreign lines lead to; nothing but a call of the switch.
  var stubs: [Step] {
    OS.allCases.flatMap { os in
      (0..<Int(Layout.lineCount)).map { line in
        Step("S7 a-2: start the switch; the line is the byte behind the call") {
          I.call("switch from \(os.title)")
          I.db(line)
          I.align(8)
        }
      }
    }
  }

  func switching(from os: OS) -> [Step] { save(os) + carryOver(os) + restore(os.other) }

  // MARK: Saving, a-3

  private func save(_ os: OS) -> [Step] {
    [
      Step("S3 (A): EAX, to have a register") {
        I.label("switch from \(os.title)")
        I.mov(word32(os, .eax), eax)
      },
      Step("S3 (G): DR7; no breakpoint of \(os.title) in the switch") {
        I.mov(eax, dr(7))
        I.mov(word32(os, .dr7), eax)
        if design.disarmsBreakpoints {
          I.mov(eax, 0x400)
          I.mov(dr(7), eax)
        }
      },
      Step("S3 (D): EIP; the stack as the interrupt left it") { I.pop(word32(os, .eip)) },
      Step("S3 (C): EFLAGS") {
        I.pushf()
        I.pop(word32(os, .eflags))
      },
      Step("S3 (A)") {
        for (item, register) in Self.general { I.mov(word32(os, item), register) }
        I.mov(word32(os, .esp), esp)
      },
      Step("S3 (B)") {
        for (item, segment) in Self.segments + [(.cs, .cs), (.ss, .ss)] {
          I.mov(word16(os, item), segment)
        }
      },
      Step("S3 (E)") {
        for (item, control) in controls {
          I.mov(eax, control)
          I.mov(word32(os, item), eax)
        }
      },
      Step("S3 (F)") {
        I.sgdt(any(os, .gdtr))
        I.sidt(any(os, .idtr))
        I.sldt(word16(os, .ldtr))
        I.str(word16(os, .tr))
      },
      Step("S3 (G)") {
        for (number, item) in Self.debug {
          I.mov(eax, dr(number))
          I.mov(word32(os, item), eax)
        }
      },
    ] + (design.isComplete ? saveBeyond(os) : []) + window
  }

  private func saveBeyond(_ os: OS) -> [Step] {
    [
      Step("beyond S3: SYSENTER's registers") {
        if hasExtendedArea {
          for (number, item) in Self.sysenter {
            I.mov(ecx, number)
            I.rdmsr()
            I.mov(word32(os, item), eax)
          }
        }
      },
      Step("beyond S3: x87 and SSE, with TS and EM clear") {
        if design.clearsTaskSwitched {
          I.mov(eax, cr0)
          I.and(eax, -13)
          I.mov(cr0, eax)
        }
        if design.generation.has(.pentiumIII) {
          // Without OSFXSR the XMM registers would stay out.
          I.mov(eax, cr4)
          I.or(eax, 0x200)
          I.mov(cr4, eax)
        }
        if hasExtendedArea { I.fxsave(any(os, .fpu)) } else { I.fnsave(any(os, .fpu)) }
      },
    ]
  }

  /// Variants: interrupts are let in while the switch goes on, or the delivery's flags are undone.
  private var window: [Step] {
    if design.takesPushedFlags {
      return [
        Step("a mistake: the flags of what was interrupted, with NT as it had it") {
          I.mov(eax, dword([esp + 8], in: .ss))
          I.and(eax, -0x301)
          I.push(eax)
          I.popfd()
        }
      ]
    }
    guard design.opensWindow else { return [] }
    return [
      Step("a mistake: interrupts in the switch") {
        I.sti()
        I.nop()
        I.cli()
      }
    ]
  }

  /// What goes over to the other side: the line, and a stack that both map.
  private func carryOver(_ os: OS) -> [Step] {
    [
      Step("S7 a-4: the line, for the jump to its routine") {
        I.mov(eax, word32(os, .eip))
        I.movzx(eax, byte([at(eax)], in: .cs))
        I.mov(data(Data.line), eax)
      },
      Step("S4: a stack in the switch region") {
        if design.ownStack { I.mov(esp, base + Data.stackTop) }
      },
    ]
  }

  // MARK: Restoring, a-3

  private func restore(_ os: OS) -> [Step] {
    let tables = Step("S2 (a) (b): GDTR and IDTR") {
      I.lgdt(any(os, .gdtr))
      I.lidt(any(os, .idtr))
    }
    let paging = Step(
      "S2 (c), S4: CR3; the next instruction is at the same address",
      orders: design.isComplete
        ? [1: "the save area is mapped alike on both sides: x87 state is found before as well"]
        : [:]
    ) {
      I.mov(eax, word32(os, .cr3))
      I.mov(cr3, eax)
    }
    let descriptors = [tables, tasks(os), target(os), segments(os)]
    let isFirst = design.loadsPagingFirst
    let start = Step("S7 a-3") { I.label("restoring \(os.title)") }
    return [start, beforePaging].compactMap { $0 } + (isFirst ? [] : descriptors) + [paging]
      + (design.isComplete ? restoreBeyond(os) : []) + [controlRegisters(os)]
      + (isFirst ? descriptors : []) + [breakpoints(os)] + last(os)
  }

  /// PGE off drops global translations; PSE on, so that either OS's tables mean what they say.
  private var beforePaging: Step? {
    guard hasCR4, design.flushesGlobal || design.allowsLargePages else { return nil }
    // FXRSTOR has need of OSFXSR, which is among the other bits.
    let isFree = !design.generation.has(.pentiumIII)
    let why =
      "keeps CR4's other bits until all of CR4 is loaded; in EAX is the line instead, which sets no bit that is reserved or matters till then"
    return Step(
      "beyond S3: no global translation outlives the load of CR3; 4 MiB pages",
      excuses: isFree ? [0: why] : [:]
    ) {
      I.mov(eax, cr4)
      if design.flushesGlobal, design.generation.has(.pentiumII) { I.and(eax, -129) }
      if design.allowsLargePages { I.or(eax, 0x10) }
      I.mov(cr4, eax)
    }
  }

  private func restoreBeyond(_ os: OS) -> [Step] {
    [
      Step("beyond S3: x87 and SSE") {
        if hasExtendedArea { I.fxrstor(any(os, .fpu)) } else { I.frstor(any(os, .fpu)) }
      },
      Step(
        "beyond S3: SYSENTER's registers, loaded",
        excuses: [
          0: "clears the upper half of what WRMSR takes; the processor here keeps the lower half"
        ]
      ) {
        if hasExtendedArea {
          I.xor(edx, edx)
          for (number, item) in Self.sysenter {
            I.mov(ecx, number)
            I.mov(eax, word32(os, item))
            I.wrmsr()
          }
        }
      },
    ]
  }

  private func controlRegisters(_ os: OS) -> Step {
    Step("S3 (E)") {
      for (item, control) in controls.reversed() where item != .cr3 {
        I.mov(eax, word32(os, item))
        I.mov(control, eax)
      }
    }
  }

  private func tasks(_ os: OS) -> Step {
    Step("S3 (F): TR, its TSS made available first; LDTR") {
      if design.clearsBusy {
        I.movzx(ebx, word16(os, .tr))
        I.mov(eax, word32(os, .gdtr, 2))
        I.and(byte([eax + ebx + 5], in: .ss), -3)
      }
      I.ltr(word16(os, .tr))
      I.lldt(word16(os, .ldtr))
    }
  }

  private func target(_ os: OS) -> Step {
    Step("S7 a-4: routine i of \(os.title), from its IDT") {
      I.mov(eax, data(Data.line))
      I.mov(ebx, word32(os, .idtr, 2))
      I.mov(ecx, dword([ebx + eax * 8 + 0x104], in: .ss))
      I.mov(eax, dword([ebx + eax * 8 + 0x100], in: .ss))
      I.mov(cx, ax)
      I.mov(data(Data.target), ecx)
      I.shr(eax, 16)
      I.mov(data(Data.target + 4), eax)
    }
  }

  private func segments(_ os: OS) -> Step {
    Step("S3 (B)") {
      if design.reloadsSegments {
        for (item, segment) in Self.segments { I.mov(segment, word16(os, item)) }
      }
    }
  }

  private func breakpoints(_ os: OS) -> Step {
    Step("S3 (G): DR7 last") {
      for (number, item) in Self.debug + [(7, .dr7)] {
        I.mov(eax, word32(os, item))
        I.mov(dr(number), eax)
      }
    }
  }

  private static let noShadow =
    "interrupts are off, and no NMI comes: what MOV SS holds back does not matter"

  private func last(_ os: OS) -> [Step] {
    [
      Step("S3 (C): EFLAGS, which no instruction below changes; POPF would leave VIF and VIP") {
        I.push(word32(os, .eflags))
        if design.returnsFlags {
          I.push(word32(os, .cs))
          I.push("\(os.title)'s registers")
          I.iretd()
        } else {
          I.popf()
        }
        I.label("\(os.title)'s registers")
      },
      Step("S3 (A)", orders: [Self.general.count: Self.noShadow]) {
        for (item, register) in Self.general { I.mov(register, word32(os, item)) }
        I.mov(eax, word32(os, .eax))
      },
      Step(
        "S3 (B) (A): the stack that the other switch left",
        orders: [0: Self.noShadow]
      ) {
        I.mov(ss, word16(os, .ss))
        I.mov(esp, word32(os, .esp))
      },
      Step("S7 a-4: the jump loads CS") {
        I.label("jump to \(os.title)")
        I.ljmp(memory([at(base + Data.target)], in: .cs))
      },
    ]
  }

  // MARK: Tables

  private static let general: [(Item, GeneralRegister)] = [
    (.ebx, ebx), (.ecx, ecx), (.edx, edx), (.edi, edi), (.esi, esi), (.ebp, ebp),
  ]
  private static let segments: [(Item, Segment)] = [
    (.ds, .ds), (.es, .es), (.fs, .fs), (.gs, .gs),
  ]
  private static let debug: [(UInt8, Item)] = [
    (0, .dr0), (1, .dr1), (2, .dr2), (3, .dr3), (6, .dr6),
  ]
  private static let sysenter: [(Int, Item)] = [
    (0x174, .sysenterCS), (0x175, .sysenterESP), (0x176, .sysenterEIP),
  ]
  private var controls: [(Item, AssemblerOperand)] {
    [(.cr0, cr0), (.cr2, cr2), (.cr3, cr3)] + (hasCR4 ? [(.cr4, cr4)] : [])
  }
}
