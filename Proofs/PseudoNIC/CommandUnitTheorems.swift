import Logic
import Models
import Specification

/// N8, N10 for an 8255x: commands that take the general pointer, dumps, and blocks in memory.
enum CommandUnitTheorems {
  static let all = [
    undisturbed(
      "8255x-dump-passed-to-the-card", .passed, .fails,
      "OS2's commands, counters and blocks go as if OS1 had not asked for the counters, which class 1 passes to the card"
    ),
    undisturbed(
      "8255x-port-passed-to-the-card", .port, .fails,
      "OS2's commands, counters and blocks go as if OS1 had asked for no self-test or dump by PORT, which class 1 passes to the card"
    ),
    undisturbed(
      "8255x-dump-to-a-block-of-its-own", .restored, .holds,
      "OS2's commands, counters and blocks go as if OS1 had not asked for the counters, if they are dumped to a block of the pseudo-NIC's and address and pointer are written back in one step"
    ),
    inOrder,
  ]

  private static func undisturbed(
    _ id: String, _ way: CommandUnit.Way, _ declared: Declared, _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<CommandUnit> {
    Theorem(
      id, claims: ["N8", "N10"], says, declared, of: CommandUnit.specification(way),
      lemmas: [dumpsToOS2], depth: 4,
      .twoRun(
        Unwinding(
          alike: { a, b in
            var same = b
            (same.own, same.answer) = (a.own, a.answer)
            return a.isEqual(to: same)
          },
          output: {
            $0.seen.leaves + $0.wire.leaves + $0.wireCount.leaves + $0.station.leaves
              + $0.configuration.leaves
          },
          interferes: { action, _ in Formula(!action.name.hasPrefix("OS1 ")) })), file: file,
      line: line)
  }

  private static let dumpsToOS2 = Invariant<CommandUnit>("the dump address is OS2's") {
    !$0.dumpsToOwn
  }

  /// What each step does, exactly.
  private static let inOrder = Theorem<CommandUnit>(
    "8255x-commands-do-what-the-manual-says", claims: ["N10"],
    "OS2's commands load, dump, reset and start what they say, blocks do what their opcodes say, and OS1 is told OS2's counters",
    .holds, of: CommandUnit.specification(.restored), lemmas: [dumpsToOS2],
    .step { step in
      let (before, any) = (step.before, step.inputs())
      var after = before
      switch step.action.name {
      case "OS2 writes the general pointer":
        (after.pointer, after.isBetween) = (any("address"), true)
        return !before.isBetween && after.isEqual(to: step.after)
      case "OS2 gives a command":
        after.isBetween = false
        return before.isBetween && isGiven(any("command"), after, step.after)
      case "OS2 gives a PORT command": return isDone(any("port"), any("address"), step)
      case "OS2 writes its memory": after.memory[any("address")] = any("value")
      case "OS2 looks at its memory": after.seen = before.memory[any("address")]
      case "the device counts": after.counters = before.counters + 1
      case "the unit executes a block":
        after.isActive = false
        return before.isActive && isExecuted(after, step.after)
      default: (after.own, after.answer) = (before.counters, before.counters)
      }
      return after.isEqual(to: step.after)
    })

  private static func isGiven(
    _ command: OneOf<SCBCommand>, _ before: CommandUnit, _ after: CommandUnit
  ) -> Formula {
    let pointer = before.pointer
    return Formula.all(
      SCBCommand.allCases.map { each in
        var expected = before
        switch each {
        case .loadBase: expected.base = pointer
        case .loadDumpAddress: expected.dumpAddress = pointer
        case .dump, .dumpAndReset:
          let isReset = each == .dumpAndReset
          expected.memory[before.dumpAddress] = before.counters
          expected.memory[before.dumpAddress + 1] = isReset ? 0xA007 : 0xA005
          if isReset { expected.counters = 0 }
        case .start: (expected.block, expected.isActive) = (before.base + pointer, true)
        }
        return (command == each).implies(expected.isEqual(to: after))
      })
  }

  private static func isDone(
    _ command: OneOf<PortCommand>, _ address: Bits<32>, _ step: Transition<CommandUnit>
  ) -> Formula {
    Formula.all(
      PortCommand.allCases.map { each in
        var expected = step.before
        if each != .dump { expected.isActive = false }
        if each == .dump || each == .selfTest { expected.memory[address] = step.before.counters }
        if each == .softwareReset {
          (expected.pointer, expected.base, expected.dumpAddress) = (0, 0, 0)
        }
        return (command == each).implies(expected.isEqual(to: step.after))
      })
  }

  private static func isExecuted(_ before: CommandUnit, _ after: CommandUnit) -> Formula {
    let (opcode, argument) = (before.memory[before.block], before.memory[before.block + 1])
    let known = [1, 2, 4, 6] as [Bits<32>]
    return Formula.all(
      (known + [0]).map { each in
        var expected = before
        switch each.known {
        case 1: expected.station = argument
        case 2: expected.configuration = argument
        case 4: (expected.wire, expected.wireCount) = (argument, before.wireCount + 1)
        case 6: expected.memory[argument] = before.counters
        default: break
        }
        let isIt = each.known == 0 ? !Formula.any(known.map { opcode == $0 }) : opcode == each
        return isIt.implies(expected.isEqual(to: after))
      })
  }
}
