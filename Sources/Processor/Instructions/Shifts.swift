import Logic

/// ROL ROR RCL RCR SHL SHR SAR SHLD SHRD (SDM 2B).
///
/// Counts are taken modulo 32; a count of 0 changes no flag. `undefined` has the flags that the SDM
/// leaves open at counts from 2 to the operand's width. Beyond it CF is open too (of SHLD and SHRD
/// all flags and the result): there, as everywhere here, the flags are those of Bochs.
extension InstructionTable {
  static let shifts: [Form] = [
    shift(0, "rol", Rol.self), shift(1, "ror", Ror.self),
    shift(2, "rcl", Rcl.self), shift(3, "rcr", Rcr.self),
    shift(4, "shl", Shl.self, always: [.af]), shift(5, "shr", Shr.self, always: [.af]),
    shift(7, "sar", Sar.self, always: [.af]),
    // Not in the SDM, but processors take it as SHL.
    shift(6, "shl", Shl.self, always: [.af]),
    [
      double("0F A4 /r", "shld", .imm(.byte), Shld.self),
      double("0F A5 /r", "shld", .cl, Shld.self),
      double("0F AC /r", "shrd", .imm(.byte), Shrd.self),
      double("0F AD /r", "shrd", .cl, Shrd.self),
    ],
  ].flatMap { $0 }

  /// The six rows of an operation; its number is in the reg field.
  private static func shift<S: Sized>(
    _ number: Int, _ name: String, _: S.Type, always: [Flag] = []
  ) -> [Form] {
    let byCount = always + [.of]
    return [
      Form("D0 /\(number)", name, .rm(.byte), .one, undefined: always, sized: S.self),
      Form("D1 /\(number)", name, .rm(.operand), .one, undefined: always, sized: S.self),
      Form("C0 /\(number)", name, .rm(.byte), .imm(.byte), undefined: byCount, sized: S.self),
      Form("C1 /\(number)", name, .rm(.operand), .imm(.byte), undefined: byCount, sized: S.self),
      Form("D2 /\(number)", name, .rm(.byte), .cl, undefined: byCount, sized: S.self),
      Form("D3 /\(number)", name, .rm(.operand), .cl, undefined: byCount, sized: S.self),
    ]
  }

  private static func double<S: Sized>(
    _ encoding: String, _ name: String, _ count: OperandForm, _: S.Type
  ) -> Form {
    Form(encoding, name, .rm(.operand), .r(.operand), count, undefined: [.af, .of], sized: S.self)
  }
}

// MARK: - Counts and flags

extension Processor {
  /// The count of a shift, modulo 32.
  fileprivate mutating func count<let n: Int>(
    _ operand: Operand, _ i: Instruction
  ) throws(Stop) -> Bits<n> {
    let count: Bits<8> = try read(operand, i)
    return (count & 0x1F).resized()
  }

  /// Sets all status flags, where the count is not 0.
  fileprivate mutating func setShiftFlags<let n: Int>(
    _ count: Bits<n>, _ result: Bits<n>, cf: Formula, of: Formula
  ) {
    let old = eflags
    let stays = count == 0
    eflags.setStatus(
      cf: stays.choose(old[.cf], cf), pf: stays.choose(old[.pf], result.hasEvenParity),
      af: stays.choose(old[.af], false), zf: stays.choose(old[.zf], result == 0),
      sf: stays.choose(old[.sf], result.isNegative), of: stays.choose(old[.of], of))
  }

  /// Sets CF and OF, where the count is not 0.
  fileprivate mutating func setRotateFlags<let n: Int>(
    _ count: Bits<n>, cf: Formula, of: Formula
  ) {
    let stays = count == 0
    eflags[.cf] = stays.choose(eflags[.cf], cf)
    eflags[.of] = stays.choose(eflags[.of], of)
  }
}

extension Bits {
  /// Whether the highest two bits differ.
  fileprivate var topBitsDiffer: Formula { bit(width - 1) != bit(width - 2) }
}

// MARK: - Rotates

private enum Rol: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let count: Bits<n> = try cpu.count(i.second, i)
    let distance = count & Bits(UInt64(n - 1))
    let result = (a << distance) | (a >> (Bits(UInt64(n)) - distance))
    try cpu.write(i.first, result, i)
    let carry = result.bit(0)
    cpu.setRotateFlags(count, cf: carry, of: carry != result.isNegative)
  }
}

