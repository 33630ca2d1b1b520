import Logic
import Processor

/// Continuity (S4): every access from the trigger to the last instruction goes to the one frame that
/// is meant, under every translation that may be in force.
///
/// The run itself uses the translation of the page tables in force. Beside it a global one of either
/// OS may be cached, from before the last load of CR3, as long as the whole TLB has not been flushed
/// (SDM 3A 4.10.2.4, 4.10.4).
extension SwitchSetting {
  ///
  /// - Parameter delivery: how many of the accesses deliver the interrupt
  func continuity(
    _ start: SwitchStart, _ path: SymbolicPath, delivery: Int
  ) -> [SwitchClaim] {
    let flushes = start.processor.tlb.wholeFlushes
    var claims: [SwitchClaim] = []
    var seen: Set<Seen> = []
    for (number, access) in (path.state.accesses ?? []).enumerated() {
      let key = Seen(
        page: access.linear >> 12, directory: access.directory, writes: access.kind.writes,
        isFlushed: access.wholeFlushes > flushes, frame: access.physical >> 12)
      guard seen.insert(key).inserted else { continue }
      if let claim = claim(access, key, isDelivery: number < delivery) { claims.append(claim) }
    }
    return claims + (path.state.tlb.wholeFlushes == flushes ? staleGlobals : [])
  }

  private struct Seen: Hashable {
    let page: UInt32
    let directory: UInt32
    let writes: Bool
    let isFlushed: Bool
    let frame: UInt32
  }

  /// What is wrong with an access; nil where it goes where it should.
  private func claim(
    _ access: MemoryAccess, _ key: Seen, isDelivery: Bool
  ) -> SwitchClaim? {
    let space: OS = access.directory == layout.os1.directory ? .os1 : .os2
    let intended = intended(access, space)
    func broken(_ why: String) -> SwitchClaim {
      let what = object(access.linear, space)?.name ?? "memory"
      let when = isDelivery ? "as the interrupt is delivered, " : ""
      return SwitchClaim(
        .continuity(linear: access.linear),
        "\(when)\(what) at \(hex(access.linear)) is not continuous: \(why)", false,
        instruction: isDelivery ? nil : access.instruction, address: access.linear)
    }
    if access.physical != intended {
      return broken(
        "\(space.title)'s page tables map it to physical \(hex(access.physical)), not \(hex(intended))"
      )
    }
    if key.isFlushed { return nil }
    for os in OS.allCases {
      guard let pages = layout[os].pages(at: access.linear), pages.isGlobal else { continue }
      let cached = access.linear &- pages.linear &+ pages.physical
      if cached != intended {
        return broken(
          "a global translation of \(os.title) may still map it to physical \(hex(cached)), not \(hex(intended))"
        )
      }
      if access.kind.writes, !pages.isWritable {
        return broken("a global translation of \(os.title) may still make it read-only")
      }
    }
    return nil
  }

  /// The object that an address belongs to: of the space's OS first, as its registers name it.
  func object(_ linear: UInt32, _ space: OS) -> Layout.Object? {
    let found = layout.objects.filter { $0.contains(linear) }
    return found.first { $0.os == nil } ?? found.first { $0.os == space } ?? found.first
  }

  private func intended(_ access: MemoryAccess, _ space: OS) -> UInt32 {
    object(access.linear, space)?.physical(access.linear) ?? access.physical
  }

  /// Global translations of the interrupted OS that the resumed one would go on with.
  private var staleGlobals: [SwitchClaim] {
    layout[from].pages.filter(\.isGlobal).compactMap { pages in
      for offset in stride(from: 0, to: pages.size, by: 0x1000) {
        let linear = pages.linear &+ offset
        guard let own = layout[to].physical(linear), own != pages.physical &+ offset else {
          continue
        }
        return SwitchClaim(
          .continuity(linear: linear),
          "\(to.title) may go on with a global translation of \(from.title): \(hex(linear)) to physical \(hex(pages.physical &+ offset)), not \(hex(own))",
          false)
      }
      return nil
    }
  }
}

extension MemoryAccess.Kind {
  public var writes: Bool { self == .write || self == .modify }
}
