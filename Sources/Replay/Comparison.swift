import Logic
import Models
import Processor

/// Holds the processor against the protocol, word for word.
extension Replayer {
  func compare() -> [String] {
    if state.phase.known == .down {
      return machine.cpu.activity == .shutdown ? [] : ["the processor has not shut down"]
    }
    var found: [String] = []
    func check(_ path: String, _ concrete: UInt64?, _ abstract: UInt64?) {
      guard let concrete, let abstract, concrete != abstract else { return }
      found.append("\(path) is \(hex(concrete)) on the processor, \(hex(abstract)) in the trace")
    }
    let phase = state.phase.known!
    // Within the switch the registers are its own.
    if phase == .system || phase == .foreign {
      for item in design.items {
        check("cpu.\(item.name)", machine.word(item), state.cpu[item].known)
      }
    }
    check("mode", machine.cpu.cpl.known! == 0 ? 1 : 0, state.mode.known == .kernel ? 1 : 0)
    check(
      "interrupts", machine.cpu.eflags[.if].known! ? 1 : 0, state.interrupts.known! ? 1 : 0)
    check("running", UInt64(machine.running.rawValue), UInt64(state.running.known!.rawValue))
    for os in OS.allCases {
      for item in state.saved(os).items {
        check("saved.\(os).\(item.name)", machine.saved(item, os), state.saved(os)[item].known)
      }
      compareOwn(os, check)
    }
    compareController(check)
    return found
  }

  private func compareOwn(_ os: OS, _ check: (String, UInt64?, UInt64?) -> Void) {
    let own = state.guest(os)
    check("\(os).memory", machine[machine.memoryWord(os), os], own.memory.known)
    let concrete = machine.descriptors(os)
    for selector in concrete.cells.keys {
      let abstract = own.descriptors[Bits(selector)].known
      check("\(os).descriptors[\(hex(selector))]", concrete[selector], abstract)
    }
    let gates = machine.gates(os)
    for line in machine.inputs.keys {
      check("\(os).gates[\(line)]", gates[line], own.gates[Bits(line)].known)
    }
    check("\(os).depth", UInt64(machine.frames[os]!.count), own.depth.known)
    check("\(os).halted", machine.isHalted[os]! ? 1 : 0, own.halted.known! ? 1 : 0)
    check("\(os).stackIntact", machine.hasStack[os]! ? 1 : 0, own.stackIntact.known! ? 1 : 0)
    for depth in machine.frames[os]!.indices.map({ $0 + 1 }) {
      let words = machine.frame(depth, os)
      let at = Bits<8>(UInt64(depth))
      for (index, (item, path)) in Frames.words.enumerated() {
        let abstract = own.frames[keyPath: path][at].known
        let word = item == .eflags ? ReplayMachine.flags(words[index]) : words[index]
        check("\(os).frames.\(item.name)[\(depth)]", word, abstract)
      }
      check("\(os).frames.mode[\(depth)]", words[1] & 3 == 0 ? 1 : 0, own.frames.mode[at].known)
      check(
        "\(os).frames.interrupts[\(depth)]", words[2] >> 9 & 1, own.frames.interrupts[at].known)
    }
  }

  private func compareController(_ check: (String, UInt64?, UInt64?) -> Void) {
    let master = machine.controllers.master
    for (line, input) in machine.inputs {
      let requested = master.requests.bit(Int(input)).known! ? 1 : 0 as UInt64
      check("requested[\(line)]", requested, state.controller.requested[Bits(line)].known)
      let masked = master.mask.bit(Int(input)).known! ? 1 : 0 as UInt64
      check("masked[\(line)]", masked, state.controller.masked[Bits(line)].known)
    }
    let serving = machine.inputs.filter { master.inService.bit(Int($0.value)).known! }.keys
    check("serving.count", UInt64(serving.count), state.controller.count.known)
    for (index, line) in serving.sorted(by: >).enumerated() {
      let abstract = state.controller.serving[Bits(UInt64(index + 1))].known
      check("serving[\(index + 1)]", line, abstract)
    }
  }
}
