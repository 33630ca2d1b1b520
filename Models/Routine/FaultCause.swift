import Logic
import Processor

/// Why an exception came, as far as the registers before the instruction tell.
extension SwitchSetting {
  /// The cause in a few words; nil where it is not told by vector, error code and registers alone.
  ///
  /// - Parameter state: before the instruction, on known values
  func cause(of fault: Fault, _ state: Processor) -> String? {
    switch fault.vector {
    case .debug: debugCause(state)
    case .deviceNotAvailable:
      state.cr0.bit(3).known == true
        ? "CR0.TS is 1" : state.cr0.bit(2).known == true ? "CR0.EM is 1" : nil
    case .math: "an unmasked x87 exception is pending in the state that was loaded"
    case .protection, .segmentNotPresent, .invalidTSS, .stack:
      fault.code?.known.flatMap { selectorCause(UInt32($0), state) }
    default: nil
    }
  }

  /// What DR6 tells, where one bit alone is set: bits of earlier exceptions stay (SDM 3B 17.2.3).
  private func debugCause(_ state: Processor) -> String? {
    guard let status = state.debug.dr6.known else { return nil }
    let set = [0, 1, 2, 3, 13, 14].filter { status >> UInt64($0) & 1 == 1 }
    guard set.count == 1 else { return nil }
    switch set[0] {
    case 14: return "EFLAGS.TF was 1: a single step"
    case 13: return "DR7.GD is 1: an access to a debug register"
    case let number:
      let debug = state.debug
      return [debug.dr0, debug.dr1, debug.dr2, debug.dr3][number].known.map {
        "the breakpoint of DR\(number), at \(hex(UInt32($0)))"
      }
    }
  }

  /// What an error code's selector names (SDM 3A 6.13).
  private func selectorCause(_ code: UInt32, _ state: Processor) -> String? {
    guard code & 0xFFFC != 0 else { return nil }
    if code & 2 != 0 { return "gate \(code >> 3 & 0xFF) of the IDT" }
    let selector = code & 0xFFFC
    let isLocal = code & 4 != 0
    let (table, base, limit) =
      isLocal
      ? ("LDT", state.ldtr.base, state.ldtr.limit)
      : ("GDT", state.gdtr.base, state.gdtr.limit.zeroExtended())
    guard let base = base.known.map(UInt32.init), let limit = limit.known else { return nil }
    let name = "selector \(hex(UInt16(selector)))"
    if isLocal, state.ldtr.selector.known.map({ $0 & 0xFFFC == 0 }) == true {
      return "\(name) is of the LDT, and LDTR is null"
    }
    if UInt64(selector | 7) > limit {
      return "\(name) is beyond the \(table)'s limit, \(hex(UInt32(limit)))"
    }
    let space: OS = state.cr3.known == UInt64(layout.os1.directory) ? .os1 : .os2
    guard let place = physical(base &+ (selector & 0xFFF8) &+ 4, space),
      let high = (state.memory[place] as Bits<32>).known
    else { return nil }
    let kind = Self.kind(UInt8(high >> 8 & 0x1F))
    let presence = high >> 15 & 1 == 1 ? "" : ", not present"
    return "\(name) of the \(table) names \(kind)\(presence)"
  }

  /// A descriptor's type with its S bit (SDM 3A tables 3-1 and 3-2).
  private static func kind(_ type: UInt8) -> String {
    switch type {
    case 0x18...0x1F: "a code segment"
    case 0x10...0x17: "a data segment"
    case 0x1, 0x9: "an available TSS"
    case 0x2: "an LDT"
    case 0x3, 0xB: "a busy TSS"
    case 0x5: "a task gate"
    case 0x4, 0xC: "a call gate"
    case 0x6, 0xE: "an interrupt gate"
    case 0x7, 0xF: "a trap gate"
    default: "nothing: its type is reserved"
    }
  }
}
