import Processor

/// How the machine starts: as a multiboot loader leaves it, in OS2's code. OS2 readies processor,
/// controllers, timer and card, and gives OS1 the processor by a switch.
struct OS2Boot {
  typealias Step = SystemCode.Step
  typealias At = SystemLayout.OS2
  private let side = SystemLayout.layout.os2

  var steps: [Step] { [paging, tables, controllers, configuration] + card + [first] }

  private func output(_ port: Int, _ values: Int...) -> [I] {
    values.flatMap { value -> [I] in
      let out = port < 0x100 ? [I.out(port, al)] : [I.mov(dx, port), I.out(dx, al)]
      return [I.mov(al, value)] + out
    }
  }

  private var paging: Step {
    Step("start: paging") {
      I.label("boot")
      I.cli()
      I.mov(eax, 0x10)
      I.mov(cr4, eax)
      I.mov(eax, Int(side.directory))
      I.mov(cr3, eax)
      I.mov(eax, 0x8001_0031)
      I.mov(cr0, eax)
    }
  }

  private var tables: Step {
    Step("start: descriptor tables, task and stack of OS2") {
      let s = side.selectors
      I.lgdt([at(Int(At.gdtr))])
      I.lidt([at(Int(At.idtr))])
      I.ljmp(AssemblerOperand.far(s.kernelCode, .label("in OS2's segments")))
      I.label("in OS2's segments")
      I.mov(ax, Int(s.kernelData))
      for segment in [ds, es, ss] { I.mov(segment, ax) }
      I.xor(eax, eax)
      for segment in [fs, gs] { I.mov(segment, ax) }
      I.mov(esp, Int(side.stackTop))
      I.lldt(ax)
      I.and(byte([at(Int(side.entry(s.task)) + 5)]), -3)
      I.mov(ax, Int(s.task))
      I.ltr(ax)
      I.fninit()
    }
  }

  /// Vectors from 20h and 28h; the card's line by level; the timer in mode 2, 500 clocks a tick.
  private var controllers: Step {
    let lines = [0, 2, SystemDesign.request[.os1]!, SystemDesign.request[.os2]!]
    let master = lines.reduce(0xFF) { $0 & ~(1 << Int($1)) }
    let slave = 0xFF & ~(1 << Int(SystemDesign.cardLine - 8))
    return Step("start: interrupt controllers and timer") {
      output(0x20, 0x11)
      output(0x21, Int(Layout.firstVector), 4, 1, master)
      output(0xA0, 0x11)
      output(0xA1, Int(Layout.firstVector) + 8, 2, 1, slave)
      output(0x4D1, 1 << Int(SystemDesign.cardLine - 8))
      output(0x43, 0x34)
      output(0x40, 500 & 0xFF, 500 >> 8)
    }
  }

  /// CONFIG_ADDRESS of a register of device 3.
  private func select(_ offset: Int) -> [I] {
    [
      I.mov(dx, 0xCF8), I.mov(eax, 0x8000_1800 | offset), I.out(dx, eax), I.mov(dx, 0xCFC),
    ]
  }

  private var configuration: Step {
    let command = Int(RegisterMap.pci.field("Command: Bus Master Enable").offset.number)
    let base = Int(RegisterMap.pci.field("BAR0: address").offset.number)
    return Step("start: the card's configuration space (process A)") {
      select(base)
      I.in(eax, dx)
      I.and(eax, -4)
      I.mov(dword([at(Int(At.port))]), eax)
      select(command)
      I.in(ax, dx)
      // I/O Space Enable, Bus Master Enable.
      I.or(ax, 5)
      I.out(dx, ax)
    }
  }

  /// EDX: the port of a register.
  static func port(_ row: String) -> [I] {
    [
      I.mov(edx, dword([at(Int(At.port))])), I.add(edx, SystemLayout.offset(row)),
    ]
  }

  private var card: [Step] {
    [
      Step("start: OS2 resets the card") {
        Self.port("CR.RST")
        I.mov(al, 0x10)
        I.out(dx, al)
        I.label("resetting")
        I.in(al, dx)
        I.test(al, 0x10)
        I.jne("resetting")
      },
      Step("fig.7 a: OS2 writes the receive buffer's address") {
        Self.port("RBSTART")
        I.mov(eax, Int(At.ring))
        I.out(dx, eax)
      },
      Step("start: the card sends, receives and interrupts") {
        // RE, TE.
        Self.port("CR.RE/TE")
        I.mov(al, 0xC)
        I.out(dx, al)
        // AAP, so that frames for OS1's address pass too; APM, AB; WRAP, 8 KiB, unlimited bursts.
        Self.port("RCR.accept bits")
        I.mov(eax, 0x78B)
        I.out(dx, eax)
        // ROK, TOK, TER.
        Self.port("IMR")
        I.mov(ax, 0xD)
        I.out(dx, ax)
      },
    ]
  }

  private var first: Step {
    Step("OS2 gives OS1 the processor") {
      I.int(SystemLayout.vector(SystemDesign.answerLine))
      I.jmp("OS2 main")
    }
  }
}
