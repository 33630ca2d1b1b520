import Logic
import Testing

@testable import Processor

@Suite("From the reset vector")
struct BootTests {
  /// LGDT, PE, a far jump, segments, a stack, HLT.
  @Test func entersProtectedMode() throws {
    let program = Program(at: 0xFFFF_0000) {
      I.bits(16)
      I.label("start")
      I.o32(I.lgdt(word16("pointer")))
      I.mov(eax, cr0)
      I.or(al, 1)
      I.mov(cr0, eax)
      I.ljmp(AssemblerOperand.far(8, .number(0xFFFF_0040)))
      I.align(64)
      I.bits(32)
      I.mov(eax, 0x10)
      I.mov(ds, ax)
      I.mov(ss, ax)
      I.mov(esp, 0x8000)
      I.push(0x1234_5678)
      I.hlt()
      I.align(8)
      I.label("gdt")
      I.dd(0, 0, 0xFFFF, 0xCF_9A00, 0xFFFF, 0xCF_9200)
      I.label("pointer")
      I.dw(23)
      I.dd("gdt")
    }
    var image = try program.assembled().bytes
    image += Array(repeating: 0x90, count: 0x10000 - image.count)
    // jmp word: to offset 0 of the segment.
    image.replaceSubrange(0xFFF0..<0xFFF3, with: [0xE9, 0x0D, 0x00])
    var memory = PhysicalMemory(mebibytes: 1)
    memory.mapROM(image, at: 0xFFFF_0000)
    var cpu = Processor(.pentium, memory: memory)
    let (steps, outcome) = cpu.run(100)
    #expect("\(outcome)" == "halted")
    #expect(steps == 13)
    #expect(cpu[.esp].known == 0x7FFC)
    #expect((cpu.memory[0x7FFC] as Bits<32>).known == 0x1234_5678)
    #expect(cpu[.cs].selector.known == 8)
  }

  private func word16(_ label: String) -> AssemblerOperand {
    var place = at(label)
    place.bits = 16
    place.segment = .cs
    return .memory(place, width: nil)
  }
}