private enum Ror: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let count: Bits<n> = try cpu.count(i.second, i)
    let distance = count & Bits(UInt64(n - 1))
    let result = (a >> distance) | (a << (Bits(UInt64(n)) - distance))
    try cpu.write(i.first, result, i)
    cpu.setRotateFlags(count, cf: result.isNegative, of: result.topBitsDiffer)
  }
}

extension Processor {
  /// CF above the operand: what RCL and RCR rotate, in the low `n + 1` bits.
  fileprivate func withCarry<let n: Int>(_ a: Bits<n>) -> Bits<64> {
    let carry: Bits<64> = eflags[.cf].asBits()
    return (carry << Bits(UInt64(n))) | a.zeroExtended()
  }

  /// How far RCL and RCR rotate: the count modulo `n + 1`.
  fileprivate func distanceWithCarry<let n: Int>(_ count: Bits<n>) -> Bits<64> {
    count.remainder(dividingBy: Bits(UInt64(n + 1))).zeroExtended()
  }
}

private enum Rcl: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let distance = cpu.distanceWithCarry(try cpu.count(i.second, i) as Bits<n>)
    let ring = cpu.withCarry(a)
    let rotated = (ring << distance) | (ring >> (Bits(UInt64(n + 1)) - distance))
    let result: Bits<n> = rotated.slice()
    try cpu.write(i.first, result, i)
    let carry = rotated.bit(n)
    cpu.setRotateFlags(distance, cf: carry, of: carry != result.isNegative)
  }
}

private enum Rcr: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let distance = cpu.distanceWithCarry(try cpu.count(i.second, i) as Bits<n>)
    let ring = cpu.withCarry(a)
    let rotated = (ring >> distance) | (ring << (Bits(UInt64(n + 1)) - distance))
    let result: Bits<n> = rotated.slice()
    try cpu.write(i.first, result, i)
    cpu.setRotateFlags(distance, cf: rotated.bit(n), of: result.topBitsDiffer)
  }
}

// MARK: - Shifts

private enum Shl: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let count: Bits<n> = try cpu.count(i.second, i)
    let result = a << count
    try cpu.write(i.first, result, i)
    let carry = (a << (count - 1)).isNegative
    cpu.setShiftFlags(count, result, cf: carry, of: carry != result.isNegative)
  }
}

private enum Shr: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let count: Bits<n> = try cpu.count(i.second, i)
    let result = a >> count
    try cpu.write(i.first, result, i)
    cpu.setShiftFlags(count, result, cf: (a >> (count - 1)).bit(0), of: result.topBitsDiffer)
  }
}

private enum Sar: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let count: Bits<n> = try cpu.count(i.second, i)
    let result = a.shiftedRightSigned(count)
    try cpu.write(i.first, result, i)
    let carry = a.shiftedRightSigned(count - 1).bit(0)
    cpu.setShiftFlags(count, result, cf: carry, of: false)
  }
}

// MARK: - Double shifts

// A 16-bit operand shifted by more than 16 is followed by itself again, as in Bochs. Differences
// below 0 wrap round to counts that shift everything out.

private enum Shld: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let count: Bits<n> = try cpu.count(i.third, i)
    let width = Bits<n>(UInt64(n))
    let near = (a << count) | (b >> (width - count))
    let far = (b << (count - width)) | (a >> (width + width - count))
    let result = near | far
    try cpu.write(i.first, result, i)
    let before = count - 1
    let carry = ((a << before) | (b << (before - width))).isNegative
    cpu.setShiftFlags(count, result, cf: carry, of: carry != result.isNegative)
  }
}

private enum Shrd: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let count: Bits<n> = try cpu.count(i.third, i)
    let width = Bits<n>(UInt64(n))
    let near = (a >> count) | (b << (width - count))
    let far = (b >> (count - width)) | (a << (width + width - count))
    let result = near | far
    try cpu.write(i.first, result, i)
    let before = count - 1
    let carry = ((a >> before) | (b >> (before - width))).bit(0)
    cpu.setShiftFlags(count, result, cf: carry, of: result.topBitsDiffer)
  }
}
