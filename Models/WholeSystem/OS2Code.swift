import Processor

/// OS2: it owns the card and has the switch and the pseudo-NIC.
struct OS2Code {
  typealias Step = SystemCode.Step
  typealias At = SystemLayout.OS2
  let design: SystemDesign
  /// Where the switch begins to restore OS1.
  let restoring1: UInt32

  var code: SystemCode {
    let nic = PseudoNICCode(design: design)
    return SystemCode(
      at: At.code,
      OS2Boot().steps + main + [request] + interrupt(nic) + nic.steps
        + design.stopping(.os2) + watchdog)
  }

  private func variable(_ address: UInt32) -> AssemblerOperand { dword([at(Int(address))]) }

  // MARK: The main loop

  private var main: [Step] {
    [
      Step("") {
        I.label("OS2 main")
        I.cli()
        I.cmp(variable(At.stopAsked), 0)
        I.jne("OS2 stops")
        I.cmp(variable(At.inbox2IsFull), 0)
        I.je("nothing came")
      },
      Step("OS2's software takes its packet") {
        I.inc(variable(At.received))
        I.mov(variable(At.inbox2IsFull), 0)
        // What was left in the ring for want of room is looked at again.
        I.cmp(variable(At.isLeft), 0)
        I.je("nothing came")
        I.mov(variable(At.isLeft), 0)
        I.int(SystemLayout.vector(SystemDesign.cardLine))
        I.label("nothing came")
        I.cmp(variable(At.pending), 0)
        I.je("nothing to send")
        I.mov(variable(At.pending), 0)
      },
      Step("fig.6 a: OS2 has a packet sent") {
        I.mov(esi, Int(At.packet))
        I.mov(edi, Int(At.sendBuffer))
        I.mov(ecx, SystemDesign.packet2.count)
        I.cld()
        I.rep(I.movsb())
        OS2Boot.port("TSAD1")
        I.mov(eax, Int(At.sendBuffer))
        I.out(dx, eax)
        OS2Boot.port("TSD1: SIZE/OWN")
        I.mov(eax, SystemDesign.packet2.count)
        I.out(dx, eax)
      },
      Step("") {
        I.label("nothing to send")
        I.inc(variable(At.work))
        // An interrupt is let in after HLT has begun only.
        I.sti()
        I.hlt()
        I.jmp("OS2 main")
      },
    ]
  }

  private var request: Step {
    Step("OS2 is asked to send") {
      I.label("OS2 request")
      I.push(eax)
      I.mov(variable(At.pending), 1)
      I.mov(al, 0x20)
      I.out(0x20, al)
      I.pop(eax)
      I.iretd()
    }
  }

  // MARK: The card's interrupt

  private func interrupt(_ nic: PseudoNICCode) -> [Step] {
    [
      Step("fig.7 c-1: OS2 answers the interrupt") {
        I.label("OS2 interrupt")
        I.pusha()
        OS2Boot.port("ISR")
        I.in(ax, dx)
        if design.acknowledges { I.out(dx, ax) }
        I.test(al, 4)
        I.je("not sent")
      },
      Step("OS2 looks whether OS1's packet has been sent") {
        OS2Boot.port("TSD0: SIZE/OWN")
        I.in(eax, dx)
        I.test(eax, 0x8000)
        I.je("not sent")
        I.mov(variable(At.slotIsFull), 0)
        for slot in 0..<4 {
          I.mov(edx, SystemLayout.offset("TSD\(slot): SIZE/OWN"))
          I.call("take")
        }
      },
      Step("OS2 looks whether a frame is there") {
        I.label("not sent")
        OS2Boot.port("CR.BUFE")
        I.in(al, dx)
        I.test(al, 1)
        I.jne("nothing more")
      },
    ] + sorting + [
      passingOn,
      Step("OS2 ends the interrupt at the controllers") {
        I.label("nothing more")
        if design.stops[.os2] == .unacknowledged {
          I.cmp(variable(At.stopAsked), 0)
          I.jne("OS2 stops")
        }
        I.mov(al, 0x20)
        I.out(0xA0, al)
        I.out(0x20, al)
        nic.hasInterrupt
        I.popa()
        I.jne("interrupt OS1")
        I.iretd()
      },
    ]
  }

