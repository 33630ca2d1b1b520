import Processor

/// OS1: a general-purpose system with a driver for its card, which is the pseudo-NIC.
///
/// Its driver is that of an RTL8139 but for one thing: where that has IN or OUT it has INT (A10).
struct OS1Code {
  typealias Step = SystemCode.Step
  typealias At = SystemLayout.OS1
  let design: SystemDesign

  var code: SystemCode { SystemCode(at: At.code, main + sending + routines + stopping) }

  // MARK: Commands

  /// A command to the pseudo-NIC: EBX 1 to write, EDX the register's offset, ECX the bytes, EAX the
  /// value.
  private func write(_ row: String, _ value: Int, bytes: Int) -> [I] {
    [I.mov(edx, SystemLayout.offset(row)), I.mov(eax, value)] + command(bytes)
  }

  private func command(_ bytes: Int) -> [I] {
    [
      I.mov(ecx, bytes), I.mov(ebx, 1),
      I.int(SystemLayout.vector(SystemDesign.commandLine)),
    ]
  }

  private func variable(_ address: UInt32) -> AssemblerOperand { dword([at(Int(address))]) }

  // MARK: Code

  private var main: [Step] {
    let own = SystemDesign.ownAddress1
    let low = own.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let ring = design.receiveAddress ?? At.physical(At.ring)
    return [
      Step("fig.8 a: OS1 offers a receive buffer") {
        I.label("OS1 main")
        write("RBSTART", Int(ring), bytes: 4)
      },
      Step("OS1 sets its address, unmasks interrupts, turns sender and receiver on") {
        write("IDR0", low, bytes: 4)
        write("IDR4", Int(own[4]) | Int(own[5]) << 8, bytes: 2)
        // ROK, TOK, TER.
        write("IMR", 0xD, bytes: 2)
        write("CR.RE/TE", 0xC, bytes: 1)
      },
      Step("OS1 runs, with interrupts on") { I.sti() },
      Step("") {
        I.label("OS1 runs")
        I.inc(variable(At.work))
        I.cmp(variable(At.stopAsked), 0)
        I.jne("OS1 stops")
        I.cmp(variable(At.pending), 0)
        I.je("OS1 runs")
        I.mov(variable(At.pending), 0)
        // The watchdog has given OS2 up.
        I.cmp(variable(SystemLayout.isDown), 0)
        I.jne("OS1 runs")
        I.call("OS1 sends")
        I.jmp("OS1 runs")
      },
    ]
  }

  private var sending: [Step] {
    let length = SystemDesign.packet1.count
    return [
      Step("fig.8 a-1: OS1 copies a packet to its send buffer") {
        I.label("OS1 sends")
        I.mov(esi, Int(At.packet))
        I.mov(edi, Int(At.sendBuffer))
        I.mov(ecx, length)
        I.cld()
        I.rep(I.movsb())
      },
      Step("fig.8 a-2: OS1 writes its buffer's address") {
        I.mov(edx, variable(At.slot))
        I.and(edx, 3)
        I.shl(edx, 2)
        I.add(edx, SystemLayout.offset("TSAD0"))
        I.mov(eax, variable(At.sendAddress))
        command(4)
      },
      Step("fig.8 a-3: OS1 gives the start command") {
        I.mov(edx, variable(At.slot))
        I.inc(variable(At.slot))
        I.and(edx, 3)
        I.shl(edx, 2)
        I.add(edx, SystemLayout.offset("TSD0: SIZE/OWN"))
        I.mov(eax, length)
        command(4)
        I.ret()
      },
    ]
  }

  private var routines: [Step] { [timer, request, answer] + interrupt }

  private var timer: Step {
    Step("OS1's timer") {
      I.label("OS1 timer")
      I.push(eax)
      I.inc(variable(At.ticks))
      if design.stops[.os1] == .unacknowledged {
        I.cmp(variable(At.stopAsked), 0)
        I.jne("OS1 stops")
      }
      I.mov(al, 0x20)
      I.out(0x20, al)
      I.pop(eax)
      I.iretd()
    }
  }

  private var request: Step {
    Step("OS1 is asked to send") {
      I.label("OS1 request")
      I.push(eax)
      I.inc(variable(At.requests))
      I.mov(variable(At.pending), 1)
      I.mov(al, 0x20)
      I.out(0x20, al)
      I.pop(eax)
      I.iretd()
    }
  }

  private var answer: Step {
    Step("") {
      I.label("OS1 answer")
      I.iretd()
    }
  }

  /// The pseudo-NIC's interrupt. The buffer tells whether there is a packet; what is enabled is
  /// acknowledged without a look.
  private var interrupt: [Step] {
    [
      Step("fig.8 c-1: OS1 answers its interrupt") {
        I.label("OS1 interrupt")
        I.pusha()
        write("ISR", 0xD, bytes: 2)
      },
      Step("") {
        I.mov(esi, variable(At.ringOffset))
        I.add(esi, Int(At.ring))
        I.test(dword([at(esi)]), 1)
        I.je("OS1 is done")
        I.inc(variable(At.received))
        I.movzx(eax, word([esi + 16]))
        I.cmp(eax, Int(SystemDesign.stopType.byteSwapped))
        I.jne("no stop")
        I.mov(variable(At.stopAsked), 1)
        I.label("no stop")
        // Header, data and FCS, in whole doublewords.
        I.movzx(eax, word([esi + 2]))
        I.add(eax, 7)
        I.and(eax, -4)
        I.add(eax, variable(At.ringOffset))
        I.and(eax, Int(At.ringSize - 1))
        I.mov(variable(At.ringOffset), eax)
        I.mov(dword([at(esi)]), 0)
      },
      Step("fig.8 a: OS1 offers a receive buffer") {
        I.sub(eax, 16)
        I.and(eax, 0xFFFF)
        I.mov(edx, SystemLayout.offset("CAPR"))
        command(2)
      },
      Step("") {
        I.label("OS1 is done")
        I.popa()
        I.iretd()
      },
    ]
  }

  private var stopping: [Step] { design.stopping(.os1) }
}

extension SystemDesign {
  /// What an OS does when it was told to stop.
  func stopping(_ os: OS) -> [SystemCode.Step] {
    let stop = stops[os]
    return [
      SystemCode.Step("\(os.title) \(stop?.rawValue ?? "goes on")") {
        I.label("\(os.title) stops")
        if stop == .masked {
          I.mov(al, 0xFF)
          I.out(0x21, al)
          I.out(0xA1, al)
        }
        // Nothing is mapped below.
        if stop == .brokenStack { I.mov(esp, 0x800) }
        if stop == .haltedInterruptsOff || stop == .loopingInterruptsOff {
          I.cli()
        } else {
          I.sti()
        }
        I.label("\(os.title) has stopped")
        if stop != .loopingInterruptsOff { I.hlt() }
        I.jmp("\(os.title) has stopped")
      }
    ]
  }
}
