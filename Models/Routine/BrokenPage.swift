import Logic
import Processor

/// A page that an OS's page tables have otherwise than its layout means.
public struct BrokenPage: Sendable, Hashable {
  public enum Way: String, CaseIterable, Sendable {
    case unmapped
    /// To a frame of its own, of zeros.
    case remapped
    case readOnly = "read-only"
  }
  public var os: OS
  /// Its first address.
  public var linear: UInt32
  public var way: Way

  public init(_ os: OS, _ linear: UInt32, _ way: Way) {
    self.os = os
    self.linear = linear
    self.way = way
  }
}

extension Layout {
  /// Changes the entry of the page tables that maps the page: of a page of 4 MiB all of it.
  ///
  /// - Parameter spare: the physical address of 4 MiB that nothing else is in
  func breakPage(_ page: BrokenPage, _ memory: inout PhysicalMemory, spare: UInt32) {
    let side = self[page.os]
    guard let place = side.entry(mapping: page.linear) else { return }
    let entry: Bits<32> = memory[place]
    switch page.way {
    case .unmapped: memory[place] = entry & ~1
    case .readOnly: memory[place] = entry & ~2
    case .remapped: memory[place] = (entry & 0xFFF) | Bits(UInt64(spare))
    }
  }
}

extension Layout.Side {
  /// Where the entry is that maps a page, of the directory or of a page table; nil where none does.
  func entry(mapping linear: UInt32) -> UInt32? {
    guard let pages = pages(at: linear) else { return nil }
    return pages.isLarge ? directory + 4 * (linear >> 22) : tableEntry(linear)
  }
}
