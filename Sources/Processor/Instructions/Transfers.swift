import Logic

/// Far JMP CALL RET, INT INT3 INTO IRET (SDM 2A, 2B).
extension InstructionTable {
  static let transfers: [Form] = [
    Form("EA", "ljmp", .pointer) { cpu, i throws(Stop) in
      let (selector, offset) = try cpu.farPointer(i)
      try cpu.wholly { cpu throws(Stop) in try cpu.farJump(selector, offset) }
    },
    Form("FF /5", "ljmp", .m(.far)) { cpu, i throws(Stop) in
      let (selector, offset) = try cpu.farPointer(i)
      try cpu.wholly { cpu throws(Stop) in try cpu.farJump(selector, offset) }
    },
    Form("9A", "lcall", .pointer, execute: farCall),
    Form("FF /3", "lcall", .m(.far), execute: farCall),
    Form("CB", "retf") { cpu, i throws(Stop) in
      try cpu.wholly { cpu throws(Stop) in
        try cpu.farReturn(0, isWide: i.operandSize == 32)
      }
    },
    Form("CA", "retf", .imm(.word)) { cpu, i throws(Stop) in
      guard case .immediate(let extra) = i.first else { throw .undefined() }
      try cpu.wholly { cpu throws(Stop) in
        try cpu.farReturn(UInt64(extra), isWide: i.operandSize == 32)
      }
    },
    Form("CF", "iret") { cpu, i throws(Stop) in
      // Also where it faults (SDM 3A 6.7.1).
      cpu.nmiBlocked = false
      try cpu.wholly { cpu throws(Stop) in
        try cpu.interruptReturn(isWide: i.operandSize == 32)
      }
    },
    Form("CC", "int3") { cpu, _ throws(Stop) in
      try cpu.softwareInterrupt(Vector.breakpoint.rawValue)
    },
    Form("CD", "int", .imm(.byte)) { cpu, i throws(Stop) in
      guard case .immediate(let vector) = i.first else { throw .undefined() }
      try cpu.softwareInterrupt(UInt8(vector))
    },
    Form("CE", "into") { cpu, _ throws(Stop) in
      if try cpu.decide(cpu.eflags[.of]) {
        try cpu.softwareInterrupt(Vector.overflow.rawValue)
      }
    },
  ]

  private static let farCall: Execute = { cpu, i throws(Stop) in
    let (selector, offset) = try cpu.farPointer(i)
    try cpu.wholly { cpu throws(Stop) in
      try cpu.farCall(selector, offset, isWide: i.operandSize == 32)
    }
  }
}

extension Processor {
  /// The far pointer in the instruction or in memory: the offset first, then the selector.
  mutating func farPointer(_ i: Instruction) throws(Stop) -> (Bits<16>, Bits<32>) {
    switch i.first {
    case .far(let selector, let offset):
      return (Bits(UInt64(selector)), Bits(UInt64(offset)))
    case .memory(let address): return try farPointer(address, i)
    default: throw .undefined()
    }
  }

  mutating func farPointer(
    _ address: Address, _ i: Instruction
  ) throws(Stop) -> (Bits<16>, Bits<32>) {
    let place = offset(address, i)
    let distance: Bits<32> = i.operandSize == 32 ? 4 : 2
    let low: Bits<32> =
      i.operandSize == 32
      ? try read(address.segment, place)
      : (try read(address.segment, place) as Bits<16>).zeroExtended()
    let above = place + distance
    let selector: Bits<16> = try read(
      address.segment, i.addressSize == 16 ? above & 0xFFFF : above)
    return (selector, low)
  }

  /// INT n, INT3, INTO: through the IDT with the gate's DPL checked.
  mutating func softwareInterrupt(_ vector: UInt8) throws(Stop) {
    try enter(Event(vector, .software))
    hasEnteredHandler = true
    debugHits = 0
  }
}
