import Logic

/// BT BTS BTR BTC BSF BSR BSWAP (SDM 2A).
///
/// Flags that the SDM leaves open stay as they are, and so does the destination of BSF and BSR where
/// the source is 0.
extension InstructionTable {
  static let bitOperations: [Form] = [
    bitTest(4, "bt", BitTest<Keep>.self, lock: false), bitTest(5, "bts", BitTest<Set>.self),
    bitTest(6, "btr", BitTest<Reset>.self), bitTest(7, "btc", BitTest<Complement>.self),
    [
      Form("0F BC /r", "bsf", .r(.operand), .rm(.operand), undefined: scanned, sized: Bsf.self),
      Form("0F BD /r", "bsr", .r(.operand), .rm(.operand), undefined: scanned, sized: Bsr.self),
      Form("0F C8 +r", "bswap", .opcode(.operand), sized: Bswap.self),
    ],
  ].flatMap { $0 }

  private static let scanned: [Flag] = [.cf, .of, .sf, .af, .pf]

  /// The two rows of an operation; its number is in the reg field, or in the opcode.
  private static func bitTest<S: Sized>(
    _ number: UInt8, _ name: String, _: S.Type, lock: Bool = true
  ) -> [Form] {
    let undefined: [Flag] = [.of, .sf, .af, .pf]
    return [
      Form(
        "0F \(hex(0x83 + 8 * number)) /r", name, .rm(.operand), .r(.operand), undefined: undefined,
        lock: lock, sized: S.self),
      Form(
        "0F BA /\(number)", name, .rm(.operand), .imm(.byte), undefined: undefined, lock: lock,
        sized: S.self),
    ]
  }
}

// MARK: - Bit tests

/// What is done to the bit that was tested.
private protocol BitChange: SendableMetatype {
  static var writes: Bool { get }
  /// The word after the change of the bit that is set in `mask`.
  static func changed<let n: Int>(_ a: Bits<n>, _ mask: Bits<n>) -> Bits<n>
}

private enum Keep: BitChange {
  static let writes = false
  static func changed<let n: Int>(_ a: Bits<n>, _ mask: Bits<n>) -> Bits<n> { a }
}

private enum Set: BitChange {
  static let writes = true
  static func changed<let n: Int>(_ a: Bits<n>, _ mask: Bits<n>) -> Bits<n> { a | mask }
}

private enum Reset: BitChange {
  static let writes = true
  static func changed<let n: Int>(_ a: Bits<n>, _ mask: Bits<n>) -> Bits<n> { a & ~mask }
}

private enum Complement: BitChange {
  static let writes = true
  static func changed<let n: Int>(_ a: Bits<n>, _ mask: Bits<n>) -> Bits<n> { a ^ mask }
}

private enum BitTest<Change: BitChange>: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let number: Bits<n> = try cpu.read(i.second, i)
    let mask = Bits<n>(1) << (number & Bits(UInt64(n - 1)))
    let place = cpu.bitString(number, i)
    let access = Change.writes ? Access.modify : .read
    let a: Bits<n> =
      if let place {
        try cpu.read(place.segment, place.offset, access)
      } else {
        try cpu.read(i.first, i, access)
      }
    let changed = Change.changed(a, mask)
    if let place {
      if Change.writes { try cpu.write(place.segment, place.offset, changed) }
    } else if Change.writes {
      try cpu.write(i.first, changed, i)
    }
    cpu.eflags[.cf] = (a & mask) != 0
  }
}

extension Processor {
  /// Where the word with a bit of a bit string in memory is; nil for registers.
  ///
  /// A bit number in a register is signed and reaches beyond the operand; one in the instruction
  /// does not (SDM 2A BT).
  fileprivate func bitString<let n: Int>(
    _ number: Bits<n>, _ i: Instruction
  ) -> (segment: Segment, offset: Bits<32>)? {
    guard case .memory(let address) = i.first else { return nil }
    var offset = offset(address, i)
    if case .register = i.second {
      let bits: Bits<32> = number.signExtended()
      let words = bits.shiftedRightSigned(n == 16 ? 4 : 5)
      offset = offset + (words << (n == 16 ? 1 : 2))
    }
    return (address.segment, i.addressSize == 16 ? offset & 0xFFFF : offset)
  }
}

// MARK: - Scans

extension Bits {
  /// The number of the only bit that is set.
  fileprivate var indexOfOnlyBit: Bits {
    var index = Bits(0)
    for power in 0..<(width == 16 ? 4 : 5) {
      let mask = Bits(truncating: Self.indices[power])
      index = index | ((self & mask) != 0).choose(Bits(1 << UInt64(power)), 0)
    }
    return index
  }

  /// The bits whose number has bit 0, 1, … set.
  private static var indices: [UInt64] {
    [0xAAAA_AAAA, 0xCCCC_CCCC, 0xF0F0_F0F0, 0xFF00_FF00, 0xFFFF_0000]
  }

  /// The highest bit that is set, alone.
  fileprivate var highestBit: Bits {
    var below = self
    for power in 0..<(width == 16 ? 4 : 5) { below = below | (below >> Bits(1 << UInt64(power))) }
    return below ^ (below >> 1)
  }
}

private enum Bsf: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.second, i)
    try cpu.setScanned(a, a & -a, i)
  }
}

private enum Bsr: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.second, i)
    try cpu.setScanned(a, a.highestBit, i)
  }
}

extension Processor {
  /// The number of the bit that was found goes to the destination.
  fileprivate mutating func setScanned<let n: Int>(
    _ source: Bits<n>, _ bit: Bits<n>, _ i: Instruction
  ) throws(Stop) {
    let isZero = source == 0
    let old: Bits<n> = try read(i.first, i)
    try write(i.first, isZero.choose(old, bit.indexOfOnlyBit), i)
    eflags[.zf] = isZero
  }
}

// MARK: - BSWAP

private enum Bswap: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    // Of 16 bits it is undefined (SDM 2A BSWAP); processors and Bochs give 0.
    guard n == 32 else { return try cpu.write(i.first, 0 as Bits<n>, i) }
    let a: Bits<n> = try cpu.read(i.first, i)
    let low = Bits<16>(high: a.slice() as Bits<8>, low: a.slice(from: 8) as Bits<8>)
    let high = Bits<16>(high: a.slice(from: 16) as Bits<8>, low: a.slice(from: 24) as Bits<8>)
    try cpu.write(i.first, Bits<n>(high: low, low: high), i)
  }
}
