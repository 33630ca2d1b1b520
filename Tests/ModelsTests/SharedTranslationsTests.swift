import Logic
import Specification
import TestSupport
import Testing

@testable import Models
@testable import Processor

@Suite("Cached translations as the processor model has them")
struct SharedTranslationsTests {
  private static let pages: UInt32 = 5

  /// The processor with the page tables of two OSes at 10000h and 20000h.
  private struct Machine {
    var cpu = Processor(ProcessorGeneration.pentiumII, memory: PhysicalMemory(frames: 128))

    static func directory(_ os: OS) -> UInt32 { os == .os1 ? 0x10000 : 0x20000 }

    func entry(_ os: OS, _ page: UInt32) -> UInt32 { Self.directory(os) + 0x1000 + 4 * page }

    init(_ s: SharedTranslations) {
      cpu.cr0 = 0x8001_0031
      cpu.cr4 = 0x80
      cpu.cpl = 0
      for os in OS.allCases {
        cpu.memory[Self.directory(os)] = Bits<32>(UInt64(Self.directory(os) + 0x1003))
        for page in 0..<SharedTranslationsTests.pages {
          let frame = s.space(os).frames[Bits(UInt64(page))].known!
          let global = s.space(os).isGlobal[Bits(UInt64(page))].known!
          cpu.memory[entry(os, page)] = Bits<32>(frame << 12 | global << 8 | 3)
        }
      }
      cpu.cr3 = Bits(UInt64(Self.directory(.os1)))
    }

    mutating func switchTo(_ os: OS, _ flush: Flush) {
      cpu.cr3 = Bits(UInt64(Self.directory(os)))
      cpu.tlb.flush(keepingGlobal: flush == .cr3Load)
    }
  }

  /// OS1's frames are 30h to 37h, OS2's 40h to 47h; some pages are global.
  private func start(_ numbers: inout SplitMix) -> SharedTranslations {
    var s = SharedTranslations()
    for os in OS.allCases {
      for page in 0..<UInt64(Self.pages) {
        let frame = (os == .os1 ? 0x30 : 0x40) + UInt64.random(in: 0..<8, using: &numbers)
        s[keyPath: os.space].frames[Bits(page)] = Bits(frame)
        s[keyPath: os.space].isGlobal[Bits(page)] = Bits(UInt64.random(in: 0...1, using: &numbers))
        s[keyPath: os.space].memory[Bits(frame)] = Bits(frame)
      }
    }
    return s
  }

  @Test("for random accesses and switches", arguments: Flush.allCases)
  func agree(flush: Flush) throws {
    var numbers = SplitMix(seed: 20)
    var stale = 0
    for _ in 0..<30 {
      var s = start(&numbers)
      var machine = Machine(s)
      let actions = flush.specification.actions
      for _ in 0..<60 {
        let action = actions.randomElement(using: &numbers)!
        let page = UInt64.random(in: 0..<UInt64(Self.pages), using: &numbers)
        let inputs = Inputs.known(["page": .word(page), "word": .word(7)])
        let (enabled, after) = action.apply(to: s, inputs)
        guard enabled.known == true else { continue }
        let os = try #require(s.running.known)
        s = after
        if action.name.hasPrefix("the processor") {
          machine.switchTo(os.other, flush)
        } else {
          let writes = action.name.hasSuffix("writes a page")
          let linear = UInt32(page) << 12
          let physical = try machine.cpu.translate(linear, writes ? .write : .read)
          let other = s.reachesOther(Bits(page), os).known!
          if other { stale += 1 }
          let owner = other ? os.other : os
          let frame = s.space(owner).cachedFrame(Bits(page)).known!
          #expect(UInt64(physical >> 12) == frame)
        }
        try expectSameBits(s, machine)
      }
    }
    #expect((stale > 0) == (flush == .cr3Load))
  }

  private func expectSameBits(_ s: SharedTranslations, _ machine: Machine) throws {
    for os in OS.allCases {
      for page in 0..<Self.pages {
        let word: Bits<32> = machine.cpu.memory[machine.entry(os, page)]
        let entry = try #require(word.known)
        let index = Bits<20>(UInt64(page))
        #expect(s.space(os).accessed[index].known == entry >> 5 & 1)
        #expect(s.space(os).dirty[index].known == entry >> 6 & 1)
        let isCached = machine.cpu.tlb.translation(of: page) != nil
        let caches = s.os1.caches(index) || s.os2.caches(index)
        #expect(caches.known == isCached)
      }
    }
  }
}
