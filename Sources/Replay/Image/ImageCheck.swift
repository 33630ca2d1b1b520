import Logic
import Models
import Processor

/// An item of the trace that an image compares, by the item's path, and the words that must be there.
struct ImageCheck {
  struct Word {
    /// As the monitor reaches it, or an offset in a segment.
    var address: UInt32
    var mask: UInt32 = 0xFFFF_FFFF
    var expected: UInt32
    /// The segment register through which it is read; nil for memory.
    var segment: Segment?

    /// Expects what a trace has that is wrong: its number, or where that is what is there in the
    /// place of the word that it stands for, another.
    mutating func mistake(_ difference: TraceValues.Difference) {
      let claimed = UInt32(truncatingIfNeeded: difference.trace)
      expected = (claimed ^ expected) & mask == 0 ? ~expected : claimed
    }
  }

  var name: String
  var words: [Word]
}

extension ImageMap {
  static func word(
    _ slot: Slot, _ expected: UInt64, mask: UInt32 = 0xFFFF_FFFF
  ) -> ImageCheck.Word {
    ImageCheck.Word(
      address: slot.address, mask: mask, expected: UInt32(truncatingIfNeeded: expected))
  }

  /// The slot of an item that is one word.
  static let slots: [Item: Slot] = [
    .eax: .eax, .ebx: .ebx, .ecx: .ecx, .edx: .edx, .edi: .edi, .esi: .esi, .ebp: .ebp,
    .esp: .esp, .cs: .cs, .ds: .ds, .es: .es, .fs: .fs, .gs: .gs, .ss: .ss, .eip: .eip,
    .eflags: .eflags, .cr0: .cr0, .cr2: .cr2, .cr3: .cr3, .cr4: .cr4, .ldtr: .ldtr, .tr: .tr,
    .dr0: .dr0, .dr1: .dr1, .dr2: .dr2, .dr3: .dr3, .dr6: .dr6, .dr7: .dr7,
    .sysenterCS: .sysenterCS, .sysenterESP: .sysenterESP, .sysenterEIP: .sysenterEIP,
  ]

  /// EFLAGS without IF, which is compared beside it, and RF.
  static let flags: UInt32 = ~0x1_0200

  /// The doublewords of an x87 area that are an item's, with what of each is state. The pointers to
  /// the last instruction are left out: none of the OSes computes.
  static func areaWords(_ item: Item, _ generation: ProcessorGeneration) -> [(Int, UInt32)] {
    func whole(_ indices: Range<Int>) -> [(Int, UInt32)] { indices.map { ($0, 0xFFFF_FFFF) } }
    guard generation.has(.pentiumII) else {
      // FNSAVE: control, status and tag words, then eight times ten bytes.
      let control: [(Int, UInt32)] = [(0, 0xFFFF), (1, 0xFFFF), (2, 0xFFFF)]
      return item == .fpu ? control + whole(7..<27) : []
    }
    switch item {
    case .mxcsr: return whole(6..<7)
    case .xmm: return whole(40..<72)
    default:
      var words: [(Int, UInt32)] = whole(0..<1) + [(1, 0xFF)]
      for start in stride(from: 8, to: 40, by: 4) {
        words += whole(start..<start + 2) + [(start + 2, 0xFFFF)]
      }
      return words
    }
  }
}

// MARK: - What is compared

extension Replayer {
  /// All that an image compares after a step: what ``compare()`` does, as far as software can see it.
  func imageChecks(held: UInt8) -> [ImageCheck] {
    var all: [ImageCheck] = []
    let phase = state.phase.known!
    if phase == .system || phase == .foreign {
      for item in design.items { all += [cpuCheck(item)].compactMap { $0 } }
    }
    all.append(
      ImageCheck(
        name: "interrupts",
        words: [ImageMap.word(.eflags, state.interrupts.known! ? 0x200 : 0, mask: 0x200)]))
    all.append(
      ImageCheck(
        name: "mode",
        words: [ImageMap.word(.cs, state.mode.known == .kernel ? 0 : 3, mask: 3)]))
    for os in OS.allCases {
      for item in state.saved(os).items { all += [savedCheck(item, os)].compactMap { $0 } }
      all += ownChecks(os)
    }
    return all + controllerChecks(held)
  }

