import Testing

@testable import Processor

@Suite("Disassembly")
struct DisassemblyTests {
  /// The texts are what Capstone 4.0.2 writes for these bytes at address 1000h.
  @Test(
    arguments: [
      (
        [0x8B, 0x84, 0xB3, 0x78, 0x56, 0x34, 0x12], "mov eax, dword ptr [ebx + esi*4 + 0x12345678]"
      ),
      ([0x65, 0x89, 0x4D, 0xF8], "mov dword ptr gs:[ebp - 8], ecx"),
      ([0x66, 0x83, 0xC0, 0x85], "add ax, -0x7b"),
      ([0x8D, 0x3C, 0xCD, 0x80, 0, 0, 0], "lea edi, [ecx*8 + 0x80]"),
      ([0xEB, 0x05], "jmp 0x1007"),
      ([0xF0, 0x0F, 0xB1, 0x0B], "lock cmpxchg dword ptr [ebx], ecx"),
      ([0xEA, 0x78, 0x56, 0x34, 0x12, 0x18, 0x00], "ljmp 0x18:0x12345678"), ([0xCF], "iretd"),
      ([0x0F, 0x22, 0xD8], "mov cr3, eax"), ([0x0F, 0x01, 0x3B], "invlpg byte ptr [ebx]"),
      ([0x9C], "pushfd"),
    ] as [([UInt8], String)])
  func text(bytes: [UInt8], expected: String) throws {
    let (instruction, length) = try #require(Instruction.decoded(bytes))
    #expect(instruction.text(end: 0x1000 + UInt32(length)) == expected)
  }
}
