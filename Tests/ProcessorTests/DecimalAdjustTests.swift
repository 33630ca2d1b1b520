import Logic
import Testing

@testable import Processor

/// Every AL, AF and CF (and AH where it matters) against the pseudo-code of the SDM.
@Suite("Decimal adjusts")
struct DecimalAdjustTests {
  /// AX, CF and AF as the SDM's pseudo-code leaves them.
  struct Result: Equatable {
    var ax: UInt64
    var cf: Bool
    var af: Bool
  }

  typealias Definition = @Sendable (_ ax: Int, _ cf: Bool, _ af: Bool) -> Result

  static let definitions: [(name: String, opcode: UInt8, definition: Definition)] = [
    ("DAA (SDM 2A)", 0x27, { packed($0, $1, $2, +) }),
    ("DAS (SDM 2A)", 0x2F, { packed($0, $1, $2, -) }),
    ("AAA (SDM 2A)", 0x37, { ax, _, af in unpacked(ax, af, 0x106) }),
    ("AAS (SDM 2A)", 0x3F, { ax, _, af in unpacked(ax, af, -0x106) }),
  ]

  private static func packed(
    _ ax: Int, _ cf: Bool, _ af: Bool, _ operation: (Int, Int) -> Int
  ) -> Result {
    let (oldAL, oldCF) = (ax & 0xFF, cf)
    var (al, cf, af) = (oldAL, false, af)
    if al & 0xF > 9 || af {
      let sum = operation(al, 6)
      cf = oldCF || sum < 0 || sum > 0xFF
      al = sum & 0xFF
      af = true
    } else {
      af = false
    }
    if oldAL > 0x99 || oldCF {
      al = operation(al, 0x60) & 0xFF
      cf = true
    }
    return Result(ax: UInt64(ax & 0xFF00 | al), cf: cf, af: af)
  }

  private static func unpacked(_ ax: Int, _ af: Bool, _ step: Int) -> Result {
    let needs = ax & 0xF > 9 || af
    let adjusted = needs ? (ax + step) & 0xFFFF : ax
    return Result(ax: UInt64(adjusted & 0xFF0F), cf: needs, af: needs)
  }

  @Test(arguments: definitions.indices)
  func everyByte(_ index: Int) {
    let (name, opcode, definition) = Self.definitions[index]
    for al in 0..<256 {
      for (cf, af) in [(false, false), (false, true), (true, false), (true, true)] {
        let ax = al ^ 0x3F00
        let (result, status) = run([opcode], ax: UInt64(ax), cf: cf, af: af)
        #expect(result == definition(ax, cf, af), "\(name) AL \(al) CF \(cf) AF \(af)")
        if opcode < 0x30 { expectStatus(status, of: result.ax & 0xFF) }
      }
    }
  }

  @Test("AAM divides AL, AAD multiplies AH (SDM 2A)", arguments: [10, 1, 7, 16, 255] as [UInt8])
  func bases(_ base: UInt8) {
    for ax in stride(from: 0, through: 0xFFFF, by: 257 + 12) as StrideThrough<UInt64> {
      let (aam, aamStatus) = run([0xD4, base], ax: ax, cf: false, af: false)
      let al = ax & 0xFF
      let digits = (al / UInt64(base)) << 8 | (al % UInt64(base))
      #expect(aam.ax == digits)
      expectStatus(aamStatus, of: digits & 0xFF)
      let (aad, aadStatus) = run([0xD5, base], ax: ax, cf: false, af: false)
      let sum = (al + (ax >> 8) * UInt64(base)) & 0xFF
      #expect(aad.ax == sum)
      expectStatus(aadStatus, of: sum)
    }
  }

  @Test("AAM by 0 is #DE and changes nothing (SDM 2A AAM)")
  func divideByZero() {
    var machine = FlatMachine()
    machine[.eax] = 0x1234
    #expect(machine.step(bytes: [0xD4, 0]).fault == .divide)
    #expect((machine[.eax], machine.cpu.eip.known) == (0x1234, 0x1000))
  }

  private func run(
    _ bytes: [UInt8], ax: UInt64, cf: Bool, af: Bool
  ) -> (Result, UInt64) {
    var machine = FlatMachine()
    machine[.eax] = 0xABCD_0000 | ax
    machine.flags = 2 | (cf ? 1 : 0) | (af ? 16 : 0)
    #expect(machine.step(bytes: bytes).isCompleted)
    #expect(machine[.eax] >> 16 == 0xABCD)
    let flags = machine.flags
    let result = Result(ax: machine[.eax] & 0xFFFF, cf: flags & 1 != 0, af: flags & 16 != 0)
    return (result, flags)
  }

  /// SF, ZF and PF are those of the byte.
  private func expectStatus(_ flags: UInt64, of value: UInt64) {
    #expect(flags & 0x80 == value & 0x80)
    #expect((flags & 0x40 != 0) == (value == 0))
    #expect((flags & 4 != 0) == (value.nonzeroBitCount % 2 == 0))
  }
}
