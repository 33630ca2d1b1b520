/// Numbers terms by identity, from 0 in the order in which they come.
///
/// An open-addressing table with linear probing: terms are looked up millions of times a run, and
/// a dictionary's keyed hashing is most of what that would cost. The terms must outlive it.
struct TermIndex {
  /// The addresses of the terms, by number.
  private var keys: [UInt] = []
  /// The number of a term in each slot, -1 where it is free; at most half of them are taken.
  private var slots: [Int32]

  init(minimumCapacity: Int = 32) {
    let least = max(64, 2 * minimumCapacity)
    let size = 1 << (Int.bitWidth - (least - 1).leadingZeroBitCount)
    slots = Array(repeating: -1, count: size)
    keys.reserveCapacity(size / 2)
  }

  var count: Int { keys.count }

  /// The number of a term, nil where it has none.
  func number(of term: Term) -> Int? {
    let number = slots[slot(of: Self.key(term))]
    return number < 0 ? nil : Int(number)
  }

  /// Gives a term the next number; false where it has one.
  mutating func insert(_ term: Term) -> Bool {
    let key = Self.key(term)
    let place = slot(of: key)
    guard slots[place] < 0 else { return false }
    slots[place] = Int32(keys.count)
    keys.append(key)
    if 2 * keys.count > slots.count { grow() }
    return true
  }

  private static func key(_ term: Term) -> UInt {
    UInt(bitPattern: Unmanaged.passUnretained(term).toOpaque())
  }

  /// Where a key is, or where it would go.
  private func slot(of key: UInt) -> Int {
    // Fibonacci hashing (Knuth, vol. 3, 6.4); objects lie 16 bytes apart at least.
    var place = Int(((key >> 4) &* 0x9E37_79B9_7F4A_7C15) >> 20) & (slots.count - 1)
    while slots[place] >= 0, keys[Int(slots[place])] != key {
      place = (place + 1) & (slots.count - 1)
    }
    return place
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for (number, key) in keys.enumerated() { slots[slot(of: key)] = Int32(number) }
  }
}
