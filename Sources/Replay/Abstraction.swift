import Logic
import Models
import Processor

/// What the protocol says of a machine: its words as the protocol has them.
extension ReplayMachine {
  /// The word that stands for an item's words; of several one that tells them apart.
  static func word(_ leaves: [Leaf]) -> UInt64 {
    let words = leaves.map { $0.known?.word ?? 0 }
    if words.count == 1 { return words[0] & 0xFFFF_FFFF }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for word in words {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        hash = (hash ^ (word >> shift & 0xFF)) &* 0x100_0000_01B3
      }
    }
    return (hash ^ hash >> 32) & 0xFFFF_FFFF
  }

  /// An item in the processor; nil where the processor has no such state.
  func word(_ item: Item) -> UInt64? {
    guard let leaves = item.words(in: cpu) else { return nil }
    let word = Self.word(leaves)
    return item == .eflags ? Self.flags(word) : word
  }

  /// EFLAGS without IF, which the protocol has beside it, and RF, which a fault's frame sets.
  static func flags(_ word: UInt64) -> UInt64 { word & ~0x1_0200 }

  /// An item in an OS's save area; nil where it is not kept.
  func saved(_ item: Item, _ os: OS) -> UInt64? {
    guard let slot = routine.slot(of: item, os), item != .xmm, item != .mxcsr else { return nil }
    let setting = SwitchSetting(
      layout, routine, from: Subject(os, .user), line: layout[os.other].lines.min()!, required: [])
    guard let places = setting.places(slot, os) else { return nil }
    if item == .fpu { return area(places) }
    let leaves = zip(places, item.widths!).flatMap { place, width in
      width == 2 ? (cpu.memory[place] as Bits<16>).leaves : (cpu.memory[place] as Bits<32>).leaves
    }
    let word = Self.word(leaves)
    // The return address of the stub's call, five bytes past where the gate leads.
    if item == .eip { return (word &- 5) & 0xFFFF_FFFF }
    return item == .eflags ? Self.flags(word) : word
  }

  /// What loading the x87 area gives.
  private func area(_ places: [UInt32]) -> UInt64 {
    let words = places.map { cpu.memory[$0] as Bits<32> }
    return Self.word(FloatingPointArea.loaded(words, layout.generation).numeric)
  }

  // MARK: One OS

  /// The selectors that the protocol's descriptors are looked up by, with what they load.
  func descriptors(_ os: OS) -> Cells {
    let s = layout[os].selectors
    var cells = Cells(background: Self.word(hidden(.null(0))))
    for selector in [s.kernelCode, s.kernelData, s.userCode, s.userData, s.thread, s.task, s.local]
    {
      var register = register(Bits(UInt64(selector)), self[descriptor: selector, os])
      // A TSS that is in use has been marked busy.
      if selector == s.task { register.rights = register.rights | 2 }
      cells[UInt64(selector)] = Self.word(hidden(register))
    }
    return cells
  }

  private func hidden(_ register: SegmentRegister) -> [Leaf] {
    register.base.leaves + register.limit.leaves + register.rights.leaves
  }

  /// What an IDT has for the lines of the trace.
  func gates(_ os: OS) -> Cells {
    var cells = Cells()
    for (line, input) in inputs {
      let gate = layout[os].idt + 8 * UInt32(Layout.firstVector + input)
      cells[line] = self[gate, os] & 0xFFFF | self[gate + 4, os] & 0xFFFF_0000
    }
    return cells
  }

  /// A frame of an interrupt, by depth from 1: EIP, CS, EFLAGS, ESP, SS.
  func frame(_ depth: Int, _ os: OS) -> [UInt64] {
    let place = frames[os]![depth - 1]
    var words = (0..<5).map { self[place + UInt32(4 * $0), os] }
    if words[1] & 3 == 0 {
      words[3] = UInt64(place) + 12
      words[4] = UInt64(layout[os].selectors.kernelData)
    }
    return [words[0], words[1] & 0xFFFF, words[2], words[3], words[4] & 0xFFFF]
  }
}
