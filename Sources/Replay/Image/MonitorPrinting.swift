import Models
import Processor

/// How it prints words and text.
extension Monitor {
  static let printing: [I] = lines {
    I.label("print the step differs")
    I.mov(slot(.differs), 1)
    I.mov(edi, slot(.number))
    I.call("print")
    I.mov(edi, "text differs")
    I.call("print")
    I.mov(edi, slot(.text))
    I.call("print")
    I.mov(edi, "text line end")
    I.jmp("print")

    // Text at EDI, up to a zero byte.
    I.label("print")
    I.mov(edx, 0xE9)
    I.label("print to dx")
    I.mov(al, byte([at(edi)], in: .ss))
    I.test(al, al)
    I.je("printed")
    I.out(dx, al)
    I.inc(edi)
    I.jmp("print to dx")
    I.label("printed")
    I.ret()

    // EAX in hexadecimal, eight digits.
    I.label("print eax")
    I.mov(edx, 0xE9)
    I.mov(ebx, eax)
    I.mov(ecx, 8)
    I.label("digit")
    I.rol(ebx, 4)
    I.mov(eax, ebx)
    I.and(eax, 15)
    I.add(al, 0x30)
    I.cmp(al, 0x3A)
    I.jb("decimal")
    I.add(al, 7)
    I.label("decimal")
    I.out(dx, al)
    I.dec(ecx)
    I.jne("digit")
    I.ret()

    I.align(4)
    I.label("last lines")
    I.dd("verdict", "stop")
    text("name eip", "cpu.eip")
    text("text agrees", "  agrees   ")
    text("text differs", "  DIFFERS  ")
    text("text digest end", ")\n")
    text("text item", "     ")
    text("text is", " is ")
    text("text machine", "h on the processor, ")
    text("text trace", "h in the trace\n")
    text("text stops", "     it stops at ")
    text("text not at", "h, not at ")
    text("text line end", "\n")
    text("text same", "same\n")
    text("text different", "different: step ")
    text("text comma", ", ")
    text("text shutdown", "Shutdown")
    I.align(4)
  }

  static func text(_ label: String, _ text: String) -> [I] {
    [I.label(label)] + (Array(text.utf8) + [0]).map { I.db(Int($0)) }
  }
}
