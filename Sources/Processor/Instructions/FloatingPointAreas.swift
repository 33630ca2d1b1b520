import Logic

/// The areas in memory of FNSTENV and FNSAVE (SDM 1 8.1.10, figures 8-9 to 8-12) and of FXSAVE
/// (SDM 2A FXSAVE).

// MARK: - Writing

/// What is to be written to an area, at offsets from its beginning.
struct Area {
  private(set) var dwords: [(offset: UInt64, value: Bits<32>)] = []
  private(set) var words: [(offset: UInt64, value: Bits<16>)] = []
  private var end: UInt64 = 0

  mutating func append(_ word: Bits<16>) {
    words.append((end, word))
    end += 2
  }

  mutating func append(_ dword: Bits<32>) {
    dwords.append((end, dword))
    end += 4
  }

  mutating func append(_ qword: Bits<64>) {
    append(qword.slice() as Bits<32>)
    append(qword.slice(from: 32) as Bits<32>)
  }

  /// Zeros, so many bytes, a multiple of 2.
  mutating func pad(_ bytes: Int) {
    for _ in 0..<bytes / 2 { append(0 as Bits<16>) }
  }
}

extension Processor {
  private func place(
    _ i: Instruction, _ distance: UInt64
  ) throws(Stop) -> (Segment, Bits<32>) {
    guard case .memory(let address) = i.first else { throw .undefined() }
    let place = offset(address, i) + Bits(distance)
    return (address.segment, i.addressSize == 16 ? place & 0xFFFF : place)
  }

  /// Writes an area; all of it is looked at before any is written.
  mutating func store(_ area: Area, _ i: Instruction) throws(Stop) {
    for (distance, _) in area.dwords {
      let (segment, offset) = try place(i, distance)
      _ = try read(segment, offset, .modify) as Bits<32>
    }
    for (distance, _) in area.words {
      let (segment, offset) = try place(i, distance)
      _ = try read(segment, offset, .modify) as Bits<16>
    }
    for (distance, value) in area.dwords {
      let (segment, offset) = try place(i, distance)
      try write(segment, offset, value)
    }
    for (distance, value) in area.words {
      let (segment, offset) = try place(i, distance)
      try write(segment, offset, value)
    }
  }
}

// MARK: - Reading

/// Goes through the area of an instruction.
struct AreaReader {
  fileprivate let i: Instruction
  fileprivate var distance: UInt64 = 0

  init(_ i: Instruction) { self.i = i }

  /// Passes over so many bytes.
  mutating func skip(_ bytes: Int) { distance += UInt64(bytes) }
}

extension Processor {
  fileprivate mutating func next<let n: Int>(_ area: inout AreaReader) throws(Stop) -> Bits<n> {
    let (segment, offset) = try place(area.i, area.distance)
    area.distance += UInt64(n / 8)
    return try read(segment, offset)
  }

  private mutating func nextQword(_ area: inout AreaReader) throws(Stop) -> Bits<64> {
    let low: Bits<32> = try next(&area)
    let high: Bits<32> = try next(&area)
    return Bits(high: high, low: low)
  }

  /// ST(0)–ST(7) of 10 bytes each, with so many after each.
  mutating func loadRegisters(
    _ new: inout FloatingPoint, _ area: inout AreaReader, padding: Int
  ) throws(Stop) {
    for index in 0..<8 {
      new.significands[index] = try nextQword(&area)
      new.exponents[index] = try next(&area)
      area.skip(padding)
    }
  }
}

extension FloatingPoint {
  func appendRegisters(_ area: inout Area, padding: Int) {
    for index in 0..<8 {
      area.append(significands[index])
      area.append(exponents[index])
      area.pad(padding)
    }
  }
}

// MARK: - Environment

extension Processor {
  /// The environment, of 28 bytes or 14 by the operand size.
  func environment(_ i: Instruction) throws(Stop) -> Area {
    let isProtected = try decide(isProtected)
    let x87 = floatingPoint
    let pointers = isProtected ? x87.protectedPointers : x87.realPointers
    var area = Area()
    if i.operandSize == 32 {
      for word in [x87.control, x87.status, x87.tag] {
        area.append(Bits<32>(high: 0xFFFF as Bits<16>, low: word))
      }
      for pointer in pointers { area.append(pointer) }
    } else {
      for word in [x87.control, x87.status, x87.tag] { area.append(word) }
      let narrow = isProtected ? x87.protectedPointers16 : x87.realPointers16
      for pointer in narrow { area.append(pointer) }
    }
    return area
  }

  mutating func loadEnvironment(
    _ new: inout FloatingPoint, _ area: inout AreaReader
  ) throws(Stop) {
    let isProtected = try decide(isProtected)
    var words: [Bits<32>] = []
    for _ in 0..<7 {
      if area.i.operandSize == 32 {
        words.append(try next(&area))
      } else {
        words.append((try next(&area) as Bits<16>).zeroExtended())
      }
    }
    new.control = words[0].slice()
    new.status = words[1].slice()
    new.tag = words[2].slice()
    switch (isProtected, area.i.operandSize) {
    case (true, 32): new.setProtectedPointers(words, opcode: (words[4] >> 16) & 0x7FF)
    case (true, _): new.setProtectedPointers(words, opcode: 0)
    case (false, 32):
      new.setRealPointers(
        words, above: [(words[4] & 0x0FFF_F000) << 4, (words[6] & 0x0FFF_F000) << 4])
    case (false, _):
      new.setRealPointers(words, above: [(words[4] & 0xF000) << 4, (words[6] & 0xF000) << 4])
    }
  }
}

