import Logic

/// XCHG XADD CMPXCHG CMPXCHG8B (SDM 2A, 2B, 2C).
extension InstructionTable {
  static let exchange: [Form] = [
    Form("86 /r", "xchg", .rm(.byte), .r(.byte), lock: true, sized: Xchg.self),
    Form("87 /r", "xchg", .rm(.operand), .r(.operand), lock: true, sized: Xchg.self),
    // 90 is NOP.
    Form("91 +r", "xchg", .accumulator(.operand), .opcode(.operand), sized: Xchg.self),
    Form("0F C0 /r", "xadd", .rm(.byte), .r(.byte), lock: true, sized: Xadd.self),
    Form("0F C1 /r", "xadd", .rm(.operand), .r(.operand), lock: true, sized: Xadd.self),
    Form("0F B0 /r", "cmpxchg", .rm(.byte), .r(.byte), lock: true, sized: Cmpxchg.self),
    Form("0F B1 /r", "cmpxchg", .rm(.operand), .r(.operand), lock: true, sized: Cmpxchg.self),
    Form("0F C7 /1", "cmpxchg8b", .m(.qword), since: .pentium, lock: true) { cpu, i throws(Stop) in
      try cpu.compareAndExchange8Bytes(i)
    },
  ]
}

private enum Xchg: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    try cpu.write(i.first, b, i)
    try cpu.write(i.second, a, i)
  }
}

private enum Xadd: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let sum = a + b
    // A register that is added to itself ends as the sum; the address of a memory operand is
    // computed before its register changes.
    if case .memory = i.first {
      try cpu.write(i.first, sum, i)
      try cpu.write(i.second, a, i)
    } else {
      try cpu.write(i.second, a, i)
      try cpu.write(i.first, sum, i)
    }
    cpu.setAddFlags(a, b, sum)
  }
}

private enum Cmpxchg: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let accumulator: Bits<n> = cpu.register(0)
    let difference = accumulator - a
    let isEqual = accumulator == a
    // Memory is written in either case, at the address before the accumulator changes.
    let isMemory = if case .memory = i.first { true } else { false }
    if isMemory { try cpu.write(i.first, isEqual.choose(b, a), i) }
    cpu.setRegister(0, isEqual.choose(accumulator, a))
    if !isMemory { try cpu.write(i.first, isEqual.choose(b, a), i) }
    cpu.setSubtractFlags(accumulator, a, difference)
  }
}

extension Processor {
  fileprivate mutating func compareAndExchange8Bytes(_ i: Instruction) throws(Stop) {
    guard case .memory(let address) = i.first else { throw .undefined() }
    let linear = try linear(address.segment, offset(address, i), bytes: 8, .modify)
    let low: Bits<32> = try load(linear, .modify)
    let high: Bits<32> = try load(linear &+ 4, .modify)
    let isEqual = (self[.eax] == low) && (self[.edx] == high)
    // Memory is written in either case.
    try store(linear, isEqual.choose(self[.ebx], low))
    try store(linear &+ 4, isEqual.choose(self[.ecx], high))
    self[.eax] = isEqual.choose(self[.eax], low)
    self[.edx] = isEqual.choose(self[.edx], high)
    eflags[.zf] = isEqual
  }
}
