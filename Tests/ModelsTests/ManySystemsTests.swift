import Logic
import Specification
import TestSupport
import Testing

@testable import Models

/// The model of any number of OSes beside that of two, on the same steps with known values.
@Suite("Any number of OSes: two of them are the two of the switch")
struct ManySystemsTests {
  private static let items: [Item] = [.eax, .eip, .cs, .eflags, .esp, .ss, .cr3]
  private static let twoDesign = SwitchDesign("two", items: items, saved: items)
  private static let manyDesign = ManySystemsDesign("two of many", twoDesign, .owner)

  /// OS1 is called 1, OS2 is called 2.
  private static func name(_ os: OS) -> Name { os == .os1 ? 1 : 2 }

  /// Where an OS's frame at a depth is, and its word of memory.
  private static func address(_ os: OS, depth: UInt64) -> UInt64 {
    2 * depth + (os == .os1 ? 0 : 1)
  }

  private var two = System(Self.twoDesign)
  private var many = ManySystems(Self.manyDesign.context)
  private var numbers = SplitMix(seed: 0)

  init() {
    start()
  }

  private mutating func start() {
    func any() -> Bits<32> { Bits(UInt64.random(in: 0x100..<0x10000, using: &numbers)) }
    for item in Self.items {
      two.cpu[item] = any()
      two.stopped2.cpu[item] = any()
    }
    two.stackPointer2 = Bits(Self.address(.os2, depth: 1))
    for os in OS.allCases {
      let stub = any()
      (two[keyPath: os.guest].kernelCS, two[keyPath: os.guest].kernelSS) = (any(), any())
      for line in 0..<UInt64(4) {
        let isOwn = (line & 1 == 0) == (os == .os1)
        two[keyPath: os.guest].gates[Bits(line)] = isOwn ? any() : stub
        if isOwn { two.owner[Bits(line)] = os == .os1 ? 0 : 1 }
      }
      many.stub[Self.name(os)] = stub
    }
    _ = Self.twoDesign.initial(&two)
    correspond()
  }

  /// Sets the second model up as the first starts.
  private mutating func correspond() {
    many.seat.cpu = two.cpu
    (many.running, many.subject) = (1, 2)
    for os in OS.allCases {
      let name = Self.name(os)
      many.kernelCS[name] = two.guest(os).kernelCS
      many.kernelSS[name] = two.guest(os).kernelSS
      many.area[name] = name + 8
      for item in Self.items { many.saved[item, name + 8] = two.saved(os)[item] }
      for depth in 0..<UInt64(64) { many.belongs[Bits(Self.address(os, depth: depth))] = name }
      for line in 0..<UInt64(4) where (line & 1 == 0) == (os == .os1) {
        many.owner[Bits(line)] = name
        many.gates[Bits(line)] = two.guest(os).gates[Bits(line)]
      }
    }
    many.frames[two.stackPointer2] = frame(.os2, 1)
    many.stoppedAt = two.stackPointer2
  }

  private func frame(_ os: OS, _ depth: Bits<8>) -> PushedFrame {
    let frames = two.guest(os).frames
    var frame = PushedFrame()
    (frame.eip, frame.cs, frame.eflags) = (
      frames.eip[depth], frames.cs[depth], frames.eflags[depth]
    )
    (frame.esp, frame.ss) = (frames.esp[depth], frames.ss[depth])
    (frame.mode, frame.interrupts) = (frames.mode[depth], frames.interrupts[depth])
    return frame
  }

  // MARK: - Steps

