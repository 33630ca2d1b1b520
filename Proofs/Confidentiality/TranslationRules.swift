import Logic
import Models
import Specification

/// What accesses and switches do to page tables, cached translations and memory (SDM 3A 4.8, 4.10).
enum TranslationRules {
  static let all = [
    keeps(
      "cr3-load-drops-local-translations", .cr3Load,
      "a read or a write goes by a cached translation, and only where there is none by the table; a load of CR3 drops those that are not global"
    ),
    keeps(
      "whole-flush-drops-all-translations", .whole,
      "a read or a write goes by a cached translation, and only where there is none by the table; a flush of the whole TLB drops all"
    ),
  ]

  /// What each step does, exactly.
  private static func keeps(
    _ id: String, _ flush: Flush, _ says: String, file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedTranslations> {
    Theorem(
      id, claims: ["S2"], says, .holds, of: TranslationChannels.specifications[flush]!,
      .step { step in
        let (s, any, name) = (step.before, step.inputs(), step.action.name)
        let os = OS.allCases.first { name.contains("\($0.title) ") }!
        let cases: [Case] =
          if name.hasSuffix("reads a page") {
            reading(any("page"), os, s)
          } else if name.hasSuffix("writes a page") {
            writing(any("word"), any("page"), os, s)
          } else {
            [(true, switched(s, from: os, flush))]
          }
        let each = cases.map { condition, expected in
          condition.implies(expected.isEqual(to: step.after))
        }
        return Formula.all([s.running == os] + each)
      }, file: file, line: line)
  }

  private typealias Case = (when: Formula, expected: SharedTranslations)

  private static func switched(
    _ s: SharedTranslations, from os: OS, _ flush: Flush
  ) -> SharedTranslations {
    var after = s
    after.running = OneOf(os.other)
    after[keyPath: os.space].local = CachedTranslations()
    if flush == .whole { after[keyPath: os.space].global = CachedTranslations() }
    return after
  }

  private static func reading(
    _ page: Bits<20>, _ os: OS, _ s: SharedTranslations
  ) -> [Case] {
    let (own, other) = (s.space(os), s.space(os.other))
    let isMissing = !own.caches(page) && !other.caches(page)
    var (byOwn, byOther, byTable) = (s, s, s)
    byOwn[keyPath: os.space].seen = own.memory[own.cachedFrame(page)]
    byOther[keyPath: os.space].seen = other.memory[other.cachedFrame(page)]
    byTable[keyPath: os.space].accessed[page] = 1
    byTable[keyPath: os.space].seen = own.memory[own.frames[page]]
    return [
      (own.caches(page), byOwn), (!own.caches(page) && other.caches(page), byOther),
    ] + filled(byTable, page, os, own.dirty[page], where: isMissing)
  }

  private static func writing(
    _ word: Bits<32>, _ page: Bits<20>, _ os: OS, _ s: SharedTranslations
  ) -> [Case] {
    let (own, other) = (s.space(os), s.space(os.other))
    let throughOwn = own.caches(page) && isDirty(page, own)
    let throughOther = !own.caches(page) && (other.caches(page) && isDirty(page, other))
    var (byOwn, byOther, byTable) = (s, s, s)
    byOwn[keyPath: os.space].memory[own.cachedFrame(page)] = word
    byOther[keyPath: os.other.space].memory[other.cachedFrame(page)] = word
    for space in OS.allCases.map(\.space) {
      byTable[keyPath: space].local.isValid[page] = 0
      byTable[keyPath: space].global.isValid[page] = 0
    }
    byTable[keyPath: os.space].accessed[page] = 1
    byTable[keyPath: os.space].dirty[page] = 1
    byTable[keyPath: os.space].memory[own.frames[page]] = word
    let isTable = !throughOwn && !throughOther
    return [(throughOwn, byOwn), (throughOther, byOther)]
      + filled(byTable, page, os, 1, where: isTable)
  }

  /// The dirty bit of the cached translation is set.
  private static func isDirty(_ page: Bits<20>, _ space: AddressSpace) -> Formula {
    (space.local.isValid[page] == 1).choose(space.local.dirty[page], space.global.dirty[page]) == 1
  }

  /// The table's entry in the TLB, among the global ones or not.
  private static func filled(
    _ s: SharedTranslations, _ page: Bits<20>, _ os: OS, _ isDirty: Bits<1>,
    where condition: Formula
  ) -> [Case] {
    let isGlobal = s.space(os).isGlobal[page] == 1
    let parts = [\AddressSpace.local, \.global]
    return zip([!isGlobal, isGlobal], parts).map { isIt, part in
      var after = s
      after[keyPath: os.space][keyPath: part].isValid[page] = 1
      after[keyPath: os.space][keyPath: part].frames[page] = s.space(os).frames[page]
      after[keyPath: os.space][keyPath: part].dirty[page] = isDirty
      return (condition && isIt, after)
    }
  }
}
