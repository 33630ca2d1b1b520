/// SplitMix64 (Steele, Lea, Flood 2014): a seed gives the same numbers everywhere.
struct RandomNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to but not `bound`.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next() % UInt64(bound))
  }

  /// True this often in a hundred times.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

  mutating func word() -> UInt32 { UInt32(truncatingIfNeeded: next()) }

  /// A word that is often at a boundary of 8, 16 or 32 bits, signed or not, or small.
  mutating func boundaryWord() -> UInt32 {
    switch below(10) {
    case 0...3: return word()
    case 4: return UInt32(below(40))
    case 5: return UInt32.max - UInt32(below(40))
    default:
      let edge: UInt32 = pick([0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000])
      let wide: UInt32 = pick([0x7FFF_FFFF, 1 << 31, .max, 0, 0xFFFF_8000, 0xFFFF_FF80])
      return chance(50) ? edge : wide
    }
  }
}
