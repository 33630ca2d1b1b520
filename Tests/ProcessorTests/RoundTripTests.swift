import Testing

@testable import Processor

@Suite("Decoding is the inverse of encoding")
struct RoundTripTests {
  @Test(arguments: InstructionTable.forms.indices)
  func everyForm(row: Int) throws {
    for instruction in Instances.all(row: UInt16(row)) {
      for isBig in [true, false] {
        let bytes = instruction.encoded(isBig: isBig)
        let decoded = try #require(
          Instruction.decoded(bytes, isBig: isBig), "\(instruction.text()): \(bytes)")
        #expect(decoded.instruction == instruction, "\(instruction.text()): \(bytes)")
        #expect(decoded.length == bytes.count)
      }
    }
  }

  @Test func noTwoRowsShareAnEncoding() {
    for row in InstructionTable.forms.indices {
      for instruction in Instances.all(row: UInt16(row)).prefix(1) {
        #expect(Instruction.decoded(instruction.encoded())?.instruction.row == UInt16(row))
      }
    }
  }
}

/// Instructions of a row: every operand at values that reach each part of its encoding.
enum Instances {
  static func all(row: UInt16) -> [Instruction] {
    let form = InstructionTable.forms[Int(row)]
    let sizes: [UInt8] = form.followsOperandSize ? [16, 32] : [form.size.bits(32)]
    return sizes.flatMap { size in
      [16, 32].flatMap { addressSize in instances(row, form, size, addressSize) }
    }
  }

  private static func instances(
    _ row: UInt16, _ form: Form, _ size: UInt8, _ addressSize: UInt8
  ) -> [Instruction] {
    var start = Instruction(row: row, operandSize: size)
    start.addressSize = addressSize
    var all = [start]
    for (index, operand) in form.operands.enumerated() {
      var values = values(operand, size, addressSize)
      // `91 +r` begins behind register 0.
      if case .opcode = operand, form.opcode.byte & 7 == 1 { values.removeFirst() }
      all = all.flatMap { instruction in
        values.map { value in
          var copy = instruction
          copy[index] = value
          return copy
        }
      }
    }
    if form.isString {
      all = all.flatMap { instruction in
        [Repeat.none, .whileEqual, .whileNotEqual].flatMap { repeats in
          [Segment.ds, .fs].map { segment in
            var copy = instruction
            copy.repeats = repeats
            copy.segment = segment
            return copy
          }
        }
      }
    }
    return all
  }

  static func values(_ form: OperandForm, _ size: UInt8, _ addressSize: UInt8) -> [Operand] {
    switch form {
    case .rm: [.register(0), .register(5)] + addresses(addressSize)
    case .m: addresses(addressSize)
    case .rmRegister, .r, .opcode: [.register(0), .register(4), .register(7)]
    case .accumulator: [.register(0)]
    case .cl: [.register(1)]
    case .dx: [.register(2)]
    case .one: [.immediate(1)]
    case .imm(let width): numbers(width.bits(size))
    case .immSigned: [.immediate(5), .immediate(size == 16 ? 0xFF85 : 0xFFFF_FF85)]
    case .relative(let width):
      width.bits(size) == 8
        ? [.immediate(5), .immediate(0xFFFF_FF85)]
        : [.immediate(0x1234), .immediate(0xFFFF_8234)]
    case .offset:
      [
        .memory(Address(displacement: 0x1234)), .memory(Address(segment: .es, displacement: 8)),
      ]
    case .sreg: [.segment(.es), .segment(.ss), .segment(.gs)]
    case .creg: [.control(0), .control(3)]
    case .dreg: [.debug(0), .debug(7)]
    case .segment(let segment): [.segment(segment)]
    case .pointer: [.far(selector: 0x18, offset: size == 16 ? 0x5678 : 0x1234_5678)]
    }
  }

  private static func numbers(_ bits: UInt8) -> [Operand] {
    let mask = bits == 32 ? UInt32.max : (1 << UInt32(bits)) - 1
    return [.immediate(1), .immediate(0x8765_4383 & mask)]
  }

  static func addresses(_ size: UInt8) -> [Operand] {
    let all =
      size == 16
      ? [
        Address(displacement: 0x1234), Address(base: .ebx, index: .esi),
        Address(base: .ebp, displacement: 0), Address(index: .edi, displacement: 0xFF85),
        Address(segment: .ds, base: .ebp, index: .edi, displacement: 0x4321),
      ]
      : [
        Address(displacement: 0x1234_5678), Address(base: .eax),
        Address(base: .ebp), Address(base: .esp, displacement: 4),
        Address(base: .ebx, index: .esi, scale: 2, displacement: 0xFFFF_FF80),
        Address(index: .ecx, scale: 3, displacement: 0x80),
        Address(segment: .gs, base: .ebp, index: .ebp, scale: 1, displacement: 0x8765_4321),
        Address(segment: .ss, base: .edi, displacement: 0xFFFF_FF7F),
      ]
    return all.map(Operand.memory)
  }
}
