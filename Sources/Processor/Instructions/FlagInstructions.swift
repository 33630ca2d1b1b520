import Logic

/// LAHF SAHF CLC STC CMC CLD STD (SDM 2A, 2B).
extension InstructionTable {
  static let flagInstructions: [Form] = [
    Form("9F", "lahf", size: .byte) { cpu, _ throws(Stop) in
      cpu.setRegister(4, cpu.eflags.bits.slice() as Bits<8>)
    },
    Form("9E", "sahf", size: .byte) { cpu, _ throws(Stop) in
      let value: Bits<8> = cpu.register(4)
      for flag in [Flag.cf, .pf, .af, .zf, .sf] { cpu.eflags[flag] = value.bit(flag.rawValue) }
    },
    Form("F8", "clc", size: .byte) { cpu, _ throws(Stop) in cpu.eflags[.cf] = false },
    Form("F9", "stc", size: .byte) { cpu, _ throws(Stop) in cpu.eflags[.cf] = true },
    Form("F5", "cmc", size: .byte) { cpu, _ throws(Stop) in cpu.eflags[.cf] = !cpu.eflags[.cf] },
    Form("FC", "cld", size: .byte) { cpu, _ throws(Stop) in cpu.eflags[.df] = false },
    Form("FD", "std", size: .byte) { cpu, _ throws(Stop) in cpu.eflags[.df] = true },
  ]
}
