import Models
import Processor

/// The script that the monitor follows from step to step.
extension Monitor {
  /// A stop at another place than the trace's ends the run; then each line in its turn.
  static let follow = lines {
    // The script goes on with the step's number and text.
    I.mov(eax, operand(1))
    I.mov(slot(.number), eax)
    I.mov(slot(.firstNumber), eax)
    I.mov(eax, operand(2))
    I.mov(slot(.text), eax)
    I.mov(slot(.firstItem), "name eip")
    I.call("print the step differs")
    I.mov(edi, "text stops")
    I.call("print")
    I.mov(eax, slot(.eip))
    I.call("print eax")
    I.mov(edi, "text not at")
    I.call("print")
    I.mov(eax, slot(.breakAddress))
    I.call("print eax")
    I.mov(edi, "text line end")
    I.call("print")
    I.mov(esi, "last lines")
    I.label("follow")
    I.mov(eax, operand(0))
    I.add(esi, 4)
    I.jmp(eax)
  }

  static let operations: [I] = lines {
    // step: number, text.
    I.label("step")
    I.mov(eax, operand(0))
    I.mov(slot(.number), eax)
    I.mov(eax, operand(1))
    I.mov(slot(.text), eax)
    I.xor(eax, eax)
    I.mov(slot(.differs), eax)
    I.add(esi, 8)
    I.jmp("follow")

    // text: address.
    I.label("text")
    I.mov(edi, operand(0))
    I.call("print")
    I.add(esi, 4)
    I.jmp("follow")

    // through: address, mask, word, name; the address through a segment register.
    for (_, segment) in data {
      I.label("through \(segment)")
      I.mov(ebx, operand(0))
      I.mov(eax, dword([at(ebx)], in: segment))
      I.jmp("compare")
    }
    // check: address, mask, word, name.
    I.label("check")
    I.mov(ebx, operand(0))
    I.mov(eax, dword([at(ebx)], in: .ss))
    I.label("compare")
    I.and(eax, operand(1))
    I.mov(ecx, slot(.digest))
    I.rol(ecx, 5)
    I.xor(ecx, eax)
    I.mov(slot(.digest), ecx)
    I.cmp(eax, operand(2))
    I.je("compared")
    I.mov(ebp, eax)
    I.cmp(slot(.differs), 0)
    I.jne("told")
    I.call("print the step differs")
    I.label("told")
    I.mov(edi, "text item")
    I.call("print")
    I.mov(edi, operand(3))
    I.call("print")
    I.mov(edi, "text is")
    I.call("print")
    I.mov(eax, ebp)
    I.call("print eax")
    I.mov(edi, "text machine")
    I.call("print")
    I.mov(eax, operand(2))
    I.call("print eax")
    I.mov(edi, "text trace")
    I.call("print")
    I.cmp(slot(.firstItem), 0)
    I.jne("compared")
    I.mov(eax, operand(3))
    I.mov(slot(.firstItem), eax)
    I.mov(eax, slot(.number))
    I.mov(slot(.firstNumber), eax)
    I.label("compared")
    I.add(esi, 16)
    I.jmp("follow")

    // done: how much was compared, as text; prints the step's line, where nothing differed.
    I.label("done")
    I.mov(ebp, operand(0))
    I.add(esi, 4)
    I.cmp(slot(.differs), 0)
    I.jne("follow")
    I.mov(edi, slot(.number))
    I.call("print")
    I.mov(edi, "text agrees")
    I.call("print")
    I.mov(edi, slot(.text))
    I.call("print")
    I.mov(edi, ebp)
    I.call("print")
    I.mov(eax, slot(.digest))
    I.call("print eax")
    I.mov(edi, "text digest end")
    I.call("print")
    I.jmp("follow")

    // unless: address, mask, word, text; prints the text where the word is another.
    I.label("unless")
    I.mov(ebx, operand(0))
    I.mov(eax, dword([at(ebx)], in: .ss))
    I.and(eax, operand(1))
    I.cmp(eax, operand(2))
    I.je("is so")
    I.mov(edi, operand(3))
    I.call("print")
    I.label("is so")
    I.add(esi, 16)
    I.jmp("follow")

    // write: address, word.
    I.label("write")
    I.mov(ebx, operand(0))
    I.mov(eax, operand(1))
    I.mov(dword([at(ebx)], in: .ss), eax)
    I.add(esi, 8)
    I.jmp("follow")

    // out: port, byte.
    I.label("out")
    I.mov(edx, operand(0))
    I.mov(eax, operand(1))
    I.out(dx, al)
    I.add(esi, 8)
    I.jmp("follow")

    // await: bits of the request register.
    I.label("await")
    I.mov(al, 0x0A)
    I.out(0x20, al)
    I.in(al, 0x20)
    I.test(operand(0), eax)
    I.je("await")
    I.add(esi, 4)
    I.jmp("follow")

    // segments, ldtr: loads from the state.
    I.label("segments")
    for (place, segment) in data { I.mov(segment, narrow(place)) }
    I.jmp("follow")
    I.label("ldtr")
    I.lldt(narrow(.ldtr))
    I.jmp("follow")

    // peek: an address in a segment; the word goes to the literal's slot.
    for (_, segment) in data {
      I.label("peek \(segment)")
      I.mov(ebx, operand(0))
      I.mov(eax, dword([at(ebx)], in: segment))
      I.mov(slot(.literal), eax)
      I.add(esi, 4)
      I.jmp("follow")
    }

    // verdict: whether all was the same.
    I.label("verdict")
    I.cmp(slot(.firstItem), 0)
    I.jne("different")
    I.mov(edi, "text same")
    I.call("print")
    I.jmp("follow")
    I.label("different")
    I.mov(edi, "text different")
    I.call("print")
    I.mov(edi, slot(.firstNumber))
    I.call("print")
    I.mov(edi, "text comma")
    I.call("print")
    I.mov(edi, slot(.firstItem))
    I.call("print")
    I.mov(edi, "text line end")
    I.call("print")
    I.jmp("follow")

    // stop: QEMU's isa-debug-exit and Bochs' port 8900h end the machine, HLT the run.
    I.label("stop")
    I.mov(edi, "text shutdown")
    I.mov(edx, 0x8900)
    I.call("print to dx")
    I.cli()
    I.label("halted")
    I.hlt()
    I.jmp("halted")
  }
}
