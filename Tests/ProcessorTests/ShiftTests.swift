import Testing

@testable import Processor

@Suite("Shifts and rotates are the SDM's loops, one bit at a time")
struct ShiftTests {
  static let names = ["rol", "ror", "rcl", "rcr", "shl", "shr", "sar"]

  @Test(arguments: names, [8, 16, 32])
  func byCL(name: String, bits: Int) throws {
    let instruction = try SingleInstruction(
      I[dynamicMember: name](register(0, bits: bits), cl))
    for value in samples(bits: bits, seed: 1) {
      for count in 0...40 as ClosedRange<UInt32> {
        for flags in [[], [.cf, .pf, .af, .zf, .sf, .of]] as [Set<Flag>] {
          check(name, bits, value, count, flags, instruction)
        }
      }
    }
  }

  @Test(arguments: names, [1, 7, 31, 32, 200])
  func byNumber(name: String, count: Int) throws {
    for bits in [8, 16, 32] {
      let instruction = try SingleInstruction(
        I[dynamicMember: name](register(0, bits: bits), count))
      for value in samples(bits: bits, seed: 2) {
        check(name, bits, value, UInt32(count), [.cf], instruction)
      }
    }
  }

  private func check(
    _ name: String, _ bits: Int, _ value: UInt32, _ count: UInt32, _ flags: Set<Flag>,
    _ instruction: SingleInstruction
  ) {
    let high: UInt32 = bits == 32 ? 0 : 0xA5A5_A5A5 << UInt32(bits)
    let after = instruction.run([.eax: high | value, .ecx: 0x100 | count], flags: flags)
    let reference = ShiftReference(name, bits, value, count & 31, flags)
    let note = "\(name) \(bits) bits, \(String(value, radix: 16)) by \(count), \(flags)"
    #expect(after[.eax] == high | UInt32(reference.value), "\(note)")
    let defined = Set([Flag.cf, .pf, .af, .zf, .sf, .of]).subtracting(reference.undefined)
    #expect(after.flags(of: defined) == reference.flags.intersection(defined), "\(note)")
  }

  @Test(arguments: ["shld", "shrd"], [16, 32])
  func double(name: String, bits: Int) throws {
    let instruction = try SingleInstruction(
      I[dynamicMember: name](register(0, bits: bits), register(3, bits: bits), cl))
    for a in samples(bits: bits, seed: 3, count: 2) {
      for b in samples(bits: bits, seed: 4, count: 2) {
        // Beyond the width the result is undefined.
        for count in 0...min(UInt32(bits), 31) {
          let after = instruction.run([.eax: a, .ebx: b, .ecx: count | 0xE0], flags: [.cf, .zf])
          let reference = DoubleShiftReference(name, bits, a, b, count, carry: true)
          let note = "\(name) \(bits) bits, \(a), \(b) by \(count)"
          #expect(after[.eax] == UInt32(reference.value), "\(note)")
          #expect(after[.cf] == reference.carry, "\(note)")
          #expect(after[.zf] == (count == 0 || reference.value == 0), "\(note)")
          if count == 1 {
            let changed = (reference.value ^ UInt64(a)) >> UInt64(bits - 1) == 1
            #expect(after[.of] == changed, "\(note)")
          }
        }
      }
    }
  }

  @Test func ofMemory() throws {
    let instruction = try SingleInstruction(I.shl(word([at(esi)]), 4))
    let place = Machine.data
    let after = instruction.run([.esi: place], memory: [place: 0xABCD_1234])
    #expect(after[place] == 0xABCD_2340)
    #expect(after[.cf])
  }
}

/// Loops of SDM 2B RCL/RCR/ROL/ROR and SAL/SAR/SHL/SHR; the flags as they say.
private struct ShiftReference {
  var value: UInt64
  var flags: Set<Flag>
  var undefined: Set<Flag> = []

  init(_ name: String, _ bits: Int, _ start: UInt32, _ count: UInt32, _ old: Set<Flag>) {
    value = UInt64(start)
    flags = old
    if count == 0 { return }
    let top = UInt64(bits - 1)
    let isNegative = value >> top == 1
    var carry: UInt64 = old.contains(.cf) ? 1 : 0
    for _ in 0..<count {
      let (first, last) = (value >> top, value & 1)
      switch name {
      case "rol": (value, carry) = (value << 1 | first, first)
      case "ror": (value, carry) = (value >> 1 | last << top, last)
      case "rcl": (value, carry) = (value << 1 | carry, first)
      case "rcr": (value, carry) = (value >> 1 | carry << top, last)
      case "shl": (value, carry) = (value << 1, first)
      case "shr": (value, carry) = (value >> 1, last)
      default: (value, carry) = (value >> 1 | first << top, last)
      }
      value &= (1 << UInt64(bits)) - 1
    }
    set(.cf, carry == 1)
    setOverflow(name, top, wasNegative: isNegative, old)
    if count > 1 { undefined = [.of] }
    if !name.hasPrefix("r") { setResultFlags(bits, count, name) }
  }

  private mutating func setOverflow(
    _ name: String, _ top: UInt64, wasNegative: Bool, _ old: Set<Flag>
  ) {
    let isNegative = value >> top == 1
    switch name {
    case "rol", "rcl", "shl": set(.of, isNegative != flags.contains(.cf))
    case "ror": set(.of, isNegative != (value >> (top - 1) & 1 == 1))
    case "rcr": set(.of, wasNegative != old.contains(.cf))
    case "shr": set(.of, wasNegative)
    default: set(.of, false)
    }
  }

  private mutating func setResultFlags(_ bits: Int, _ count: UInt32, _ name: String) {
    undefined.insert(.af)
    if name != "sar", count >= bits { undefined.insert(.cf) }
    set(.zf, value == 0)
    set(.sf, value >> UInt64(bits - 1) == 1)
    set(.pf, (value & 0xFF).nonzeroBitCount % 2 == 0)
  }

  private mutating func set(_ flag: Flag, _ value: Bool) {
    if value { flags.insert(flag) } else { flags.remove(flag) }
  }
}

/// SDM 2B SHLD, SHRD: one bit at a time out of one word, in from the other.
private struct DoubleShiftReference {
  var value: UInt64
  var carry: Bool

  init(_ name: String, _ bits: Int, _ a: UInt32, _ b: UInt32, _ count: UInt32, carry: Bool) {
    value = UInt64(a)
    self.carry = carry
    var other = UInt64(b)
    let top = UInt64(bits - 1)
    let mask = (UInt64(1) << UInt64(bits)) - 1
    for _ in 0..<count {
      if name == "shld" {
        self.carry = value >> top == 1
        value = value << 1 & mask | other >> top
        other = other << 1 & mask
      } else {
        self.carry = value & 1 == 1
        value = value >> 1 | (other & 1) << top
        other >>= 1
      }
    }
  }
}