  /// The first model's action with what it is in the second.
  private static let pairs: [(Action<System>, Action<ManySystems>)] = {
    let plain = [
      "computes in user mode", "computes in kernel mode", "turns interrupts on or off",
      "traps into its kernel", "halts", "masks or unmasks a line",
      "ends an interrupt at the controller",
    ]
    func other(_ name: String) -> Action<ManySystems> {
      manyDesign.specification.actions.first { $0.name == name }!
    }
    func labelled(_ label: String, _ number: Int = 0) -> Action<ManySystems> {
      manyDesign.specification.actions.filter { $0.label == label }[number]
    }
    return twoDesign.specification.actions.compactMap { action in
      if action.name == "a device raises a line" { return (action, other(action.name)) }
      guard let os = OS.allCases.first(where: { action.name.hasPrefix("\($0.title) ") }) else {
        let step = action.label.map { String($0.suffix(3)) }!
        return (action, labelled(step, action.name.contains(" restores ") ? 1 : 0))
      }
      let what = action.name.dropFirst("\(os.title) ".count)
      if plain.contains(String(what)) { return (action, other("the running OS \(what)")) }
      if what.hasPrefix("leaves ") { return (action, labelled("leave")) }
      switch what {
      case "is interrupted by its own line": return (action, labelled("b-1"))
      case _ where what.hasPrefix("is interrupted by a line"): return (action, labelled("a-1"))
      default: return nil
      }
    }
  }()

  private mutating func inputs() -> [String: Constant] {
    let os = two.running.known!
    let depth = two.guest(os).depth.known!
    func any(_ most: UInt64) -> Constant { .word(UInt64.random(in: 0...most, using: &numbers)) }
    var all: [String: Constant] = [
      "line": any(3), "interrupts": any(1), "masked": any(1), "routine": any(0xFFFF),
      "stackPointer": .word(Self.address(os, depth: depth + 1)), "loads segments": .word(1),
    ]
    for item in Self.items { all[item.name] = any(0xFFFF) }
    // Else the next return would find another frame, by address as by depth.
    all["esp"] = .word(two.cpu[.esp].known!)
    let value = any(0xFFFF)
    (all["memory"], all["word"]) = (value, value)
    all["address"] = .word(Self.address(os, depth: 0))
    let frames = two.guest(os).frames
    for (item, path) in Frames.words {
      all["frames.\(item.name)"] = .memory(frames[keyPath: path].known!)
    }
    return all
  }

  @Test("they can do the same, and do the same", arguments: 0..<8)
  func agree(_ run: Int) throws {
    var test = self
    test.numbers = SplitMix(seed: UInt64(run))
    test.start()
    var switches = 0
    for _ in 0..<250 {
      let given = test.inputs()
      var enabled: [(System, ManySystems)] = []
      var isEnabled: [String: (Bool, Bool)] = [:]
      for (one, other) in Self.pairs {
        let (can, after) = one.apply(to: test.two, .known(given))
        let (canToo, afterToo) = other.apply(to: test.many, .known(given))
        let kind = other.label == "leave" ? "leave" : other.name
        let (a, b) = isEnabled[kind] ?? (false, false)
        isEnabled[kind] = (a || can.known!, b || canToo.known!)
        if can.known == true, canToo.known == true { enabled.append((after, afterToo)) }
      }
      for (kind, (one, other)) in isEnabled { #expect(one == other, "\(kind)") }
      guard let next = enabled.randomElement(using: &test.numbers) else { break }
      if (next.0.running == test.two.running).known == false { switches += 1 }
      (test.two, test.many) = next
      try test.expectTheSame()
    }
    #expect(run != 0 || switches > 0)
  }

  private func expectTheSame() throws {
    let os = try #require(two.running.known)
    #expect((many.running == Self.name(os)).known == true)
    #expect(two.phase.known == many.phase.known && two.mode.known == many.seat.mode.known)
    #expect((two.interrupts == many.seat.interrupts).known == true)
    #expect(two.cpu.isEqual(to: many.seat.cpu).known == true)
    #expect(two.controller.isEqual(to: many.controller).known == true)
    if two.phase.known != .system { #expect((two.line == many.line).known == true) }
    for os in OS.allCases {
      let name = Self.name(os)
      for item in Self.items {
        #expect((two.saved(os)[item] == many.saved[item, name + 8]).known == true)
      }
      let depth = try #require(two.guest(os).depth.known)
      for level in 0..<depth {
        let address = Self.address(os, depth: level + 1)
        let same = frame(os, Bits(level + 1)).isEqual(to: many.frames[Bits(address)])
        #expect(same.known == true)
      }
    }
  }
}
