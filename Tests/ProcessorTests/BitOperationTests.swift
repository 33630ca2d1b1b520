import Testing

@testable import Processor

@Suite("Bit tests, scans and byte swaps")
struct BitOperationTests {
  @Test(arguments: ["bt", "bts", "btr", "btc"], [16, 32])
  func ofRegisters(name: String, bits: Int) throws {
    let (eax, ebx) = (register(0, bits: bits), register(3, bits: bits))
    let instruction = try SingleInstruction(I[dynamicMember: name](eax, ebx))
    for value in samples(bits: bits, seed: 10) {
      for number in [0, 1, bits - 1, bits, bits + 5, 0xFFFF] {
        let mask = UInt32(1) << UInt32(number % bits)
        let byNumber = try SingleInstruction(I[dynamicMember: name](eax, number & 0xFF))
        for instruction in [instruction, byNumber] {
          let after = instruction.run([.eax: value, .ebx: UInt32(number)])
          #expect(after[.cf] == (value & mask != 0))
          #expect(after[.eax] == Self.changed(name, value, mask))
        }
      }
    }
  }

  private static func changed(_ name: String, _ value: UInt32, _ mask: UInt32) -> UInt32 {
    switch name {
    case "bts": value | mask
    case "btr": value & ~mask
    case "btc": value ^ mask
    default: value
    }
  }

  /// A bit number in a register is signed and counts from the operand's address (SDM 1 4.2.3).
  @Test(arguments: [16, 32], [0, 5, 31, 32, 100, 32767, -1, -8, -33, -32768])
  func ofBitStrings(bits: Int, number: Int) throws {
    let instruction = try SingleInstruction(I.btc([at(esi)], register(3, bits: bits)))
    let place = Int(Machine.data) + 0x2000
    // The byte that has the bit, by the division that rounds down.
    let byte = place + (number >> 3)
    let word = UInt32(byte & ~3)
    let mask = UInt32(1) << UInt32(8 * (byte & 3) + (number & 7))
    let ebx = bits == 32 ? UInt32(bitPattern: Int32(number)) : 0x7777_0000 | UInt32(number & 0xFFFF)
    let after = instruction.run([.esi: UInt32(place), .ebx: ebx], memory: [word: 0x5A5A_5A5A])
    #expect(after[word] == 0x5A5A_5A5A ^ mask)
    #expect(after[.cf] == (0x5A5A_5A5A & mask != 0))
  }

  /// A number in the instruction stays inside the operand (SDM 2A BT).
  @Test func aNumberInTheInstructionStaysInside() throws {
    let instruction = try SingleInstruction(I.bts(dword([at(esi)]), 35))
    let after = instruction.run([.esi: Machine.data])
    #expect(after[Machine.data] == 8)
    #expect(after[Machine.data + 4] == 0)
  }

  @Test(arguments: [16, 32])
  func scans(bits: Int) throws {
    let bsf = try SingleInstruction(I.bsf(register(0, bits: bits), register(3, bits: bits)))
    let bsr = try SingleInstruction(I.bsr(register(0, bits: bits), register(3, bits: bits)))
    let ones = (0..<bits).map { UInt32(1) << UInt32($0) }
    for value in ones + samples(bits: bits, seed: 11, count: 20) where value != 0 {
      let high: UInt32 = bits == 16 ? 0xFFFF_0000 : 0
      let forward = bsf.run([.eax: high, .ebx: high | value])
      #expect(forward[.eax] == high | UInt32(value.trailingZeroBitCount))
      let backward = bsr.run([.eax: high, .ebx: high | value])
      #expect(backward[.eax] == high | UInt32(31 - value.leadingZeroBitCount))
      #expect(!forward[.zf] && !backward[.zf])
    }
    for instruction in [bsf, bsr] {
      let after = instruction.run([.eax: 0x1234_5678, .ebx: bits == 16 ? 0xFFFF_0000 : 0])
      #expect(after[.zf])
      #expect(after[.eax] == 0x1234_5678)
    }
  }

  @Test func byteSwap() throws {
    let instruction = try SingleInstruction(I.bswap(edx))
    for value in samples(bits: 32, seed: 12) {
      #expect(instruction.run([.edx: value])[.edx] == value.byteSwapped)
    }
  }
}