  private func cpuCheck(_ item: Item) -> ImageCheck? {
    let name = "cpu.\(item.name)"
    let cpu = machine.cpu
    guard let word = state.cpu[item].known else { return nil }
    if let slot = ImageMap.slots[item] {
      let mask = item == .eflags ? ImageMap.flags : 0xFFFF_FFFF
      return ImageCheck(name: name, words: [ImageMap.word(slot, word, mask: mask)])
    }
    switch item {
    case .gdtr: return table(name, .gdtrLimit, .gdtrBase, cpu.gdtr)
    case .idtr: return table(name, .idtrLimit, .idtrBase, cpu.idtr)
    case .fpu, .xmm, .mxcsr:
      let stored = FloatingPointArea.stored(cpu.floatingPoint, machine.layout.generation)
      let words = ImageMap.areaWords(item, machine.layout.generation).map { index, mask in
        ImageCheck.Word(
          address: ImageMap.area + UInt32(4 * index), mask: mask,
          expected: UInt32(stored[index].known ?? 0))
      }
      return words.isEmpty ? nil : ImageCheck(name: name, words: words)
    default: return hiddenCheck(item, name)
    }
  }

  private func table(
    _ name: String, _ limit: ImageMap.Slot, _ base: ImageMap.Slot, _ register: TableRegister
  ) -> ImageCheck {
    ImageCheck(
      name: name,
      words: [
        ImageMap.word(limit, (register.limit.known ?? 0) << 16, mask: 0xFFFF_0000),
        ImageMap.word(base, register.base.known ?? 0),
      ])
  }

  /// Of a hidden part the base of DS, ES, FS and GS, as an access shows it.
  private func hiddenCheck(_ item: Item, _ name: String) -> ImageCheck? {
    let segments: [Item: Segment] = [
      .dsHidden: .ds, .esHidden: .es, .fsHidden: .fs, .gsHidden: .gs,
    ]
    guard let segment = segments[item] else { return nil }
    let register = machine.cpu[segment]
    guard let selector = register.selector.known, selector > 3,
      let base = register.base.known.map(UInt32.init)
    else { return nil }
    return ImageCheck(
      name: name,
      words: [
        ImageCheck.Word(
          address: ImageMap.beacon &- base, expected: ImageMap.beaconWord, segment: segment)
      ])
  }

  private func savedCheck(_ item: Item, _ os: OS) -> ImageCheck? {
    guard machine.saved(item, os) != nil, let places = machine.places(item, os),
      let word = state.saved(os)[item].known
    else { return nil }
    let name = "saved.\(os).\(item.name)"
    if item == .fpu {
      let words = ImageMap.areaWords(item, machine.layout.generation).map { index, mask in
        machine.word(at: places[index], mask: mask)
      }
      return ImageCheck(name: name, words: words)
    }
    let widths = item.widths!
    if widths.count > 1 {
      let words = zip(places, widths).map { place, width in
        machine.word(at: place, mask: width == 2 ? 0xFFFF : 0xFFFF_FFFF)
      }
      return ImageCheck(name: name, words: words)
    }
    var check = machine.word(at: places[0], mask: widths[0] == 2 ? 0xFFFF : 0xFFFF_FFFF)
    // The return address of the stub's call, five bytes past where the gate leads.
    check.expected = UInt32(truncatingIfNeeded: item == .eip ? word &+ 5 : word)
    if item == .eflags { check.mask = ImageMap.flags }
    return ImageCheck(name: name, words: [check])
  }

  private func ownChecks(_ os: OS) -> [ImageCheck] {
    let own = state.guest(os)
    func place(_ linear: UInt32) -> UInt32 { machine.linear(linear, os) }
    var all = [
      ImageCheck(
        name: "\(os).memory",
        words: [
          machine.word(at: place(machine.memoryWord(os)), expected: own.memory.known)
        ])
    ]
    let s = machine.layout[os].selectors
    for selector in [s.kernelCode, s.kernelData, s.userCode, s.userData, s.thread, s.local] {
      let entry = place(machine.layout[os].entry(selector))
      // The processor marks a descriptor accessed when it loads it.
      let words = [machine.word(at: entry), machine.word(at: entry + 4, mask: ~0x100)]
      all.append(ImageCheck(name: "\(os).descriptors[\(hex(selector))]", words: words))
    }
    for (line, input) in machine.inputs.sorted(by: { $0.key < $1.key }) {
      let gate = place(machine.layout[os].idt + 8 * UInt32(Layout.firstVector + input))
      let word = own.gates[Bits(line)].known.map(UInt32.init(truncatingIfNeeded:)) ?? 0
      all.append(
        ImageCheck(
          name: "\(os).gates[\(hex(line))]",
          words: [
            machine.word(at: gate, mask: 0xFFFF, expected: UInt64(word)),
            machine.word(at: gate + 4, mask: 0xFFFF_0000, expected: UInt64(word)),
          ]))
    }
    return all + machine.frames[os]!.indices.flatMap { frameChecks($0 + 1, os) }
  }

