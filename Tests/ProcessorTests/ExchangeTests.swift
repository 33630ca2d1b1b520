import Testing

@testable import Processor

@Suite("Exchanges")
struct ExchangeTests {
  private let place = Machine.data

  @Test func xchg() throws {
    #expect(try SingleInstruction(I.xchg(al, ah)).run([.eax: 0x1122_3344])[.eax] == 0x1122_4433)
    for number in 1...7 as ClosedRange<UInt8> {
      let other = Register(rawValue: number)!
      let after = try SingleInstruction(I.xchg(eax, register(number, bits: 32)))
        .run([.eax: 0xAAAA, other: 0xBBBB])
      #expect(after[.eax] == 0xBBBB && after[other] == 0xAAAA)
      #expect(after.cpu.eip.known == UInt64(Machine.code) + 1, "the one-byte form")
    }
    let after = try SingleInstruction(I.xchg([at(esi)], si))
      .run([.esi: place], memory: [place: 0x5555_6666])
    #expect(after[.esi] == place & 0xFFFF_0000 | 0x6666)
    #expect(after[place] == 0x5555_0000 | place & 0xFFFF)
  }

  @Test func xadd() throws {
    let same = try SingleInstruction(I.xadd(eax, eax)).run([.eax: 0x8000_0001])
    #expect(same[.eax] == 2 && same[.cf] && same[.of])
    let after = try SingleInstruction(I.lock(I.xadd([at(esi)], bl)))
      .run([.esi: place, .ebx: 0x1FF], memory: [place: 0x1101])
    #expect(after[place] == 0x1100 && after[.ebx] == 0x101)
    #expect(after[.zf] && after[.cf] && after[.af] && !after[.of])
  }

  /// SDM 2A CMPXCHG: the accumulator is compared with the destination.
  @Test(arguments: [8, 16, 32])
  func cmpxchg(bits: Int) throws {
    let line = I.cmpxchg([at(esi)], register(3, bits: bits))
    let instruction = try SingleInstruction(line)
    let mask = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(bits) - 1)
    let (word, new) = (0x8765_4321 as UInt32, 0x1234_5678 as UInt32)
    let equal = instruction.run(
      [.eax: word, .ebx: new, .esi: place], memory: [place: word])
    #expect(equal[place] == word & ~mask | new & mask)
    #expect(equal[.eax] == word && equal[.zf] && !equal[.cf])
    // Less by one than what is there: a borrow.
    let other = instruction.run(
      [.eax: word - 1, .ebx: new, .esi: place], memory: [place: word])
    #expect(other[place] == word && other[.eax] == word)
    #expect(!other[.zf] && other[.cf] && other[.sf])
  }

  @Test func cmpxchgOfRegisters() throws {
    // The accumulator is its own destination: equal.
    let own = try SingleInstruction(I.cmpxchg(eax, ebx)).run([.eax: 1, .ebx: 2])
    #expect(own[.eax] == 2 && own[.zf])
    let after = try SingleInstruction(I.cmpxchg(ah, bl)).run([.eax: 0x0102, .ebx: 9])
    #expect(after[.eax] == 0x0101 && !after[.zf])
  }

  @Test func cmpxchg8b() throws {
    let instruction = try SingleInstruction(I.lock(I.cmpxchg8b([at(esi)])))
    let registers: [Register: UInt32] = [
      .eax: 1, .edx: 2, .ebx: 3, .ecx: 4, .esi: place,
    ]
    let equal = instruction.run(registers, memory: [place: 1, place + 4: 2])
    #expect(equal[place] == 3 && equal[place + 4] == 4 && equal[.zf])
    let other = instruction.run(registers, flags: [.zf, .cf], memory: [place: 1, place + 4: 7])
    #expect(other[place] == 1 && other[place + 4] == 7)
    #expect(other[.eax] == 1 && other[.edx] == 7)
    #expect(!other[.zf] && other[.cf])
    let early = try SingleInstruction(I.cmpxchg8b([at(esi)]), generation: .i486).run(registers)
    #expect(early.fault == .undefined)
  }

  /// LOCK is for memory that is written (SDM 2A LOCK).
  @Test func lockElsewhereIsUndefined() throws {
    for line in [
      I.xchg(eax, ebx), I.bts(eax, 1), I.bt(dword([at(esi)]), 1), I.shl(dword([at(esi)]), 1),
    ] {
      #expect(try SingleInstruction(I.lock(line)).run([.esi: place]).fault == .undefined)
    }
    for line in [I.xchg([at(esi)], ebx), I.bts(dword([at(esi)]), 1)] {
      #expect(try SingleInstruction(I.lock(line)).run([.esi: place]).isCompleted)
    }
  }

  @Test(arguments: ["xchg", "xadd", "cmpxchg"])
  func ofReadOnlyMemoryFaultsFirst(name: String) throws {
    let instruction = try SingleInstruction(I[dynamicMember: name]([at(esi)], ebx))
    let registers: [Register: UInt32] = [.eax: 1, .ebx: 2, .esi: place]
    let after = instruction.run(registers, memory: [place: 3]) { $0[.ds].rights = 0xC091 }
    #expect(after.fault == .protection)
    #expect(after[.eax] == 1 && after[.ebx] == 2 && after[place] == 3)
  }
}
