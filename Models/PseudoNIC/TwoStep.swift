import Logic
import Specification

/// A register that is reached in two steps: an index is written, then data are read; or a
/// transaction is started, and its result is fetched.
///
/// So are configuration space (CF8h and CFCh), the 82540EM's IOADDR and IODATA, EERD and MDIC, and
/// the commands of an 8255x that take the general pointer. OS2 may be cut by a switch between its
/// two steps, and the pseudo-NIC makes an access of its own then.
public struct TwoStep: Structure {
  public var registers = Memory<32, 32>()
  public var index = 0 as Bits<32>
  /// The result of the transaction that was started last.
  public var result = 0 as Bits<32>
  /// What the pseudo-NIC keeps of OS2's transaction.
  public var shadow = 0 as Bits<32>
  /// What OS2 has set out to read, while it is between the two steps.
  public var isBetween: Formula = false
  public var wanted = 0 as Bits<32>
  public var seen = 0 as Bits<32>
  public var answer = 0 as Bits<32>

  public init() {}

  public static let fields: [Field<TwoStep>] = [
    Field("registers", \.registers), Field("index", \.index), Field("result", \.result),
    Field("shadow", \.shadow), Field("isBetween", \.isBetween), Field("wanted", \.wanted),
    Field("seen", \.seen), Field("answer", \.answer),
  ]

  /// How the pseudo-NIC makes an access for OS1.
  public enum Way: String, CaseIterable, Sendable {
    /// Index and data, as if it were alone.
    case latchBare = "index and data, as the paper's class 1 has it"
    /// The index is kept and written back, in one step that no switch cuts.
    case latchRestored = "select, access and restore in one step"
    /// A transaction of its own.
    case transactionBare = "a transaction, as the paper's class 1 has it"
    /// A transaction of its own, OS2 being given its result from a shadow.
    case transactionShadowed = "a transaction, with a shadow for OS2"

    var isLatch: Bool { self == .latchBare || self == .latchRestored }
  }

  public static func specification(_ way: Way) -> Specification<TwoStep> {
    Specification(
      "a register reached in two steps: \(way.rawValue)", shape: TwoStep(),
      actions: [
        Action("OS2 selects") { s, _ in
          !s.isBetween
        } effect: { s, any in
          s.wanted = any("register")
          s.isBetween = true
          if way.isLatch {
            s.index = s.wanted
          } else {
            s.start(s.wanted)
            s.shadow = s.result
          }
        },
        Action("OS2 gets the data") { s, _ in
          s.isBetween
        } effect: { s, _ in
          s.isBetween = false
          switch way {
          case .latchBare, .latchRestored: s.seen = s.registers[s.index]
          case .transactionBare: s.seen = s.result
          case .transactionShadowed: s.seen = s.shadow
          }
        },
        Action("the device changes a register") { s, _ in
          !s.isBetween
        } effect: { s, any in
          s.registers[any("register")] = any("value")
        },
        Action("the pseudo-NIC reads a register for OS1") { _, _ in
          []
        } effect: { s, any in
          s.serve(any("register"), way)
        },
      ].excused
    ) { s in
      s.isBetween = false
      return []
    }
  }

  private mutating func start(_ register: Bits<32>) { result = registers[register] }

  private mutating func serve(_ register: Bits<32>, _ way: Way) {
    let kept = index
    switch way {
    case .latchBare, .latchRestored:
      index = register
      answer = registers[index]
      if way == .latchRestored { index = kept }
    case .transactionBare, .transactionShadowed:
      start(register)
      answer = result
    }
  }
}
