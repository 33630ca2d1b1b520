import Logic

/// MOV, PUSH and POP of segment registers, LDS–LGS, LAR LSL VERR VERW ARPL (SDM 2A, 2B, 2C).
extension InstructionTable {
  static let segments: [Form] =
    [
      Form("8C /r", "mov", .rm(.operand), .sreg) { cpu, i throws(Stop) in
        guard case .segment(let segment) = i.second else { throw .undefined() }
        let selector = cpu[segment].selector
        if case .register = i.first, i.operandSize == 32 {
          try cpu.write(i.first, selector.zeroExtended() as Bits<32>, i)
        } else {
          try cpu.write(i.first, selector, i)
        }
      },
      Form("8E /r", "mov", .sreg, .rm(.word)) { cpu, i throws(Stop) in
        guard case .segment(let segment) = i.first, segment != .cs else { throw .undefined() }
        try cpu.loadSegment(segment, try cpu.read(i.second, i))
        if segment == .ss { cpu.shadow = .movSS }
      },
      Form("63 /r", "arpl", .rm(.word), .r(.word), execute: arpl),
      Form("0F 02 /r", "lar", .r(.operand), .rm(.word)) { cpu, i throws(Stop) in
        let found = try cpu.visible(i, [1, 2, 3, 4, 5, 9, 11, 12])
        cpu.eflags[.zf] = Formula(found != nil)
        if let found { try cpu.writeSized(i.first, found.high & 0x00FF_FF00, i) }
      },
      Form("0F 03 /r", "lsl", .r(.operand), .rm(.word)) { cpu, i throws(Stop) in
        let found = try cpu.visible(i, [1, 2, 3, 9, 11])
        cpu.eflags[.zf] = Formula(found != nil)
        if let found { try cpu.writeSized(i.first, found.limit, i) }
      },
      Form("0F 00 /4", "verr", .rm(.word)) { cpu, i throws(Stop) in
        try cpu.verify(i) { $0.isReadable }
      },
      Form("0F 00 /5", "verw", .rm(.word)) { cpu, i throws(Stop) in
        try cpu.verify(i) { $0.isWritable }
      },
    ] + pushes + pointers

  private static let pushes: [Form] = [
    ("06", "07", .es), ("0E", nil, .cs), ("16", "17", .ss), ("1E", "1F", .ds),
    ("0F A0", "0F A1", .fs), ("0F A8", "0F A9", .gs),
  ].flatMap { (push: String, pop: String?, segment: Segment) -> [Form] in
    let pushing = Form(push, "push", .segment(segment), execute: pushSegment)
    return [pushing] + (pop.map { [Form($0, "pop", .segment(segment), execute: popSegment)] } ?? [])
  }

  private static let pointers: [Form] = [
    ("C4", "les", .es), ("C5", "lds", .ds), ("0F B2", "lss", .ss), ("0F B4", "lfs", .fs),
    ("0F B5", "lgs", .gs),
  ].map { (code: String, name: String, segment: Segment) -> Form in
    Form("\(code) /r", name, .r(.operand), .m(.far)) { cpu, i throws(Stop) in
      guard case .memory(let address) = i.second else { throw .undefined() }
      let (selector, offset) = try cpu.farPointer(address, i)
      try cpu.loadSegment(segment, selector)
      try cpu.writeSized(i.first, offset, i)
    }
  }

  private static let pushSegment: Execute = { cpu, i throws(Stop) in
    guard case .segment(let segment) = i.first else { throw .undefined() }
    try cpu.pushSegment(cpu[segment].selector, isWide: i.operandSize == 32)
  }

  private static let popSegment: Execute = { cpu, i throws(Stop) in
    guard case .segment(let segment) = i.first else { throw .undefined() }
    let selector: Bits<16> = try cpu.top()
    let distance: Bits<32> = i.operandSize == 32 ? 4 : 2
    let next = cpu[.esp] + distance
    // The width of the stack pointer is that of the stack popped from.
    let pointer = cpu[.ss].isBig.choose(next, (cpu[.esp] & 0xFFFF_0000) | (next & 0xFFFF))
    try cpu.loadSegment(segment, selector)
    cpu[.esp] = pointer
    if segment == .ss { cpu.shadow = .movSS }
  }

  private static let arpl: Execute = { cpu, i throws(Stop) in
    try cpu.requireProtected()
    let destination: Bits<16> = try cpu.read(i.first, i, .modify)
    let source: Bits<16> = try cpu.read(i.second, i)
    let isBelow = destination.rpl.isBelow(source.rpl)
    let adjusted = (destination & 0xFFFC) | source.rpl.zeroExtended()
    try cpu.write(i.first, isBelow.choose(adjusted, destination), i)
    cpu.eflags[.zf] = isBelow
  }
}

extension Processor {
  /// Writes 32 bits, or the low 16, by the operand size.
  mutating func writeSized(
    _ operand: Operand, _ value: Bits<32>, _ i: Instruction
  ) throws(Stop) {
    if i.operandSize == 32 {
      try write(operand, value, i)
    } else {
      try write(operand, value.slice() as Bits<16>, i)
    }
  }

  /// A 32-bit push of a selector writes its 16 bits alone and moves the pointer by 4.
  fileprivate mutating func pushSegment(
    _ selector: Bits<16>, isWide: Bool
  ) throws(Stop) {
    let offset = stackWrapped(self[.esp] - (isWide ? 4 : 2))
    try write(.ss, offset, selector)
    setStackOffset(offset)
  }

  /// The descriptor that LAR and LSL show to this level, of code, data or the system types given.
  fileprivate mutating func visible(
    _ i: Instruction, _ types: [UInt64]
  ) throws(Stop) -> Descriptor? {
    try requireProtected()
    let selector: Bits<16> = try read(i.second, i)
    if try decide(selector.isNull) { return nil }
    guard let found = try descriptor(selector) else { return nil }
    let isVisible = !found.dpl.isBelow(cpl) && !found.dpl.isBelow(selector.rpl)
    if try decide(found.isConforming) { return found }
    if try decide(found.isSegment) { return try decide(isVisible) ? found : nil }
    guard types.contains(try kind(found)) else { return nil }
    return try decide(isVisible) ? found : nil
  }

  /// VERR, VERW: ZF where the segment can be read or written at this level.
  fileprivate mutating func verify(
    _ i: Instruction, _ allows: (Descriptor) -> Formula
  ) throws(Stop) {
    try requireProtected()
    let selector: Bits<16> = try read(i.first, i)
    eflags[.zf] = false
    if try decide(selector.isNull) { return }
    guard let found = try descriptor(selector) else { return }
    let isReached = !found.dpl.isBelow(cpl) && !found.dpl.isBelow(selector.rpl)
    let allowed = allows(found)
    eflags[.zf] = allowed && (found.isConforming || isReached)
  }
}
