import Processor

/// The pseudo-NIC, in OS2 (N5–N11): what it does with a command of OS1.
///
/// Virtual registers are an image of the card's window. A packet of OS1 waits in its own buffer
/// while the last is on its way out, with OWN clear in the virtual register (N8).
struct PseudoNICCode {
  typealias Step = SystemCode.Step
  typealias At = SystemLayout.OS2
  let design: SystemDesign

  var steps: [Step] {
    command + reading + answering + taking + [giving, refusing] + delivering
  }

  private func variable(_ address: UInt32) -> AssemblerOperand { dword([at(Int(address))]) }
  private func saved(_ item: Item) -> AssemblerOperand { variable(SystemLayout.saved1(item)) }
  private func virtual(_ row: String, _ more: Int = 0) -> Place {
    at(Int(At.virtual) + SystemLayout.offset(row) + more)
  }

  // MARK: Commands

  private var command: [Step] {
    let first = SystemLayout.offset("TSD0: SIZE/OWN")
    let last = SystemLayout.offset("TSD3: SIZE/OWN")
    return [
      Step("OS1's command is there, in its saved registers") {
        I.label("OS2 command")
        I.pusha()
        I.mov(edx, saved(.edx))
        I.and(edx, 0xFF)
        I.mov(ecx, saved(.ecx))
        I.and(ecx, 3 | 4)
        I.mov(eax, saved(.eax))
        I.cmp(saved(.ebx), 0)
        I.je("OS1 reads")
        I.mov(bl, byte([edx + Int(At.writeClasses)]))
        I.cmp(bl, Int(Treatment.alteredVirtual.number))
        I.je("class 2-c")
        I.cmp(bl, Int(Treatment.virtual.number))
        // A write of class 3 is dropped; no register that can be written is in class 1.
        I.jne("answer")
      },
      Step("") {
        // 2-a: the virtual register alone, then what it means.
        I.mov(variable(At.written), eax)
        I.mov(esi, Int(At.written))
        I.mov(edi, edx)
        I.add(edi, Int(At.virtual))
        I.cld()
        I.rep(I.movsb())
        I.cmp(edx, SystemLayout.offset("RBSTART"))
        I.je("offered anew")
        I.cmp(edx, SystemLayout.offset("CAPR"))
        I.je("offered")
        I.cmp(edx, first)
        I.jb("answer")
        I.cmp(edx, last)
        I.ja("answer")
        I.call("take")
        I.jmp("answer")
        I.label("offered anew")
        I.mov(dword([virtual("CBR")]), 0)
        I.label("offered")
        I.mov(variable(At.isReceiving), 1)
        I.call("deliver")
        I.jmp("answer")
        // 2-c: ones clear causes, in the virtual register alone.
        I.label("class 2-c")
        I.not(eax)
        I.and(word([edx + Int(At.virtual)]), ax)
        I.jmp("answer")
      },
    ]
  }

  private var reading: [Step] {
    [
      Step("") {
        I.label("OS1 reads")
        I.mov(bl, byte([edx + Int(At.readClasses)]))
        I.mov(eax, -1)
        I.cmp(bl, Int(Treatment.refused.number))
        I.je("read")
        I.cmp(bl, Int(Treatment.executed.number))
        I.jne("from the virtual register")
        // Class 1: the NIC's, in the virtual register too.
        I.mov(edi, edx)
        I.add(edx, variable(At.port))
        I.in(eax, dx)
        I.mov(dword([edi + Int(At.virtual)]), eax)
        I.jmp("read")
        I.label("from the virtual register")
        I.mov(eax, dword([edx + Int(At.virtual)]))
        I.label("read")
        I.mov(saved(.eax), eax)
      }
    ]
  }

  /// By an interrupt of OS1's where the virtual registers have one, which OS1 takes as it took
  /// its own INT, whatever its interrupt flag; else by a line of which it thinks nothing.
  private var answering: [Step] {
    [
      Step("the pseudo-NIC answers OS1") {
        I.label("answer")
        hasInterrupt
        I.popa()
        I.jne("interrupt OS1")
        I.int(SystemLayout.vector(SystemDesign.answerLine))
        I.iretd()
      },
      Step("the pseudo-NIC interrupts OS1") {
        I.label("interrupt OS1")
        I.int(SystemLayout.vector(SystemDesign.interruptLine))
        I.iretd()
      },
    ]
  }

  /// ZF clear: an enabled cause of OS1's.
  var hasInterrupt: [I] {
    [
      I.mov(ax, word([virtual("ISR")])), I.test(word([virtual("IMR")]), ax),
    ]
  }

  // MARK: Sending

