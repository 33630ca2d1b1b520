import Logic

/// PUSHA POPA ENTER LEAVE BOUND LOOP LOOPE LOOPNE JECXZ (SDM 2A, 2B).
extension InstructionTable {
  static let frames: [Form] = [
    Form("60", "pusha", sized: PushAll.self),
    Form("61", "popa", sized: PopAll.self),
    Form("C8", "enter", .imm(.word), .imm(.byte), size: .operand, sized: Enter.self),
    Form("C9", "leave", sized: Leave.self),
    Form("62 /r", "bound", .r(.operand), .m(.qword), sized: Bound.self),
    Form("E0", "loopne", .relative(.byte), size: .operand) { cpu, i throws(Stop) in
      try cpu.loop(i, while: !cpu.eflags[.zf])
    },
    Form("E1", "loope", .relative(.byte), size: .operand) { cpu, i throws(Stop) in
      try cpu.loop(i, while: cpu.eflags[.zf])
    },
    Form("E2", "loop", .relative(.byte), size: .operand) { cpu, i throws(Stop) in
      try cpu.loop(i, while: true)
    },
    Form("E3", "jecxz", .relative(.byte), size: .operand) { cpu, i throws(Stop) in
      if try cpu.decide(cpu.addressing(.ecx, i) == 0) { try cpu.jumpRelative(i) }
    },
  ]
}

extension Processor {
  /// Counts ECX or CX down and jumps unless it became 0; nothing changes where the jump faults.
  fileprivate mutating func loop(_ i: Instruction, while condition: Formula) throws(Stop) {
    let count = addressing(.ecx, i) - 1
    if try decide(count != 0 && condition) { try jumpRelative(i) }
    setAddressing(.ecx, count, i)
  }

  /// A general register as the stack-frame instructions address by it.
  fileprivate var frameOffset: Bits<32> { stackWrapped(self[.ebp]) }
}

// MARK: - All registers

private enum PushAll: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.checkRealPushAll()
    let top = cpu[.esp]
    let places = (1...8).map { cpu.stackWrapped(top - Bits(UInt64($0 * n / 8))) }
    // All places are looked at before any is written.
    for place in places { _ = try cpu.read(.ss, place, .modify) as Bits<n> }
    for (number, place) in places.enumerated() {
      try cpu.write(.ss, place, cpu.register(UInt8(number)) as Bits<n>)
    }
    cpu.setStackOffset(top - Bits(UInt64(n)))
  }
}

extension Processor {
  /// In real-address mode PUSHA with an odd SP from 7 to 15 is #GP (SDM 2B PUSHA).
  fileprivate func checkRealPushAll() throws(Stop) {
    let offset = stackOffset
    let isNear = offset.isAtMost(15) && !offset.isBelow(7)
    let isOdd = isNear && offset.bit(0)
    if try decide(!isProtected && isOdd) { throw .protection() }
  }
}

private enum PopAll: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    var values: [Bits<n>] = []
    for index in 0..<8 as Range<UInt64> { values.append(try cpu.top(index * UInt64(n / 8))) }
    cpu.setStackOffset(cpu[.esp] + Bits(UInt64(n)))
    // EDI was pushed last; ESP's image is passed over.
    for (index, value) in values.enumerated() where index != 3 {
      cpu.setRegister(UInt8(7 - index), value)
    }
  }
}

// MARK: - Frames

private enum Enter: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    guard case .immediate(let size) = i.first, case .immediate(let level) = i.second else {
      throw .undefined()
    }
    let old = cpu[.esp]
    do {
      let frame: Bits<n> = try cpu.pushFrames(level & 31)
      cpu.setStackOffset(cpu[.esp] - Bits(UInt64(size)))
      // A write at the final stack pointer must be possible, though none takes place.
      _ = try cpu.read(.ss, cpu.stackOffset, .modify) as Bits<n>
      cpu.setRegister(5, frame)
    } catch {
      cpu[.esp] = old
      throw error
    }
  }
}

extension Processor {
  /// Pushes EBP and the frame pointers of the outer levels; returns the new frame pointer.
  fileprivate mutating func pushFrames<let n: Int>(_ level: UInt32) throws(Stop) -> Bits<n> {
    try push(register(5) as Bits<n>)
    let frame: Bits<n> = register(4)
    guard level > 0 else { return frame }
    var outer = self[.ebp]
    for _ in 1..<level {
      outer = outer - Bits(UInt64(n / 8))
      let pointer: Bits<n> = try read(.ss, stackWrapped(outer))
      try push(pointer)
    }
    try push(frame)
    return frame
  }
}

private enum Leave: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let outer: Bits<n> = try cpu.read(.ss, cpu.frameOffset)
    cpu.setStackOffset(cpu[.ebp] + Bits(UInt64(n / 8)))
    cpu.setRegister(5, outer)
  }
}

// MARK: - Bounds

private enum Bound: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    guard case .memory(let address) = i.second else { throw .undefined() }
    let index: Bits<n> = try cpu.read(i.first, i)
    let place = cpu.offset(address, i)
    let above = place + Bits(UInt64(n / 8))
    let lower: Bits<n> = try cpu.read(address.segment, place)
    let upper: Bits<n> = try cpu.read(
      address.segment, i.addressSize == 16 ? above & 0xFFFF : above)
    if try cpu.decide(index.isLess(lower) || upper.isLess(index)) {
      throw .fault(Fault(.bound))
    }
  }
}
