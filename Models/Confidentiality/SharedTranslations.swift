import Logic
import Specification

/// What a switch does to cached translations (SDM 3A 4.10.4).
public enum Flush: String, CaseIterable, Sendable {
  /// A load of CR3: those marked global stay.
  case cr3Load = "a load of CR3"
  /// CR4.PGE cleared and set again: none stays.
  case whole = "a flush of the whole TLB"
}

/// Two OSes with their page tables, and the TLB that both go through.
///
/// A page that is not cached is looked up in the running OS's table, which sets its accessed bit; a
/// write through a translation whose dirty bit is clear looks it up again (SDM 3A 4.8). Pages and
/// frames are only moved and compared. Nothing is dropped but by a switch: evictions would hide what
/// this is about. A test holds it against the processor model's own paging.
public struct SharedTranslations: Structure {
  public var running = OneOf(OS.os1)
  public var os1 = AddressSpace()
  public var os2 = AddressSpace()

  public init() {}

  public static let fields: [Field<SharedTranslations>] = [
    Field("running", \.running), Field("os1", \.os1), Field("os2", \.os2),
  ]
}

/// One OS's page table and memory, by page and by frame, and what is cached of the table.
public struct AddressSpace: Structure {
  public var frames = Memory<20, 20>()
  public var isGlobal = Memory<20, 1>()
  public var accessed = Memory<20, 1>()
  public var dirty = Memory<20, 1>()
  /// The contents of its frames.
  public var memory = Memory<20, 32>()
  /// What it read last.
  public var seen: Bits<32> = 0
  /// Translations in the TLB; those marked global are kept apart.
  public var local = CachedTranslations()
  public var global = CachedTranslations()

  public init() {}

  public static let fields: [Field<AddressSpace>] = [
    Field("frames", \.frames), Field("isGlobal", \.isGlobal), Field("accessed", \.accessed),
    Field("dirty", \.dirty), Field("memory", \.memory), Field("seen", \.seen),
    Field("local", \.local), Field("global", \.global),
  ]

  /// Whether the TLB has a translation of the page from this OS's table.
  public func caches(_ page: Bits<20>) -> Formula {
    local.isValid[page] == 1 || global.isValid[page] == 1
  }

  /// Where the cached translation of the page leads.
  public func cachedFrame(_ page: Bits<20>) -> Bits<20> {
    (local.isValid[page] == 1).choose(local.frames[page], global.frames[page])
  }

  /// Whether a write finds a cached translation whose dirty bit is set; through any other the table
  /// is walked again.
  func lets(writeTo page: Bits<20>) -> Formula {
    (local.isValid[page] == 1).choose(local.dirty[page], global.dirty[page]) == 1
  }

  /// Reads the table, marks there what is done, and caches what it has.
  mutating func walk(_ page: Bits<20>, writing: Bool) {
    accessed[page] = 1
    if writing { dirty[page] = 1 }
    let (frame, isDirty) = (frames[page], dirty[page])
    when(isGlobal[page] == 1, &self) { space in
      space.global.fill(page, frame, isDirty)
    } else: { space in
      space.local.fill(page, frame, isDirty)
    }
  }

  mutating func forget(_ page: Bits<20>) {
    local.isValid[page] = 0
    global.isValid[page] = 0
  }
}

/// Cached translations by page.
public struct CachedTranslations: Structure {
  public var isValid = Memory<20, 1>()
  public var frames = Memory<20, 20>()
  /// The dirty bit is known to be set.
  public var dirty = Memory<20, 1>()

  public init() {}

  public static let fields: [Field<CachedTranslations>] = [
    Field("isValid", \.isValid), Field("frames", \.frames), Field("dirty", \.dirty),
  ]

  mutating func fill(_ page: Bits<20>, _ frame: Bits<20>, _ isDirty: Bits<1>) {
    (isValid[page], frames[page], dirty[page]) = (1, frame, isDirty)
  }
}

extension Flush {
  /// Nothing is cached, and OS1 runs.
  public var specification: Specification<SharedTranslations> {
    Specification(
      "translations, \(rawValue)", shape: SharedTranslations(),
      actions: OS.allCases.flatMap(steps)
    ) { s in
      s.running = OneOf(.os1)
      for os in OS.allCases {
        s[keyPath: os.space].local = CachedTranslations()
        s[keyPath: os.space].global = CachedTranslations()
      }
      return []
    }
  }

  private func steps(_ os: OS) -> [Action<SharedTranslations>] {
    [
      Action("\(os.title) reads a page") { s, _ in
        s.running == os
      } effect: { s, any in
        let page: Bits<20> = any("page")
        s.look(page, os)
        let word = s.reachesOther(page, os).choose(
          s.word(of: os.other, at: page), s.word(of: os, at: page))
        s[keyPath: os.space].seen = word
      },
      Action("\(os.title) writes a page") { s, _ in
        s.running == os
      } effect: { s, any in
        let (page, word): (Bits<20>, Bits<32>) = (any("page"), any("word"))
        s.lookForWrite(page, os)
        when(s.reachesOther(page, os), &s) { s in
          s.write(word, of: os.other, at: page)
        } else: { s in
          s.write(word, of: os, at: page)
        }
      },
      Action("the processor goes from \(os.title) to \(os.other.title)") { s, _ in
        s.running == os
      } effect: { s, _ in
        s.running = OneOf(os.other)
        s[keyPath: os.space].local = CachedTranslations()
        if self == .whole { s[keyPath: os.space].global = CachedTranslations() }
      },
    ]
  }
}

extension OS {
  public var space: WritableKeyPath<SharedTranslations, AddressSpace> & Sendable {
    self == .os1 ? \.os1 : \.os2
  }
}

extension SharedTranslations {
  public func space(_ os: OS) -> AddressSpace { self[keyPath: os.space] }

  /// Whether the page is reached by a translation of the other OS's.
  func reachesOther(_ page: Bits<20>, _ os: OS) -> Formula {
    !space(os).caches(page) && space(os.other).caches(page)
  }

  /// The running OS's translation of a page is cached, if none is.
  mutating func look(_ page: Bits<20>, _ os: OS) {
    let isCached = space(os).caches(page) || space(os.other).caches(page)
    when(!isCached, &self) { $0[keyPath: os.space].walk(page, writing: false) }
  }

  /// The running OS's translation is cached with its dirty bit set, if none such is.
  mutating func lookForWrite(_ page: Bits<20>, _ os: OS) {
    let (own, other) = (space(os), space(os.other))
    let passes = own.caches(page).choose(
      own.lets(writeTo: page), other.caches(page) && other.lets(writeTo: page))
    when(!passes, &self) { s in
      s.os1.forget(page)
      s.os2.forget(page)
      s[keyPath: os.space].walk(page, writing: true)
    }
  }

  func word(of os: OS, at page: Bits<20>) -> Bits<32> {
    space(os).memory[space(os).cachedFrame(page)]
  }

  mutating func write(_ word: Bits<32>, of os: OS, at page: Bits<20>) {
    self[keyPath: os.space].memory[space(os).cachedFrame(page)] = word
  }
}