  /// EDX: the offset of the slot's TSD.
  private var taking: [Step] {
    let address = SystemLayout.offset("TSAD0") - SystemLayout.offset("TSD0: SIZE/OWN")
    return [
      Step("") {
        I.label("take")
        I.test(dword([edx + Int(At.virtual)]), 0x2000)
        I.jne("nothing to take")
        I.cmp(variable(At.slotIsFull), 0)
        I.jne("nothing to take")
        I.mov(ecx, dword([edx + Int(At.virtual)]))
        I.and(ecx, 0x1FFF)
        I.mov(esi, dword([edx + Int(At.virtual) + address]))
        // A frame without FCS has 14 bytes at least; the buffer has room for 1514.
        I.cmp(ecx, 14)
        I.jb("refuse")
        I.cmp(ecx, 1514)
        I.ja("refuse")
        if design.checksAddresses { check(esi, length: ecx, otherwise: "refuse") }
      },
      Step("fig.8 b-0: the pseudo-NIC takes OS1's packet") {
        I.mov(variable(At.slotLength), ecx)
        I.add(esi, Int(At.window))
        I.mov(edi, Int(At.slot))
        I.cld()
        if design.copiesPackets { I.rep(I.movsb()) }
        if design.rewritesAddresses {
          // Its source is OS1's address on the network.
          I.mov(eax, variable(At.address1))
          I.mov(variable(At.slot + 6), eax)
          I.mov(ax, word([at(Int(At.address1) + 4)]))
          I.mov(word([at(Int(At.slot) + 10)]), ax)
        }
        I.mov(variable(At.slotIsFull), 1)
        // OWN and TOK.
        I.or(dword([edx + Int(At.virtual)]), 0xA000)
        I.or(word([virtual("ISR")]), 4)
      },
    ]
  }

  /// That so many bytes from an address are OS1's, without a sum that can wrap; EAX is lost.
  private func check(
    _ address: GeneralRegister, length: GeneralRegister, otherwise label: String
  ) -> [I] {
    [
      I.mov(eax, address), I.sub(eax, Int(SystemLayout.memory1.lowerBound)),
      I.mov(ebx, SystemLayout.memory1.count), I.sub(ebx, length), I.cmp(eax, ebx), I.ja(label),
    ]
  }

  private var giving: Step {
    Step("fig.8 b-1: the pseudo-NIC gives OS1's packet to the NIC") {
      OS2Boot.port("TSAD0")
      I.mov(eax, Int(At.slot))
      I.out(dx, eax)
      OS2Boot.port("TSD0: SIZE/OWN")
      I.mov(eax, variable(At.slotLength))
      I.out(dx, eax)
      I.label("nothing to take")
      I.ret()
    }
  }

  private var refusing: Step {
    Step("the pseudo-NIC refuses OS1's address") {
      I.label("refuse")
      // OWN and TABT; TER.
      I.or(dword([edx + Int(At.virtual)]), 0x4000_2000)
      I.or(word([virtual("ISR")]), 8)
      I.ret()
    }
  }

  // MARK: Receiving

  private var delivering: [Step] {
    [
      Step("") {
        I.label("deliver")
        I.cmp(variable(At.inbox1IsFull), 0)
        I.je("nothing to deliver")
        I.cmp(variable(At.isReceiving), 0)
        I.je("nothing to deliver")
        // RE.
        I.test(byte([virtual("CR.RE/TE")]), 8)
        I.je("nothing to deliver")
        I.mov(edi, dword([virtual("RBSTART")]))
        I.mov(ecx, Int(SystemLayout.OS1.ringRoom))
        if design.checksAddresses { check(edi, length: ecx, otherwise: "refuse to deliver") }
      },
      Step("fig.8 c-3: the pseudo-NIC copies a packet to OS1's buffer") {
        I.movzx(eax, word([virtual("CBR")]))
        I.add(edi, eax)
        I.add(edi, Int(At.window))
        I.mov(ebx, edi)
        I.movzx(ecx, word([at(Int(At.inbox1) + 2)]))
        I.add(ecx, 4)
        I.mov(esi, Int(At.inbox1))
        // Header, data and FCS, in whole doublewords.
        I.add(eax, ecx)
        I.add(eax, 3)
        I.and(eax, 0x1FFC)
        I.mov(word([virtual("CBR")]), ax)
        I.cld()
        if design.copiesPackets { I.rep(I.movsb()) }
        if design.rewritesAddresses { rewriting }
        I.mov(variable(At.inbox1IsFull), 0)
        I.mov(variable(At.isReceiving), 0)
        I.or(word([virtual("ISR")]), 1)
        I.label("nothing to deliver")
        I.ret()
      },
      Step("the pseudo-NIC refuses OS1's receive buffer") {
        I.label("refuse to deliver")
        I.mov(variable(At.isReceiving), 0)
        I.ret()
      },
    ]
  }

  /// The destination, EBX + 4, is the address that OS1 has set, unless it is the broadcast.
  private var rewriting: [I] {
    [
      I.cmp(dword([ebx + 4]), -1), I.je("a broadcast"),
      I.mov(eax, dword([virtual("IDR0")])), I.mov(dword([ebx + 4]), eax),
      I.mov(ax, word([virtual("IDR4")])), I.mov(word([ebx + 8]), ax),
      I.label("a broadcast"),
    ]
  }
}
