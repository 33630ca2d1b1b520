import Glibc

/// The terms that a thread has made, by structure, so that it makes none of them twice.
///
/// Models say the same thing many times over (each guard, that no interrupt comes first): as terms
/// of their own that would be four to nine times as many, each to be walked, rewritten and
/// translated. Hash-consing: Ershov 1958; Filliâtre and Conchon, ML Workshop 2006.
///
/// An open-addressing table with linear probing. It keeps its terms, so it is emptied where it has
/// many: that loses no more than some sharing.
final class TermTable {
  private struct Slot {
    var hash: UInt
    var term: Unmanaged<Term>?
  }

  private struct Variable: Hashable {
    let name: String
    let sort: Sort
  }

  private var slots: UnsafeMutableBufferPointer<Slot>
  private var count = 0
  private var variables: [Variable: Term] = [:]

  /// Some 100 MB.
  private static let most = 1 << 19

  init() { slots = Self.slots(1 << 12) }

  deinit { empty() }

  private static func slots(_ count: Int) -> UnsafeMutableBufferPointer<Slot> {
    let slots = UnsafeMutableBufferPointer<Slot>.allocate(capacity: count)
    slots.initialize(repeating: Slot(hash: 0, term: nil))
    return slots
  }

  private func empty() {
    for slot in slots { slot.term?.release() }
    slots.deallocate()
    variables = [:]
  }

  func variable(_ name: String, _ sort: Sort) -> Term {
    let key = Variable(name: name, sort: sort)
    if let known = variables[key] { return known }
    let new = Term(unshared: .variable, sort, name: name)
    variables[key] = new
    return new
  }

  /// The term with this structure, which is neither a variable nor a literal memory.
  func term(
    _ op: Operator, _ sort: Sort, _ first: Term?, _ second: Term?, _ third: Term?, _ payload: UInt64
  ) -> Term {
    let hash = Self.hash(op, sort, first, second, third, payload)
    var place = Int(bitPattern: hash) & (slots.count &- 1)
    while let known = slots[place].term {
      if slots[place].hash == hash,
        known._withUnsafeGuaranteedRef({
          $0.has(op, sort, first, second, third, payload)
        })
      {
        return known.takeUnretainedValue()
      }
      place = (place &+ 1) & (slots.count &- 1)
    }
    let new = Term(unshared: op, sort, first, second, third, payload: payload)
    slots[place] = Slot(hash: hash, term: .passRetained(new))
    count &+= 1
    if 2 &* count > slots.count { grow() }
    return new
  }

  private static func hash(
    _ op: Operator, _ sort: Sort, _ first: Term?, _ second: Term?, _ third: Term?, _ payload: UInt64
  ) -> UInt {
    func address(_ term: Term?) -> UInt {
      term.map { UInt(bitPattern: Unmanaged.passUnretained($0).toOpaque()) >> 4 } ?? 0
    }
    // An odd number for each part; the high bits of a product are the mixed ones.
    var hash = address(first) &* 0x9E37_79B9_7F4A_7C15
    hash ^= address(second) &* 0xC2B2_AE3D_27D4_EB4F
    hash = (hash ^ hash >> 29) &+ address(third) &* 0x1656_67B1_9E37_79F9
    hash ^= (UInt(op.rawValue) &+ UInt(sort.width) << 8 &+ 1) &* 0x2545_F491_4F6C_DD1D
    hash ^= UInt(payload) &* 0xD6E8_FEB8_6659_FD93
    return (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15 >> 20
  }

  private func grow() {
    if count > Self.most {
      empty()
      slots = Self.slots(1 << 12)
      count = 0
      return
    }
    let old = slots
    slots = Self.slots(2 * old.count)
    for slot in old where slot.term != nil {
      var place = Int(bitPattern: slot.hash) & (slots.count &- 1)
      while slots[place].term != nil { place = (place &+ 1) & (slots.count &- 1) }
      slots[place] = slot
    }
    old.deallocate()
  }

  // MARK: - The thread's

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    precondition(pthread_key_create(&key, nil) == 0, "no key for a thread's terms")
    return key
  }()

  /// This thread's table, nil where it has none.
  @inline(__always)
  static var current: Unmanaged<TermTable>? {
    pthread_getspecific(key).map { Unmanaged.fromOpaque($0) }
  }

  /// Does something while this thread has a table.
  static func using<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    if current != nil { return try body() }
    let table = Unmanaged.passRetained(TermTable())
    pthread_setspecific(key, table.toOpaque())
    defer {
      pthread_setspecific(key, nil)
      table.release()
    }
    return try body()
  }
}

extension Term {
  /// Does something on this thread; terms of the same structure that are made meanwhile are one.
  public static func sharing<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    try TermTable.using(body)
  }

  /// A term with these operands.
  @inline(__always)
  static func make(
    _ op: Operator, _ sort: Sort, _ first: Term? = nil, _ second: Term? = nil,
    _ third: Term? = nil, payload: UInt64 = 0
  ) -> Term {
    guard let table = TermTable.current else {
      return Term(unshared: op, sort, first, second, third, payload: payload)
    }
    return table._withUnsafeGuaranteedRef {
      $0.term(op, sort, first, second, third, payload)
    }
  }
}
