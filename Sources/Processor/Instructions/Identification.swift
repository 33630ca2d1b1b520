import Logic

/// CPUID RDTSC RDMSR WRMSR (SDM 2A, 2B, 2C).
extension InstructionTable {
  static let identification: [Form] = [
    Form("0F A2", "cpuid", since: .pentium) { cpu, _ in
      let leaf = cpu[.eax]
      let generation = cpu.generation
      let (zero, one) = (generation.leaf(0), generation.leaf(1))
      // A leaf beyond the last gives what the last gives.
      let last = generation.leaf(generation.lastLeaf)
      for (index, register) in [Register.eax, .ebx, .ecx, .edx].enumerated() {
        let upper = (leaf == 1).choose(Bits(one[index]), Bits<32>(last[index]))
        cpu[register] = (leaf == 0).choose(Bits(zero[index]), upper)
      }
    },
    Form("0F 31", "rdtsc", since: .pentium) { cpu, _ throws(Stop) in
      if try cpu.decide(cpu.cr4.bit(2) && cpu.cpl != 0) { throw .protection() }
      cpu.setPair(cpu.tsc)
    },
    Form("0F 32", "rdmsr", since: .pentium) { cpu, _ throws(Stop) in
      try cpu.requirePrivilege()
      cpu.setPair(try cpu.modelSpecificRegister())
    },
    Form("0F 30", "wrmsr", since: .pentium) { cpu, _ throws(Stop) in
      try cpu.requirePrivilege()
      try cpu.setModelSpecificRegister(Bits(high: cpu[.edx], low: cpu[.eax]))
    },
  ]
}

extension Generation {
  /// The highest leaf of CPUID: 2 where there are cache descriptors.
  fileprivate var lastLeaf: Int { has(.pentiumII) ? 2 : 1 }

  /// EAX EBX ECX EDX of a leaf of CPUID (SDM 2A CPUID).
  fileprivate func leaf(_ number: Int) -> [UInt64] {
    switch number {
    // GenuineIntel.
    case 0: [UInt64(lastLeaf), 0x756E_6547, 0x6C65_746E, 0x4965_6E69]
    case 1: [signature, 0, 0, features]
    // TLBs 01 02 03 04, L1 of 16 KiB 08 0C, L2 of 512 KiB 43; to be read once.
    default: [0x0302_0101, 0, 0, 0x0C04_0843]
    }
  }
}

// MARK: - Model-specific registers

extension Processor {
  /// A word into EDX:EAX.
  fileprivate mutating func setPair(_ value: Bits<64>) {
    self[.eax] = value.slice()
    self[.edx] = value.slice(from: 32)
  }

  /// The registers that are modelled (SDM 4 chapter 2).
  private enum ModelSpecificRegister: UInt64, CaseIterable {
    case timeStampCounter = 0x10
    case sysenterCS = 0x174
    case sysenterESP, sysenterEIP

    var since: Generation { self == .timeStampCounter ? .pentium : .pentiumII }
  }

  /// The register that ECX names; #GP(0) where there is none.
  private func namedRegister() throws(Stop) -> ModelSpecificRegister {
    for register in ModelSpecificRegister.allCases where generation.has(register.since) {
      if try decide(self[.ecx] == Bits(register.rawValue)) { return register }
    }
    throw .protection()
  }

  fileprivate func modelSpecificRegister() throws(Stop) -> Bits<64> {
    switch try namedRegister() {
    case .timeStampCounter: tsc
    case .sysenterCS: sysenter.cs.zeroExtended()
    case .sysenterESP: sysenter.esp.zeroExtended()
    case .sysenterEIP: sysenter.eip.zeroExtended()
    }
  }

  fileprivate mutating func setModelSpecificRegister(_ value: Bits<64>) throws(Stop) {
    let low: Bits<32> = value.slice()
    switch try namedRegister() {
    // Before family 0Fh, model 3, a write clears the upper half (SDM 3B 17.17).
    case .timeStampCounter: tsc = low.zeroExtended()
    case .sysenterCS: sysenter.cs = low
    case .sysenterESP: sysenter.esp = low
    case .sysenterEIP: sysenter.eip = low
    }
  }
}
