import Logic
import Processor

/// Continuity (S4): every access from the trigger to the last instruction goes to the one frame that
/// is meant, under every translation that may be in force.
///
/// The run itself uses the translation of the page tables in force. Beside it a global one may be
/// cached, from before the last load of CR3: those of the interrupted OS until CR4.PGE was off or the
/// whole TLB flushed with its page tables no more in force (SDM 3A 4.10.2.3, 4.10.2.4, 4.10.4). That
/// none of the other OS's is left when an OS runs is what the switch to it shows.
extension SwitchSetting {
  /// What breaks continuity on a path.
  ///
  /// - Parameter delivery: how many of the accesses deliver the interrupt
  func continuity(
    _ start: SwitchStart, _ path: SymbolicPath, delivery: Int
  ) -> [SwitchClaim] {
    var claims: [SwitchClaim] = []
    var seen: Set<Seen> = []
    for (number, access) in (path.state.accesses ?? []).enumerated() {
      let key = Seen(
        page: access.linear >> 12, directory: access.directory, writes: access.kind.writes,
        globals: access.globals, frame: access.physical >> 12)
      guard seen.insert(key).inserted else { continue }
      if let claim = claim(access, key, isDelivery: number < delivery) { claims.append(claim) }
    }
    let isLeft = path.state.tlb.globals.contains(layout[from].directory)
    return claims + (isLeft ? staleGlobals : [])
  }

  private struct Seen: Hashable {
    let page: UInt32
    let directory: UInt32
    let writes: Bool
    let globals: Set<UInt32>
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
    for os in OS.allCases where access.globals.contains(layout[os].directory) {
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
        let physical = pages.physical &+ offset
        guard let meant = difference(from: pages, at: linear, physical) else { continue }
        return SwitchClaim(
          .continuity(linear: linear),
          "\(to.title) may go on with a global translation of \(from.title): \(hex(linear)) to physical \(hex(physical)), \(meant)",
          false)
      }
      return nil
    }
  }

  /// What the resumed OS has at an address in place of a page of the other; nil for the same.
  public func difference(
    from other: Layout.Pages, at linear: UInt32, _ physical: UInt32
  ) -> String? {
    guard let pages = layout[to].pages(at: linear), let own = layout[to].physical(linear) else {
      return "where it maps nothing"
    }
    if own != physical { return "not \(hex(own))" }
    if (pages.isUser, pages.isWritable) == (other.isUser, other.isWritable) { return nil }
    func rights(_ pages: Layout.Pages) -> String {
      (pages.isUser ? "user, " : "supervisor, ") + (pages.isWritable ? "writable" : "read-only")
    }
    return "\(rights(other)), not \(rights(pages))"
  }
}

extension MemoryAccess.Kind {
  public var writes: Bool { self == .write || self == .modify }
}
