@testable import Processor

/// A difference between our processor and Bochs' (bochscpu-python 0.3.1) in which the SDM is with
/// us, or leaves both free.
struct KnownDifference: Sendable {
  /// The SDM section and what it says.
  let reason: String
  let applies:
    @Sendable (Case, _ ours: CaseResult, _ oracle: CaseResult, _ differences: [String]) -> Bool

  static func reason(
    _ item: Case, _ ours: CaseResult, _ oracle: CaseResult, _ differences: [String]
  ) -> String? {
    all.first { $0.applies(item, ours, oracle, differences) }?.reason
  }

  static let all: [KnownDifference] = [
    KnownDifference(
      reason: "MOV to DR7: bit 11 (RTM) is reserved before the fourth generation Core (3B 17.2.4)"
    ) { item, _, oracle, differences in
      item.form.name == "mov 0F 23 /r" && differences.count == 1
        && differences[0].hasPrefix("dr7") && oracle.state.registers[19] & 0x800 != 0
    },
    KnownDifference(
      reason: "MOV DRn in ring 1 to 3 with GD: #GP, no #DB (2B MOV: #GP if CPL is not 0)"
    ) { item, ours, oracle, _ in
      item.form.operands.contains(.dreg) && item.state.registers[19] & 0x2000 != 0
        && ours.exceptions.last?.vector == 13 && oracle.exceptions.last?.vector == 1
    },
    KnownDifference(
      reason: "CALL to an offset beyond the limit: #GP before the push (2A CALL, near)"
    ) { item, ours, oracle, differences in
      item.form.mnemonic == "call" && ours.exceptions.last?.vector == 13
        && differences.allSatisfy { $0.hasPrefix("[") }
    },
    KnownDifference(
      reason: "an operand beyond FFFFFFFFh of a 4 GiB segment may or may not fault (3A 5.3)"
    ) { item, ours, _, _ in
      item.reachesBelowZero
        && [12, 13].contains(ours.exceptions.last?.vector)
    },
    KnownDifference(
      reason: "a stack that wraps at 4 GiB may or may not fault (3A 5.3)"
    ) { item, ours, _, _ in
      (item.state.registers[4] < 0x40 || item.state.registers[4] > 0xFFFF_FFC0)
        && (ours.ending == .shutdown || [8, 12].contains(ours.exceptions.last?.vector))
    },
    KnownDifference(
      reason: "reserved x87 encodings are outside the subset: #NM as for all others, not #UD"
    ) { item, ours, oracle, _ in
      item.form.mnemonic == "esc" && ours.exceptions.last?.vector == 7
        && oracle.exceptions.last?.vector == 6
    },
    KnownDifference(
      reason: "FXSAVE, FXRSTOR and MXCSR with EM: #NM in Pentium III, #UD in later ones (2A FXSAVE)"
    ) { item, ours, oracle, _ in
      item.form.encoding.hasPrefix("NP 0F AE") && item.state.registers[10] & 4 != 0
        && ours.exceptions.last?.vector == 7 && oracle.exceptions.last?.vector == 6
    },
    KnownDifference(
      reason: "RETF imm16 on a 16-bit stack: what is beyond 64 KiB wraps; Bochs finds it outside"
    ) { item, _, oracle, _ in
      item.form.name == "retf CA" && item.state.segments[2].rights & 0x4000 == 0
        && oracle.exceptions.last?.vector == 12
    },
    KnownDifference(
      reason: "two parts of a memory operand that both fault: the SDM gives no order"
    ) { item, ours, oracle, differences in
      let vectors = [ours, oracle].map { $0.exceptions.last?.vector ?? 0 }
      let areFaults = vectors.allSatisfy { [12, 13, 14, 17].contains($0) }
      let isOne = vectors[0] == vectors[1] && differences.allSatisfy { $0.hasPrefix("[") }
      return item.form.hasParts && areFaults
        && (isOne || vectors[0] != vectors[1] || vectors[0] == 14)
    },
    KnownDifference(
      reason: "an x87 area that wraps at 64 KiB: what of it is looked at as one is free (2A FNSAVE)"
    ) { item, ours, oracle, _ in
      item.form.hasOpaqueContents && item.offset ?? 0 > 0xFE00 && item.offset ?? 0 < 0x1_0000
        && ours.ending == .completed && [12, 13].contains(oracle.exceptions.last?.vector)
    },
    KnownDifference(
      reason: "whether FXRSTOR loads MXCSR while OSFXSR is clear is free (2A FXRSTOR)"
    ) { item, ours, oracle, _ in
      item.form.mnemonic == "fxrstor" && item.state.registers[13] & 0x200 == 0
        && ours.ending == .completed && oracle.exceptions.last?.vector == 13
    },
  ]
}

extension Form {
  /// Its memory operand is read or written in parts: far pointers, table registers, x87 state.
  fileprivate var hasParts: Bool {
    hasOpaqueContents
      || ["lds", "les", "lss", "lfs", "lgs", "sgdt", "sidt"].contains(mnemonic)
      || ["FF /3", "FF /5"].contains(encoding)
  }
}

extension Case {
  /// An operand may go through offset 0, as those of ENTER and LEAVE do.
  fileprivate var reachesBelowZero: Bool {
    let last = form.hasOpaqueContents ? 0xFFFF_FE00 : 0xFFFF_FFF0 as UInt32
    if let offset, offset > last { return true }
    return ["enter", "leave"].contains(form.mnemonic)
      && (state.registers[5] < 0x100 || state.registers[5] > 0xFFFF_FFF0)
  }
}