  /// By the destination: OS1's address on the network, OS2's, or both for a broadcast. The card lets
  /// in what it likes, since it has one address only to filter by.
  private var sorting: [Step] {
    [
      Step("OS2 looks whom the frame is for") {
        I.mov(esi, variable(At.ringOffset))
        I.add(esi, Int(At.ring))
        I.mov(eax, dword([esi + 4]))
        I.mov(bx, word([esi + 8]))
        I.cmp(eax, -1)
        I.je("for both")
        isFor(At.address1, otherwise: "not for OS1")
      },
      Step("fig.8 c-2: OS2 passes on what came for OS1") {
        I.call("for OS1")
        I.jmp("passed on")
      },
      Step("") {
        I.label("not for OS1")
        isFor(At.address2, otherwise: "passed on")
        roomForOS2
      },
      Step("fig.8 c-2: OS2 passes on what came for it") {
        I.call("for OS2")
        I.jmp("passed on")
      },
      Step("") {
        I.label("for both")
        roomForOS2
      },
      Step("fig.8 c-2: OS2 passes on a broadcast") {
        I.call("for OS1")
        I.call("for OS2")
      },
      Step("") {
        I.label("passed on")
        // The ring's next frame; CAPR stays 16 bytes behind.
        I.movzx(eax, word([esi + 2]))
        I.add(eax, 7)
        I.and(eax, -4)
        I.add(eax, variable(At.ringOffset))
        I.and(eax, 0x1FFF)
        I.mov(variable(At.ringOffset), eax)
        I.sub(eax, 16)
        OS2Boot.port("CAPR")
        I.out(dx, ax)
        I.call("deliver")
        I.jmp("not sent")
      },
    ]
  }

  /// EAX and BX hold the destination.
  private func isFor(_ address: UInt32, otherwise label: String) -> [I] {
    [
      I.cmp(eax, variable(address)), I.jne(label),
      I.cmp(bx, word([at(Int(address) + 4)])), I.jne(label),
    ]
  }

  /// A frame for OS2 waits in the ring until its software has taken the last.
  private var roomForOS2: [I] {
    [
      I.cmp(variable(At.inbox2IsFull), 0), I.jne("left in the ring"),
    ]
  }

  private var passingOn: Step {
    Step("") {
      I.label("for OS1")
      I.cmp(variable(At.inbox1IsFull), 0)
      I.jne("no room for OS1")
      I.mov(edi, Int(At.inbox1))
      I.mov(variable(At.inbox1IsFull), 1)
      I.label("copy to an inbox")
      I.push(esi)
      I.movzx(ecx, word([esi + 2]))
      I.add(ecx, 4)
      I.cld()
      I.rep(I.movsb())
      I.pop(esi)
      I.ret()
      I.label("no room for OS1")
      I.inc(variable(At.dropped1))
      I.ret()
      I.label("for OS2")
      I.movzx(ecx, word([esi + 16]))
      I.cmp(ecx, Int(SystemDesign.stopType.byteSwapped))
      I.jne("not to stop")
      I.mov(variable(At.stopAsked), 1)
      I.label("not to stop")
      I.mov(edi, Int(At.inbox2))
      I.mov(variable(At.inbox2IsFull), 1)
      I.jmp("copy to an inbox")
      I.label("left in the ring")
      I.mov(variable(At.isLeft), 1)
      I.jmp("nothing more")
    }
  }

  // MARK: The watchdog

  /// The task that an NMI or a double fault enters: it gives OS2 up and goes on with OS1, on a stack
  /// of its own.
  private var watchdog: [Step] {
    let mask = { (lines: Set<UInt8>, first: UInt8) in
      (0..<8).reduce(0) { $0 | (lines.contains(first + $1) ? 1 << Int($1) : 0) }
    }
    let region = SystemLayout.layout.region.linear
    let lines = SystemLayout.layout.os2.lines
    // The cascade stays open for OS1's lines.
    let (master, slave) = (mask(lines, 0) & ~4, mask(lines, 8))
    return [
      Step("the watchdog's task: OS2's lines are masked, what is in service is ended") {
        I.label("OS2 watchdog")
        // NT would make the switch's IRET a task return, TS its FRSTOR a fault.
        I.pushf()
        I.and(dword([at(esp)]), ~0x4000)
        I.popf()
        I.clts()
        I.mov(al, master)
        I.out(0x21, al)
        I.mov(al, slave)
        I.out(0xA1, al)
        I.mov(ecx, 8)
        I.mov(al, 0x20)
        I.label("ending")
        I.out(0xA0, al)
        I.out(0x20, al)
        I.dec(ecx)
        I.jne("ending")
      },
      Step("the watchdog's task goes on with OS1, in its routine for the timer") {
        I.mov(variable(SystemLayout.isDown), 1)
        I.mov(variable(region + UInt32(SwitchRoutine.Data.line)), 0)
        // The task's own stack is not mapped in OS1.
        I.mov(esp, Int(region) + SwitchRoutine.Data.stackTop)
        I.jmp(Int(restoring1))
      },
    ]
  }
}
