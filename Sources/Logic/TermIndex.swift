/// Numbers terms by identity, from 0 in the order in which they come.
///
/// An open-addressing table with linear probing: terms are looked up millions of times a run, and
/// a dictionary's keyed hashing is most of what that would cost. The terms must outlive it.
struct TermIndex {
  private struct Slot {
    /// The address of the term.
    var key: UInt
    /// -1 where the slot is free.
    var number: Int
  }

  private var slots: [Slot]
  private(set) var count = 0

  init(minimumCapacity: Int = 32) {
    let least = max(64, 2 * minimumCapacity)
    let size = 1 << (Int.bitWidth - (least - 1).leadingZeroBitCount)
    slots = Array(repeating: Slot(key: 0, number: -1), count: size)
  }

  /// The number of a term, nil where it has none.
  @inline(__always)
  func number(of term: Unmanaged<Term>) -> Int? {
    let number = slots[slot(of: Self.key(term))].number
    return number < 0 ? nil : number
  }

  func number(of term: Term) -> Int? { number(of: .passUnretained(term)) }

  /// Gives a term that has none the next number.
  mutating func insert(_ term: Unmanaged<Term>) {
    let key = Self.key(term)
    let place = slot(of: key)
    precondition(slots[place].number < 0, "a term that has a number")
    slots[place] = Slot(key: key, number: count)
    count += 1
    // At most half of the slots are taken.
    if 2 * count > slots.count { grow() }
  }

  @inline(__always)
  private static func key(_ term: Unmanaged<Term>) -> UInt { UInt(bitPattern: term.toOpaque()) }

  /// Where a key is, or where it would go.
  @inline(__always)
  private func slot(of key: UInt) -> Int {
    // Fibonacci hashing (Knuth, vol. 3, 6.4); objects lie 16 bytes apart at least.
    var place = Int(((key >> 4) &* 0x9E37_79B9_7F4A_7C15) >> 20) & (slots.count &- 1)
    while slots[place].number >= 0, slots[place].key != key {
      place = (place &+ 1) & (slots.count &- 1)
    }
    return place
  }

  private mutating func grow() {
    let taken = slots.filter { $0.number >= 0 }
    slots = Array(repeating: Slot(key: 0, number: -1), count: 2 * slots.count)
    for one in taken { slots[slot(of: one.key)] = one }
  }
}
