import Logic

/// A flag of EFLAGS by its bit (SDM 1 3.4.3).
public enum Flag: Int, Sendable, CaseIterable {
  case cf = 0
  case pf = 2
  case af = 4
  case zf = 6
  case sf = 7
  case tf = 8
  case `if` = 9
  case df = 10
  case of = 11
  case nt = 14
  case rf = 16
  case vm = 17
  case ac = 18
  case vif = 19
  case vip = 20
  case id = 21

  @inline(__always) var mask: UInt32 { 1 &<< UInt32(truncatingIfNeeded: rawValue) }
}

/// EFLAGS, each bit known or a formula of its own; bit 1 reads as 1.
public struct Flags: Sendable {
  /// The known bits; 0 where a bit is not known.
  private(set) var word: UInt32 = 2
  /// The bits that are not known, nil where all are.
  private(set) var symbols: [Int: Formula]?

  public init() {}

  public init(_ value: Bits<32>) { bits = value }

  @inline(__always) var isKnown: Bool { symbols == nil }

  /// TF, RF and VM are known to be 0.
  @inline(__always) var isPlain: Bool { symbols == nil && word & 0x3_0100 == 0 }

  /// AC is known to be 0.
  @inline(__always) var hasNoAlignmentCheck: Bool { symbols == nil && word & 0x4_0000 == 0 }

  public subscript(flag: Flag) -> Formula {
    @inline(__always) get { self[bit: flag.rawValue] }
    @inline(__always) set { self[bit: flag.rawValue] = newValue }
  }

  subscript(bit index: Int) -> Formula {
    @inline(__always) get {
      if symbols == nil { return Formula(word &>> UInt32(truncatingIfNeeded: index) & 1 != 0) }
      return symbolic(index)
    }
    @inline(__always) set {
      if symbols == nil, let known = newValue.known {
        let mask: UInt32 = 1 &<< UInt32(truncatingIfNeeded: index)
        word = known ? word | mask : word & ~mask
      } else {
        setSymbolic(index, newValue)
      }
    }
  }

  @inline(never)
  private func symbolic(_ index: Int) -> Formula {
    symbols?[index] ?? Formula(word >> UInt32(index) & 1 != 0)
  }

  @inline(never)
  private mutating func setSymbolic(_ index: Int, _ value: Formula) {
    word &= ~(1 << UInt32(index))
    if let known = value.known {
      symbols?[index] = nil
      if known { word |= 1 << UInt32(index) }
    } else {
      symbols = symbols ?? [:]
      symbols![index] = value
    }
    if symbols?.isEmpty ?? false { symbols = nil }
  }

  /// The I/O privilege level.
  public var iopl: Bits<2> {
    get { Bits(high: self[bit: 13].asBits() as Bits<1>, low: self[bit: 12].asBits() as Bits<1>) }
    set {
      self[bit: 12] = newValue.bit(0)
      self[bit: 13] = newValue.bit(1)
    }
  }

  /// All of the register as a word.
  public var bits: Bits<32> {
    @inline(__always) get {
      symbols == nil ? Bits(UInt64(word)) : symbolicBits
    }
    set {
      if let known = newValue.known {
        word = UInt32(known) & 0x3F_7FD7 | 2
        symbols = nil
      } else {
        for index in Self.positions { self[bit: index] = newValue.bit(index) }
      }
    }
  }

  /// Joined of single bits, so that a bit taken out of the word is its formula again.
  private var symbolicBits: Bits<32> {
    let bits = (0..<32).map { $0 == 1 ? 1 : self[bit: $0].asBits() as Bits<1> }
    let pairs: [Bits<2>] = Self.joined(bits)
    let fours: [Bits<4>] = Self.joined(pairs)
    let bytes: [Bits<8>] = Self.joined(fours)
    let words: [Bits<16>] = Self.joined(bytes)
    return Bits(high: words[1], low: words[0])
  }

  private static func joined<let n: Int, let m: Int>(_ parts: [Bits<n>]) -> [Bits<m>] {
    stride(from: 0, to: parts.count, by: 2).map { Bits(high: parts[$0 + 1], low: parts[$0]) }
  }

  private static let positions = Array(0...21).filter { ![1, 3, 5, 15].contains($0) }

  /// Sets the six status flags at once.
  @inline(__always)
  mutating func setStatus(
    cf: Formula, pf: Formula, af: Formula, zf: Formula, sf: Formula, of: Formula
  ) {
    if symbols == nil, let cf = cf.known, let pf = pf.known, let af = af.known,
      let zf = zf.known, let sf = sf.known, let of = of.known
    {
      let low = (cf ? 1 : 0) | (pf ? 4 : 0) | (af ? 16 : 0) as UInt32
      let high = (zf ? 64 : 0) | (sf ? 128 : 0) | (of ? 2048 : 0) as UInt32
      word = word & ~0x8D5 | low | high
    } else {
      self[.cf] = cf
      self[.pf] = pf
      self[.af] = af
      self[.zf] = zf
      self[.sf] = sf
      self[.of] = of
    }
  }
}

extension Flags: Value {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    for index in Self.positions { self[bit: index].visit(body) }
  }

  public func names(_ path: String) -> [LeafName] {
    Self.positions.map { index in
      let flag = Flag(rawValue: index).map { "\($0)" } ?? "bit\(index)"
      return LeafName("\(path).\(flag)", .truth)
    }
  }
}
