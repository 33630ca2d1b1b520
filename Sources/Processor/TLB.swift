/// The translation lookaside buffer: what MOV CR3 and INVLPG do not flush stays, stale or not
/// (SDM 3A 4.10).
public struct TLB: Sendable {
  /// A cached translation of one linear 4 KiB page.
  public struct Entry: Sendable, Equatable {
    /// The linear page number, all ones where the entry is empty.
    public var page: UInt32 = .max
    /// The frame number.
    public var frame: UInt32 = 0
    /// U/S, R/W, D and G of the translation as bits 2, 1, 6 and 8, as in a page-table entry.
    public var rights: UInt32 = 0

    public init() {}

    /// A translation of a page to a frame, both numbers of 20 bits.
    public init(page: UInt32, frame: UInt32, rights: UInt32) {
      self.page = page
      self.frame = frame
      self.rights = rights
    }

    @inline(__always) func has(_ bits: UInt32) -> Bool { rights & bits == bits }
  }

  /// Direct-mapped by the low ten bits of the page number.
  var entries = ContiguousArray(repeating: Entry(), count: 1024)

  /// The page directories, physical, whose global translations may be cached, whether a run has used
  /// them or not: a processor may fetch any at any time (SDM 3A 4.10.2.3).
  public internal(set) var globals: Set<UInt32> = []

  init() {}

  @inline(__always)
  func entry(_ page: UInt32) -> Entry { entries[Int(page & 1023)] }

  /// Caches a translation in the place of the one that is there.
  public mutating func fill(_ entry: Entry) { entries[Int(entry.page & 1023)] = entry }

  /// All entries in use.
  public var translations: [Entry] { entries.filter { $0.page != .max } }

  /// The cached translation of a linear page.
  public func translation(of page: UInt32) -> Entry? {
    let entry = entry(page)
    return entry.page == page ? entry : nil
  }

  /// Drops all translations, or all but those marked global.
  public mutating func flush(keepingGlobal: Bool) {
    for index in entries.indices
    where entries[index].page != .max && !(keepingGlobal && entries[index].has(0x100)) {
      entries[index] = Entry()
    }
  }

  /// Drops the translation of one page, also a global one; for a 4 MiB page all that it made.
  public mutating func invalidate(_ page: UInt32) {
    let index = Int(page & 1023)
    guard entries[index].page == page else { return }
    let isLarge = entries[index].has(0x80)
    entries[index] = Entry()
    guard isLarge else { return }
    for other in entries.indices
    where entries[other].page >> 10 == page >> 10 && entries[other].has(0x80) {
      entries[other] = Entry()
    }
  }
}
