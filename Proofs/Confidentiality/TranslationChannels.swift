import Logic
import Models
import Specification

/// What an OS learns of the other from cached translations, and from the accessed and dirty bits of
/// its own page tables.
enum TranslationChannels {
  private static func hides(
    _ id: String, of secret: OS, _ declared: Declared, _ flush: Flush, _ says: String,
    sees: @escaping @Sendable (AddressSpace) -> [Leaf],
    assuming assumptions: [Assumption<SharedTranslations>] = [],
    lemmas: [Invariant<SharedTranslations>] = [],
    file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedTranslations> {
    let observer = secret.other
    return Theorem(
      id, claims: ["S1", "S2", "A9"], says, declared, of: specifications[flush]!,
      assuming: assumptions, lemmas: lemmas, depth: 8,
      .twoRun(
        Unwinding(
          alike: { a, b in
            a.running == b.running && a.space(observer).isEqual(to: b.space(observer))
          },
          output: { sees($0.space(observer)) },
          interferes: { action, _ in
            Formula(!action.name.hasPrefix("\(secret.title) "))
          })), file: file, line: line)
  }

  static let specifications = Dictionary(
    uniqueKeysWithValues: Flush.allCases.map { ($0, $0.specification) })

  static let references = Flush.allCases.map { specifications[$0]!.name }

  private static let ownAlone = Invariant<SharedTranslations>(
    "translations of the OS that runs alone are cached"
  ) { s in
    OS.both { os in
      let none = s.space(os).local.isValid == Memory() && s.space(os).global.isValid == Memory()
      return s.running == os || none
    }
  }

  private static let noGlobalCached = Invariant<SharedTranslations>("no global page is cached") {
    s in
    OS.both { s.space($0).global.isValid == Memory() }
  }

  private static let noGlobalPages = Assumption<SharedTranslations>(
    "no-global-pages", "no OS marks a page global: before the Pentium Pro none can (CR4.PGE)"
  ) { s in s.os1.isGlobal == Memory() && s.os2.isGlobal == Memory() }

  /// What a program reads, and what its OS finds in its own page table.
  private static let contents: @Sendable (AddressSpace) -> [Leaf] = { $0.seen.leaves }
  private static let bits: @Sendable (AddressSpace) -> [Leaf] = {
    $0.accessed.leaves + $0.dirty.leaves
  }
  private static let both: @Sendable (AddressSpace) -> [Leaf] = { contents($0) + bits($0) }

  static let all = OS.allCases.flatMap { os -> [Theorem<SharedTranslations>] in
    let (own, other) = (os.title, os.other.title)
    return [
      hides(
        "cr3-load-hides-memory-of-\(os)", of: os, .fails, .cr3Load,
        "after a load of CR3 what \(other) reads does not depend on what \(own) accessed",
        sees: contents),
      hides(
        "cr3-load-hides-accesses-of-\(os)", of: os, .fails, .cr3Load,
        "after a load of CR3 the accessed and dirty bits of \(other)'s page table do not depend on what \(own) accessed",
        sees: bits),
      hides(
        "cr3-load-hides-\(os)-without-global-pages", of: os, .holds, .cr3Load,
        "after a load of CR3 neither what \(other) reads nor its accessed and dirty bits depend on what \(own) accessed, if no page is global",
        sees: both, assuming: [noGlobalPages], lemmas: [ownAlone, noGlobalCached]),
      hides(
        "whole-flush-hides-\(os)", of: os, .holds, .whole,
        "after a flush of the whole TLB neither what \(other) reads nor its accessed and dirty bits depend on what \(own) accessed",
        sees: both, lemmas: [ownAlone]),
    ]
  }
}
