import Logic
import Specification

/// The registers of one of two threads.
struct Thread: Structure {
  var esp: Bits<32> = 0
  var eax: Bits<32> = 0

  static var fields: [Field<Thread>] { [Field("esp", \.esp), Field("eax", \.eax)] }
}

enum Side: CaseIterable { case os1, os2 }

/// Two threads that take turns on one processor and share a memory.
struct Machine: Structure {
  var running = OneOf(Side.os1)
  var os1 = Thread()
  var os2 = Thread()
  var ticks: Bits<16> = 0
  var stack = Memory<32, 32>()

  static var fields: [Field<Machine>] {
    [
      Field("running", \.running), Field("os1", \.os1), Field("os2", \.os2),
      Field("ticks", \.ticks), Field("stack", \.stack),
    ]
  }
}

enum Threads {
  static let tick = Action<Machine>("timer tick", label: "a-1") { m, _ in
    m.ticks != 0xFFFF
  } effect: { m, _ in
    m.running = (m.running == .os1).choose(OneOf(Side.os2), OneOf(Side.os1))
    m.ticks += 1
  }

  static let work = Action<Machine>("work") { _, _ in
  } effect: { m, any in
    let result: Bits<32> = any("result")
    m.os1.eax = (m.running == .os1).choose(result, m.os1.eax)
    m.os2.eax = (m.running == .os2).choose(result, m.os2.eax)
  }

  static let push = Action<Machine>("push") { m, _ in
    m.ticks != 0
  } effect: { m, _ in
    let isFirst = m.running == .os1
    m.stack[isFirst.choose(m.os1.esp, m.os2.esp)] = isFirst.choose(m.os1.eax, m.os2.eax)
  }

  static let specification = Specification(
    "two threads", shape: Machine(), actions: [tick, work, push]
  ) { m in
    m = Machine()
    m.os1.esp = 0x1000
    m.os2.esp = 0x2000
    return []
  }
}

/// A word that becomes the product of two others.
struct Product: Structure {
  var value: Bits<64> = 0

  static var fields: [Field<Product>] { [Field("value", \.value)] }
}

extension Threads {
  /// What asks of a solver to find factors.
  static let products = Specification(
    "products",
    shape: Product(),
    actions: [
      Action<Product>("multiply") { _, any in
        (any("a") as Bits<31>) != 1
        (any("b") as Bits<31>) != 1
      } effect: { p, any in
        let (a, b): (Bits<31>, Bits<31>) = (any("a"), any("b"))
        p.value = a.zeroExtended() * b.zeroExtended()
      }
    ]
  ) { p in
    p.value = 0
    return []
  }

  /// Every change to it is noticed or excused.
  static let latch = Specification(
    "latch",
    shape: Product(),
    actions: [
      Action<Product>(
        "set", when: { p, _ in p.value == 0 }, effect: { p, _ in p.value = 5 },
        equivalent: [.drop("value = 0h"): "to set it once more changes nothing"])
    ]
  ) { p in
    p.value = 0
    return []
  }

  /// A mistake in a specification: what holds of terms does not hold of numbers.
  static let twoFaced = Specification(
    "two faces",
    shape: Product(),
    actions: [
      Action<Product>("looks at what is known") { p, _ in
        Formula(p.value.known == nil)
      } effect: { p, _ in
        p.value = 1
      }
    ]
  ) { p in [p.value != 1] }
}