extension FloatingPoint {
  fileprivate var protectedPointers: [Bits<32>] {
    [
      instructionOffset, Bits(high: opcode & 0x7FF, low: instructionSelector), dataOffset,
      Bits(high: 0xFFFF as Bits<16>, low: dataSelector),
    ]
  }

  fileprivate var protectedPointers16: [Bits<16>] {
    [instructionOffset.slice(), instructionSelector, dataOffset.slice(), dataSelector]
  }

  /// The linear addresses of instruction and operand.
  private var realAddresses: (Bits<32>, Bits<32>) {
    let code: Bits<32> = instructionSelector.zeroExtended()
    let data: Bits<32> = dataSelector.zeroExtended()
    return ((code << 4) + instructionOffset, (data << 4) + dataOffset)
  }

  fileprivate var realPointers: [Bits<32>] {
    let (instruction, data) = realAddresses
    let low: Bits<32> = (opcode & 0x7FF).zeroExtended()
    return [
      Bits(high: 0xFFFF as Bits<16>, low: instruction.slice() as Bits<16>),
      ((instruction & 0xFFFF_0000) >> 4) | low,
      Bits(high: 0xFFFF as Bits<16>, low: data.slice() as Bits<16>),
      (data & 0xFFFF_0000) >> 4,
    ]
  }

  fileprivate var realPointers16: [Bits<16>] {
    let (instruction, data) = realAddresses
    let above: Bits<16> = ((instruction & 0xF_0000) >> 4).slice()
    return [
      instruction.slice(), above | (opcode & 0x7FF), data.slice(),
      ((data & 0xF_0000) >> 4).slice(),
    ]
  }

  fileprivate mutating func setProtectedPointers(_ words: [Bits<32>], opcode: Bits<32>) {
    self.opcode = opcode.slice()
    instructionOffset = words[3]
    instructionSelector = words[4].slice()
    dataOffset = words[5]
    dataSelector = words[6].slice()
  }

  fileprivate mutating func setRealPointers(_ words: [Bits<32>], above: [Bits<32>]) {
    opcode = (words[4] & 0x7FF).slice()
    instructionOffset = (words[3] & 0xFFFF) | above[0]
    dataOffset = (words[5] & 0xFFFF) | above[1]
    (instructionSelector, dataSelector) = (0, 0)
  }
}

// MARK: - FXSAVE

extension Processor {
  /// The XMM registers are in the area where the generation has SSE and CR4.OSFXSR is set; whether
  /// MXCSR depends on OSFXSR is up to the implementation (SDM 2A FXRSTOR), here it does not.
  private func hasXMM() throws(Stop) -> Bool {
    guard generation.has(.pentiumIII) else { return false }
    return try decide(cr4.bit(9))
  }

  func extendedArea() throws(Stop) -> Area {
    let x87 = floatingPoint
    var area = Area()
    area.append(x87.control)
    area.append(x87.status)
    area.append(x87.abridgedTag.zeroExtended() as Bits<16>)
    area.append(x87.opcode & 0x7FF)
    area.append(x87.instructionOffset)
    area.append(x87.instructionSelector.zeroExtended() as Bits<32>)
    area.append(x87.dataOffset)
    area.append(x87.dataSelector.zeroExtended() as Bits<32>)
    let hasMXCSR = generation.has(.pentiumIII)
    area.append(hasMXCSR ? x87.mxcsr : 0)
    area.append(hasMXCSR ? FloatingPoint.mxcsrMask : 0)
    x87.appendRegisters(&area, padding: 6)
    if try hasXMM() { for half in x87.xmm { area.append(half) } }
    return area
  }

  /// The state after FXRSTOR; #GP(0) for bits that MXCSR does not have.
  mutating func loadedExtendedArea(_ i: Instruction) throws(Stop) -> FloatingPoint {
    var area = AreaReader(i)
    var new = floatingPoint
    new.control = try next(&area)
    new.status = try next(&area)
    new.setAbridgedTag((try next(&area) as Bits<16>).slice())
    new.opcode = (try next(&area)) & 0x7FF
    new.instructionOffset = try next(&area)
    new.instructionSelector = (try next(&area) as Bits<32>).slice()
    new.dataOffset = try next(&area)
    new.dataSelector = (try next(&area) as Bits<32>).slice()
    let mxcsr: Bits<32> = try next(&area)
    area.skip(4)
    try loadRegisters(&new, &area, padding: 6)
    if generation.has(.pentiumIII) {
      try requireValidMXCSR(mxcsr)
      new.mxcsr = mxcsr
    }
    if try hasXMM() {
      for index in 0..<16 { new.xmm[index] = try nextQword(&area) }
    }
    return new.settled
  }
}