  private func frameChecks(_ depth: Int, _ os: OS) -> [ImageCheck] {
    let (frames, at) = (state.guest(os).frames, Bits<8>(UInt64(depth)))
    let start = machine.linear(machine.frames[os]![depth - 1], os)
    let isKernel = frames.mode[at].known == 1
    var all = [
      ImageCheck(
        name: "\(os).frames.interrupts[\(hex(depth))]",
        words: [
          machine.word(
            at: start + 8, mask: 0x200, expected: frames.interrupts[at].known.map { $0 << 9 })
        ])
    ]
    for (index, (item, path)) in Frames.words.enumerated() where index < 3 || !isKernel {
      let mask: UInt32 =
        item == .eflags ? ImageMap.flags : item == .cs || item == .ss ? 0xFFFF : 0xFFFF_FFFF
      all.append(
        ImageCheck(
          name: "\(os).frames.\(item.name)[\(hex(depth))]",
          words: [
            machine.word(
              at: start + UInt32(4 * index), mask: mask,
              expected: frames[keyPath: path][at].known)
          ]))
    }
    return all
  }

  /// - Parameter held: the inputs that the image itself keeps masked
  private func controllerChecks(_ held: UInt8) -> [ImageCheck] {
    let controller = state.controller
    var all: [ImageCheck] = []
    var serving: UInt64 = 0
    for index in 0..<(controller.count.known ?? 0) {
      let line = controller.serving[Bits(index + 1)].known!
      serving |= 1 << UInt64(machine.inputs[line] ?? 0)
    }
    all.append(
      ImageCheck(
        name: "controller.serving", words: [ImageMap.word(.inService, serving, mask: 0xFF)]))
    for (line, input) in machine.inputs.sorted(by: { $0.key < $1.key }) {
      let bit: UInt32 = 1 << UInt32(input)
      let requested = controller.requested[Bits(line)].known == 1
      all.append(
        ImageCheck(
          name: "controller.requested[\(hex(line))]",
          words: [ImageMap.word(.requests, requested ? UInt64(bit) : 0, mask: bit)]))
      guard held & UInt8(bit) == 0 else { continue }
      let masked = controller.masked[Bits(line)].known == 1
      all.append(
        ImageCheck(
          name: "controller.masked[\(hex(line))]",
          words: [ImageMap.word(.mask, masked ? UInt64(bit) : 0, mask: bit)]))
    }
    return all
  }
}

extension Replayer {
  /// The items that the OS which goes on finds changed, with a word of what it had.
  ///
  /// - Parameter context: the OS as it was when it was stopped
  func lostWords(_ context: Processor) -> [(item: Item, word: ImageCheck.Word)] {
    let expected = state.expected(machine.running, state.line)
    return lostItems.compactMap { item in
      if let slot = ImageMap.slots[item] {
        return expected.cpu[item].known.map { (item, ImageMap.word(slot, $0)) }
      }
      if item.widths == nil, item.segment == nil {
        let generation = machine.layout.generation
        let had = FloatingPointArea.stored(context.floatingPoint, generation)
        let has = FloatingPointArea.stored(machine.cpu.floatingPoint, generation)
        let words = ImageMap.areaWords(item, generation).map { index, mask in
          ImageCheck.Word(
            address: ImageMap.area + UInt32(4 * index), mask: mask,
            expected: UInt32(had[index].known ?? 0))
        }
        let differing = zip(ImageMap.areaWords(item, generation), words).first { place, _ in
          had[place.0].known != has[place.0].known
        }
        return differing.map { (item, $1) }
      }
      guard let segment = item.segment, let base = context[segment].base.known else { return nil }
      return (
        item,
        ImageCheck.Word(
          address: ImageMap.beacon &- UInt32(base), expected: ImageMap.beaconWord, segment: segment)
      )
    }
  }
}

extension ReplayMachine {
  /// Where the running OS, or the switch, has an address.
  func physical(_ linear: UInt32) -> UInt32 {
    if layout.region.contains(linear) {
      return linear - layout.region.linear + layout.region.physical
    }
    return self.linear(linear, running)
  }

  /// The places of an item in an OS's save area, physical.
  func places(_ item: Item, _ os: OS) -> [UInt32]? {
    guard let slot = routine.slot(of: item, os) else { return nil }
    let setting = SwitchSetting(
      layout, routine, from: Subject(os, .user), line: layout[os.other].lines.min()!, required: [])
    return setting.places(slot, os)
  }

  /// A word of physical memory as it is on this machine, or as it is expected.
  ///
  /// - Parameter mask: of the word at the place, which need not be aligned
  func word(
    at place: UInt32, mask: UInt32 = 0xFFFF_FFFF, expected: UInt64? = nil
  ) -> ImageCheck.Word {
    let found = (cpu.memory[place] as Bits<32>).known ?? 0
    return ImageCheck.Word(
      address: ImageMap.linear(place), mask: mask,
      expected: UInt32(truncatingIfNeeded: expected ?? found))
  }
}
