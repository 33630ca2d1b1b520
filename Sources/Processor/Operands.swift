import Logic

/// Reading and writing the operands of an instruction.
extension Processor {
  /// The offset of a memory operand, modulo the address size.
  @inline(__always)
  func offset(_ address: Address, _ i: Instruction) -> Bits<32> {
    var offset = Bits<32>(truncating: UInt64(address.displacement))
    if let base = address.base { offset = self[base] + offset }
    if let index = address.index {
      offset = offset + (self[index] << Bits(truncating: UInt64(address.scale)))
    }
    return i.addressSize == 16 ? offset & 0xFFFF : offset
  }

  /// The value of an operand; `access` is `.modify` where it will be written.
  @inline(__always)
  mutating func read<let n: Int>(
    _ operand: Operand, _ i: Instruction, _ access: Access = .read
  ) throws(Stop) -> Bits<n> {
    switch operand {
    case .register(let number): return register(number)
    case .memory(let address):
      return try read(address.segment, offset(address, i), access)
    case .immediate(let value): return Bits(truncating: UInt64(value))
    case .segment(let segment): return self[segment].selector.resized()
    default: preconditionFailure("an operand that is no value")
    }
  }

  /// Writes a register or memory.
  @inline(__always)
  mutating func write<let n: Int>(
    _ operand: Operand, _ value: Bits<n>, _ i: Instruction
  ) throws(Stop) {
    switch operand {
    case .register(let number): setRegister(number, value)
    case .memory(let address): try write(address.segment, offset(address, i), value)
    default: preconditionFailure("an operand that can't be written")
    }
  }

  /// A register of 8, 16 or 32 bits by its number.
  @inline(__always)
  func register<let n: Int>(_ number: UInt8) -> Bits<n> {
    if n == 8 { return registers[Int(number & 3)].slice(from: number < 4 ? 0 : 8) }
    if let known = registers[Int(number)].known { return Bits(truncating: known) }
    return registers[Int(number)].slice()
  }

  @inline(__always)
  mutating func setRegister<let n: Int>(_ number: UInt8, _ value: Bits<n>) {
    if n == 32 {
      registers[Int(number)] = value.slice()
    } else if n == 16 {
      let high: Bits<16> = registers[Int(number)].slice(from: 16)
      registers[Int(number)] = Bits(high: high, low: value.slice() as Bits<16>)
    } else {
      setByte(number, value.slice())
    }
  }

  @inline(__always)
  private mutating func setByte(_ number: UInt8, _ value: Bits<8>) {
    let old = registers[Int(number & 3)]
    let high: Bits<16> = old.slice(from: 16)
    let other: Bits<8> = old.slice(from: number < 4 ? 8 : 0)
    let low =
      number < 4 ? Bits<16>(high: other, low: value) : Bits<16>(high: value, low: other)
    registers[Int(number & 3)] = Bits(high: high, low: low)
  }
}

extension Bits {
  /// The low bits, or the word with zeros above.
  @inline(__always)
  func resized<let n: Int>() -> Bits<n> {
    if n <= width { return slice() }
    return zeroExtended()
  }
}
