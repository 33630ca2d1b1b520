import Logic
import Processor

/// The layout as it is in memory: page tables, descriptor tables, gates.
extension Layout {
  /// Physical memory with the tables of both OSes, and no routine.
  ///
  /// - Parameters:
  ///   - entry: where an OS's gate for a line of the other OS leads
  ///   - tasks: the task to which an OS has task gates there instead
  ///   - unknown: what holds anything, physical, unless a table is there
  public func memory(
    entry: (OS, UInt8) -> UInt32, tasks: [OS: SwitchTask] = [:], unknown: [Range<UInt32>] = []
  ) -> PhysicalMemory {
    let frames = frames
    // Past all that is used, 4 MiB that start at a multiple.
    let spare = (frames + 1023) / 1024 * 1024
    var memory = PhysicalMemory(frames: broken == nil ? frames : spare + 1024)
    for range in unknown { memory.makeUnknown(range) }
    for os in OS.allCases {
      self[os].writePageTables(&memory)
      self[os].writeTables(&memory)
      for line in 0..<Self.lineCount {
        let isOwn = owner(of: line) == os
        if !isOwn, let task = tasks[os] {
          self[os].setTaskGate(&memory, Self.firstVector + line, to: task)
          continue
        }
        let target = isOwn ? self[os].routine(line) : entry(os, line)
        self[os].setGate(&memory, Self.firstVector + line, to: target)
      }
    }
    if let broken { breakPage(broken, &memory, spare: UInt32(spare) << 12) }
    return memory
  }

  /// Frames up to the last that is used, in whole MiB.
  private var frames: Int {
    var ends = [UInt64(region.physical) + UInt64(region.size)]
    for os in OS.allCases {
      ends += self[os].pages.map { UInt64($0.physical) + UInt64($0.size) }
      ends.append(UInt64(self[os].tableFrames.upperBound) << 12)
    }
    let mebibytes = (ends.max()! + 0xF_FFFF) >> 20
    return Int(mebibytes) * 256
  }
}

extension Layout.Side {
  /// The routine for an interrupt line of this OS.
  public func routine(_ line: UInt8) -> UInt32 { routines + 16 * UInt32(line) }
  /// The routine for an exception.
  public func exceptionRoutine(_ vector: UInt8) -> UInt32 { routines + 0x200 + 16 * UInt32(vector) }

  // MARK: Page tables

  /// The 4 MiB spans of linear memory that need a page table, in order.
  var spans: [UInt32] {
    var spans: Set<UInt32> = []
    for pages in pages where !pages.isLarge {
      spans.formUnion(pages.linear >> 22...(pages.linear + (pages.size - 1)) >> 22)
    }
    return spans.sorted()
  }

  /// Where the entry is that maps a page, physical; nil in a span without a page table.
  func tableEntry(_ linear: UInt32) -> UInt32? {
    spans.firstIndex(of: linear >> 22).map {
      directory + 0x1000 * UInt32($0 + 1) + (linear >> 10 & 0xFFC)
    }
  }

  /// The frames that the page directory and the page tables are in.
  var tableFrames: Range<UInt32> {
    directory >> 12..<(directory >> 12) + 1 + UInt32(spans.count)
  }

  fileprivate func writePageTables(_ memory: inout PhysicalMemory) {
    for (index, span) in spans.enumerated() {
      memory[directory + 4 * span] = Bits<32>(UInt64(directory + 0x1000 * UInt32(index + 1) | 7))
    }
    for pages in pages {
      let rights: UInt32 = 1 | (pages.isWritable ? 2 : 0) | (pages.isUser ? 4 : 0)
      let marks = rights | (pages.isGlobal ? 0x100 : 0) | (pages.isLarge ? 0x80 : 0)
      let step: UInt32 = pages.isLarge ? 0x40_0000 : 0x1000
      for offset in stride(from: 0, to: pages.size, by: Int(step)) {
        let linear = pages.linear &+ offset
        let place = pages.isLarge ? directory + 4 * (linear >> 22) : tableEntry(linear)!
        memory[place] = Bits<32>(UInt64((pages.physical + offset) | marks))
      }
    }
  }

  // MARK: Descriptor tables

  /// Writes doublewords where this OS maps the address; what it does not map stays out.
  func write(_ memory: inout PhysicalMemory, _ linear: UInt32, _ words: [UInt32]) {
    for (index, word) in words.enumerated() {
      guard let place = physical(linear &+ UInt32(4 * index)) else { continue }
      memory[place] = Bits<32>(UInt64(word))
    }
  }

  fileprivate func writeTables(_ memory: inout PhysicalMemory) {
    let s = selectors
    let flat: [(UInt16, UInt32)] = [
      (s.kernelCode, 0xCF_9B00), (s.kernelData, 0xCF_9300), (s.userCode, 0xCF_FB00),
      (s.userData, 0xCF_F300), (s.thread, 0xCF_F300),
    ]
    for (selector, high) in flat { write(&memory, entry(selector), [0xFFFF, high]) }
    write(&memory, entry(s.task), Self.system(base: tss, limit: 0x67, type: 0x8B))
    write(&memory, entry(s.local), Self.system(base: ldt, limit: 15, type: 0x82))
    write(&memory, ldt + 8, [0xFFFF, 0xCF_F300])
    write(&memory, tss + 4, [stackTop, UInt32(s.kernelData)])
    write(&memory, tss + 0x64, [0x68 << 16])
    for vector in 0..<Layout.firstVector {
      setGate(&memory, vector, to: exceptionRoutine(vector))
    }
  }

  /// Where a selector's descriptor is in the GDT.
  public func entry(_ selector: UInt16) -> UInt32 { gdt &+ UInt32(selector & 0xFFF8) }

  /// A task gate (SDM 3A 7.2.5).
  fileprivate func setTaskGate(
    _ memory: inout PhysicalMemory, _ vector: UInt8, to task: SwitchTask
  ) {
    write(&memory, idt + 8 * UInt32(vector), [UInt32(task.selector) << 16, 0x8500])
  }

  /// The descriptor of a TSS of 32 bits, busy or available (SDM 3A 7.2.2).
  func setTask(_ memory: inout PhysicalMemory, _ task: SwitchTask, isBusy: Bool) {
    write(
      &memory, entry(task.selector),
      Self.system(base: task.tss, limit: 0x67, type: isBusy ? 0x8B : 0x89))
  }

  private static func system(base: UInt32, limit: UInt32, type: UInt32) -> [UInt32] {
    [
      (base & 0xFFFF) << 16 | limit & 0xFFFF,
      base & 0xFF00_0000 | base >> 16 & 0xFF | type << 8 | limit & 0xF_0000,
    ]
  }

  /// A 32-bit interrupt gate to the kernel (SDM 3A 6.11).
  public func setGate(_ memory: inout PhysicalMemory, _ vector: UInt8, to offset: UInt32) {
    write(
      &memory, idt + 8 * UInt32(vector),
      [UInt32(selectors.kernelCode) << 16 | offset & 0xFFFF, offset & 0xFFFF_0000 | 0x8E00])
  }
}

extension Layout.Side {
  /// Where the page directory and the page tables are, physical.
  public var tableRange: Range<UInt32> {
    tableFrames.lowerBound << 12..<tableFrames.upperBound << 12
  }
}
