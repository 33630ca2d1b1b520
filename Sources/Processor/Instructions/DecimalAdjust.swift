import Logic

/// DAA DAS AAA AAS AAM AAD (SDM 2A).
///
/// Flags that the SDM leaves undefined are those of the result, with CF, AF and OF cleared.
extension InstructionTable {
  static let decimalAdjust: [Form] = [
    Form("27", "daa", size: .byte, undefined: [.of]) { cpu, _ in
      let (al, needs, overflows) = cpu.decimalDigits
      let low = needs.choose(al + 6, al)
      let result = overflows.choose(low + 0x60, low)
      cpu.setRegister(0, result)
      cpu.setStatus(result, cf: overflows, af: needs, of: false)
    },
    Form("2F", "das", size: .byte, undefined: [.of]) { cpu, _ in
      let (al, needs, overflows) = cpu.decimalDigits
      let low = needs.choose(al - 6, al)
      let result = overflows.choose(low - 0x60, low)
      let borrows = needs && al.isBelow(6)
      cpu.setRegister(0, result)
      cpu.setStatus(result, cf: overflows || borrows, af: needs, of: false)
    },
    Form("37", "aaa", size: .byte, undefined: [.of, .sf, .zf, .pf]) { cpu, _ in
      cpu.adjustUnpacked { ax, needs in needs.choose(ax + 0x106, ax) }
    },
    Form("3F", "aas", size: .byte, undefined: [.of, .sf, .zf, .pf]) { cpu, _ in
      cpu.adjustUnpacked { ax, needs in needs.choose(ax - 0x106, ax) }
    },
    Form("D4", "aam", .imm(.byte), size: .byte, undefined: [.of, .af, .cf]) { cpu, i throws(Stop) in
      let base: Bits<8> = try cpu.read(i.first, i)
      if try cpu.decide(base == 0) { throw .fault(Fault(.divide)) }
      let al: Bits<8> = cpu.register(0)
      let rest = al.remainder(dividingBy: base)
      cpu.setRegister(0, Bits<16>(high: al.quotient(dividingBy: base), low: rest))
      cpu.setStatus(rest, cf: false, af: false, of: false)
    },
    Form("D5", "aad", .imm(.byte), size: .byte, undefined: [.of, .af, .cf]) { cpu, i throws(Stop) in
      let base: Bits<8> = try cpu.read(i.first, i)
      let ax: Bits<16> = cpu.register(0)
      let al: Bits<8> = ax.slice()
      let result = al + (ax.slice(from: 8) as Bits<8>) * base
      cpu.setRegister(0, result.zeroExtended() as Bits<16>)
      cpu.setStatus(result, cf: false, af: false, of: false)
    },
  ]
}

extension Processor {
  /// Whether the low digit of AL is over 9, or AF says so.
  private var needsDecimalAdjust: Formula {
    let digit = (register(0) as Bits<8>) & 0xF
    return eflags[.af] || !digit.isAtMost(9)
  }

  /// AL, and whether its low and its high digit need the adjustment of DAA and DAS.
  fileprivate var decimalDigits: (Bits<8>, Formula, Formula) {
    let al: Bits<8> = register(0)
    return (al, needsDecimalAdjust, eflags[.cf] || !al.isAtMost(0x99))
  }

  /// AAA, AAS: adjusts AX and keeps the low digit of AL.
  fileprivate mutating func adjustUnpacked(_ adjust: (Bits<16>, Formula) -> Bits<16>) {
    let needs = needsDecimalAdjust
    let ax = adjust(register(0), needs) & 0xFF0F
    setRegister(0, ax)
    setStatus(ax.slice() as Bits<8>, cf: needs, af: needs, of: false)
  }
}
