import Testing

@testable import Processor

@Suite("Conversions, conditional moves and flag instructions")
struct ConversionTests {
  private let place = Machine.data

  /// What a line makes of EAX = 1122_80F0h and EBX = 5566_8A88h.
  struct Row: CustomTestStringConvertible {
    let line: I
    let eax: UInt32
    var edx: UInt32 = 0x7777_7777
    let testDescription: String
  }

  static let rows = [
    Row(line: I.movzx(eax, bl), eax: 0x88, testDescription: "movzx eax, bl"),
    Row(line: I.movzx(eax, bx), eax: 0x8A88, testDescription: "movzx eax, bx"),
    Row(line: I.movzx(ax, bh), eax: 0x1122_008A, testDescription: "movzx ax, bh"),
    Row(line: I.movsx(eax, bl), eax: 0xFFFF_FF88, testDescription: "movsx eax, bl"),
    Row(line: I.movsx(eax, bx), eax: 0xFFFF_8A88, testDescription: "movsx eax, bx"),
    Row(line: I.movsx(ax, bh), eax: 0x1122_FF8A, testDescription: "movsx ax, bh"),
    Row(line: I.cbw(), eax: 0x1122_FFF0, testDescription: "cbw"),
    Row(line: I.cwde(), eax: 0xFFFF_80F0, testDescription: "cwde"),
    Row(line: I.cwd(), eax: 0x1122_80F0, edx: 0x7777_FFFF, testDescription: "cwd"),
    Row(line: I.cdq(), eax: 0x1122_80F0, edx: 0, testDescription: "cdq"),
    Row(line: I.sal(ax, 4), eax: 0x1122_0F00, testDescription: "sal ax, 4"),
  ]

  @Test(arguments: rows)
  func ofRegisters(row: Row) throws {
    let after = try SingleInstruction(row.line)
      .run([.eax: 0x1122_80F0, .ebx: 0x5566_8A88, .edx: 0x7777_7777])
    #expect(after[.eax] == row.eax)
    #expect(after[.edx] == row.edx)
  }

  @Test func ofMemory() throws {
    let after = try SingleInstruction(I.movsx(eax, word([at(esi)])))
      .run([.esi: place], memory: [place: 0x1234_9000])
    #expect(after[.eax] == 0xFFFF_9000)
  }

  // MARK: Conditions

  /// SDM 1 table B-1, in the order of the numbers.
  private static let conditions: [@Sendable (Set<Flag>) -> Bool] = [
    { $0.contains(.of) }, { $0.contains(.cf) }, { $0.contains(.zf) },
    { $0.contains(.cf) || $0.contains(.zf) }, { $0.contains(.sf) }, { $0.contains(.pf) },
    { $0.contains(.sf) != $0.contains(.of) },
    { $0.contains(.zf) || $0.contains(.sf) != $0.contains(.of) },
  ]

  @Test(arguments: Condition.allCases)
  func conditions(condition: Condition) throws {
    let set = try SingleInstruction(I[dynamicMember: "set\(condition)"](bh))
    let cmov = try SingleInstruction(I[dynamicMember: "cmov\(condition)"](ecx, edx))
    let all: [Flag] = [.cf, .pf, .zf, .sf, .of]
    for number in 0..<32 {
      let flags = Set(all.indices.filter { number >> $0 & 1 == 1 }.map { all[$0] })
      let isOdd = condition.rawValue & 1 == 1
      let holds = Self.conditions[Int(condition.rawValue / 2)](flags) != isOdd
      #expect(
        set.run([.ebx: 0xFFFF_FFFF], flags: flags)[.ebx] == (holds ? 0xFFFF_01FF : 0xFFFF_00FF))
      #expect(cmov.run([.ecx: 1, .edx: 2], flags: flags)[.ecx] == (holds ? 2 : 1))
    }
  }

  @Test func aConditionalMoveReadsInEitherCase() throws {
    let instruction = try SingleInstruction(I.cmove(eax, [at(esi)]))
    #expect(instruction.run([.esi: place]) { $0[.ds].limit = 0xFFF }.fault == .protection)
    let early = try SingleInstruction(I.cmove(eax, ebx), generation: .pentium)
    #expect(early.run().fault == .undefined)
  }

  // MARK: XLAT and flags

  @Test func xlat() throws {
    let instruction = try SingleInstruction(I.xlat())
    let after = instruction.run(
      [.eax: 0xABCD_EF83, .ebx: place - 0x80], memory: [place: 0x4433_2211])
    #expect(after[.eax] == 0xABCD_EF44)
    // The sum wraps round at 4 GiB.
    let wrapped = instruction.run([.eax: 0xFF, .ebx: 0xFFFF_FF02], memory: [0: 0x2211])
    #expect(wrapped[.eax] == 0x22)
  }

  @Test func flagsThroughAH() throws {
    let lahf = try SingleInstruction(I.lahf())
    let sahf = try SingleInstruction(I.sahf())
    for byte in 0..<256 as Range<UInt32> {
      let loaded = sahf.run([.eax: byte << 8], flags: [.of, .df])
      #expect(UInt32(loaded.cpu.eflags.bits.known!) == byte & 0xD5 | 0xC02)
      let flags = Set(
        [Flag.cf, .pf, .af, .zf, .sf].filter { byte >> UInt32($0.rawValue) & 1 == 1 })
      #expect(lahf.run([.eax: 0xFF], flags: flags)[.eax] == (byte & 0xD5 | 2) << 8 | 0xFF)
    }
  }

  @Test func singleFlags() throws {
    #expect(try !SingleInstruction(I.clc()).run(flags: [.cf])[.cf])
    #expect(try SingleInstruction(I.stc()).run()[.cf])
    #expect(try SingleInstruction(I.cmc()).run()[.cf])
    #expect(try !SingleInstruction(I.cmc()).run(flags: [.cf])[.cf])
    #expect(try !SingleInstruction(I.cld()).run(flags: [.df])[.df])
    #expect(try SingleInstruction(I.std()).run()[.df])
  }
}
