import Logic

/// Pages in which no breakpoint can be, whatever the path: asked once for a page and what the debug
/// registers hold, and not for each access.
final class Watches: @unchecked Sendable {
  private struct Key: Hashable {
    let page: UInt32
    let registers: [Word]
  }

  /// A word by its number, or by the identity of its term.
  private enum Word: Hashable {
    case known(UInt64)
    case term(ObjectIdentifier)

    init(_ bits: Bits<32>) {
      self = bits.known.map { .known($0) } ?? .term(ObjectIdentifier(bits.asTerm))
    }
  }

  /// With the registers, so that their terms are kept.
  private var answers: [Key: (registers: DebugRegisters, mayBe: Bool)] = [:]

  func mayBe(
    in page: UInt32, _ debug: DebugRegisters, _ isPossible: (Formula) -> Bool
  ) -> Bool {
    let words = [debug.dr0, debug.dr1, debug.dr2, debug.dr3, debug.dr7].map { Word($0) }
    let key = Key(page: page, registers: words)
    if let found = answers[key] { return found.mayBe }
    // One of 3 bytes is not aligned, and so may begin two bytes below.
    let first = Bits<32>(UInt64(page << 12)) - 2
    let near = (0..<4).map { index -> Formula in
      let isEnabled = debug.dr7.slice(from: 2 * index) as Bits<2> != 0
      return isEnabled && (debug.address(index) - first).isBelow(0x1002)
    }
    let mayBe = isPossible(Formula.any(near))
    answers[key] = (debug, mayBe)
    return mayBe
  }
}

extension Processor {
  /// EIP as the one number that it is on this path.
  mutating func fixEIP() -> Outcome {
    do throws(Stop) { eip = Bits(UInt64(try known(eip, "EIP"))) } catch { return stopped(error) }
    return .completed
  }
}
