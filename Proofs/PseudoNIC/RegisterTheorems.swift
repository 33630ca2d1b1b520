import Logic
import Models
import Specification

/// N8, N10, N11 for registers: any device, and registers that are reached in two steps.
enum RegisterTheorems {
  // MARK: - Any number of registers

  private static func undisturbed(
    _ id: String, _ obedience: Obedience, _ declared: Declared, _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<AnyDevice> {
    Theorem(
      id, claims: ["N8", "N10"], says, declared, of: AnyDevice.specification(obedience), depth: 3,
      .twoRun(
        Unwinding(
          alike: { a, b in
            Formula.all([
              a.registers == b.registers, a.readKinds == b.readKinds,
              a.writeKinds == b.writeKinds, a.settings == b.settings, a.choice == b.choice,
              a.seen == b.seen,
            ])
          },
          output: { $0.seen.leaves },
          interferes: { action, _ in Formula(!action.name.hasPrefix("OS1 ")) })), file: file,
      line: line)
  }

  static let ofAnyDevice = [
    undisturbed(
      "any-device-is-undisturbed", .toMap, .holds,
      "whatever the table and the map of registers that act alone, OS2 sees nothing of OS1's accesses where only those without effect go through"
    ),
    undisturbed(
      "any-device-is-undisturbed-by-table", .toTable, .fails,
      "whatever the table and the map of registers that act alone, OS2 sees nothing of OS1's accesses where the table is obeyed"
    ),
  ]

  /// N6: what OS2 commands through the pseudo-NIC is what it would command directly.
  static let os2GoesDirect = Theorem<AnyDevice>(
    "os2-commands-are-as-direct", claims: ["N6"],
    "a command of OS2 through the pseudo-NIC does to the NIC what the same does directly, and nothing to OS1's virtual registers",
    .holds, of: AnyDevice.specification(.toMap),
    .step { step in
      let any = step.inputs()
      var direct = step.before
      switch step.action.name {
      case "OS2 reads a register": direct.seen = direct.read(any("register"), any("changed"))
      case "OS2 writes a register": direct.write(any("register"), any("data"), any("changed"))
      default: return true
      }
      return direct.isEqual(to: step.after)
    })

  /// N10: what OS1 gets from any device under any table. Written without the functions that carry a
  /// class out.
  static let os1IsAnswered = Theorem<AnyDevice>(
    "any-device-answers-os1", claims: ["N10"],
    "OS1 reads what the NIC holds where its access goes through (under 2-b the error value where its choice is another than OS2's), an error under class 3, and its virtual register otherwise; the virtual register keeps what it read or wrote (under 2-b what OS2 wrote), and under 2-c acts as the register would",
    .holds, of: AnyDevice.specification(.toMap),
    .step { step in
      let any = step.inputs()
      let (before, after) = (step.before, step.after)
      let register: Bits<16> = any("register")
      let kept = before.virtual[register]
      /// One class after the other, its condition and what must be so.
      func classes(_ direction: Direction, _ cases: [(Treatment, Formula, Formula)]) -> Formula {
        Formula.all(
          cases.map { treatment, condition, expected in
            (before.isTreated(register, direction, as: treatment) && condition).implies(expected)
          })
      }
      /// The register's virtual twin is this, and no other changes.
      func becomes(_ value: Bits<64>) -> Formula {
        var same = before.virtual
        same[register] = value
        return after.virtual == same
      }
      switch step.action.name {
      case "OS1 reads a register":
        let (value, kind) = (before.registers[register], before.readKinds[register])
        let altered = (before.choice == before.choice1).choose(value, Treatment.error)
        let isHarmless = kind == 0 || !kind.isBelow(3)
        let isKept = after.answer == kept && becomes(kept)
        return classes(
          .read,
          [
            (.executed, isHarmless, after.answer == value && becomes(value)),
            (.altered, isHarmless, after.answer == altered && becomes(altered)),
            (.executed, !isHarmless, isKept), (.altered, !isHarmless, isKept),
            (.virtual, true, isKept), (.alteredVirtual, isHarmless, isKept),
            (.alteredVirtual, kind == 1, after.answer == kept && becomes(0)),
            (.alteredVirtual, kind == 2, after.answer == kept && becomes(any("changed"))),
            (.refused, true, after.answer == Treatment.error && becomes(kept)),
          ])
      case "OS1 writes a register":
        let (data, kind): (Bits<64>, Bits<4>) = (any("data"), before.writeKinds[register])
        let isHarmless = kind == 0 || !kind.isBelow(6)
        let results: [(UInt64, Bits<64>)] = [
          (1, data), (2, kept & ~data), (3, kept | data), (4, 0), (5, any("changed")),
        ]
        return after.answer == before.answer
          && classes(
            .write,
            [
              (.executed, true, becomes(data)), (.virtual, true, becomes(data)),
              (.altered, isHarmless, becomes(before.settings[register])),
              (.altered, !isHarmless, becomes(data)), (.refused, true, becomes(kept)),
              (.alteredVirtual, isHarmless, becomes(kept)),
            ] + results.map { (.alteredVirtual, kind == Bits($0), becomes($1)) })
      default: return before.virtual == after.virtual && before.answer == after.answer
      }
    })

  // MARK: - One offset, two meanings

  private static func slots(
    _ id: String, _ request: TransmitSlots.Request, _ declared: Declared, _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<TransmitSlots> {
    Theorem(
      id, claims: ["N8", "N10"], says, declared, of: TransmitSlots.specification(request),
      depth: 3,
      .twoRun(
        Unwinding(
          alike: { a, b in
            var same = b
            same.answer = a.answer
            return a.isEqual(to: same)
          },
          output: { $0.wire.leaves + $0.wireCount.leaves },
          interferes: { action, _ in Formula(!action.name.hasPrefix("OS1 ")) })), file: file,
      line: line)
  }

  static let ofSlots = [
    slots(
      "tally-request-passed-to-the-card", .passed, .fails,
      "OS2's frames go as if OS1 had not asked for tallies at an offset that sends a slot in the card's other mode"
    ),
    slots(
      "tally-request-answered-by-os2", .answered, .holds,
      "OS2's frames go as if OS1 had not asked for tallies, if OS2's stand in"),
  ]

  // MARK: - A lock over other registers

  private static func lock(
    _ id: String, _ treatment: Treatment, _ declared: Declared, file: String = #filePath,
    line: Int = #line
  ) -> Theorem<ConfigurationLock> {
    Theorem(
      id, claims: ["N8", "N11"],
      "OS2's configuration is written as if OS1 had not set the lock, whose accesses are of class \(treatment.rawValue)",
      declared, of: ConfigurationLock.specification(treatment), depth: 4,
      .twoRun(
        Unwinding(
          alike: { a, b in
            var same = b
            same.virtualMode = a.virtualMode
            return a.isEqual(to: same)
          },
          output: { $0.seen.leaves },
          interferes: { action, _ in Formula(!action.name.hasPrefix("OS1 ")) })), file: file,
      line: line)
  }

  static let ofLock = [
    lock("configuration-lock-passed-to-the-card", .executed, .fails),
    lock("configuration-lock-kept-virtually", .virtual, .holds),
  ]

  // MARK: - Two steps

  /// Each step of the repaired ways, exactly.
  private static func inOrder(
    _ id: String, _ way: TwoStep.Way, file: String = #filePath, line: Int = #line
  ) -> Theorem<TwoStep> {
    Theorem(
      id, claims: ["N10"],
      "OS2 gets the register that it selected, and OS1 the one that it asked for", .holds,
      of: TwoStep.specification(way),
      lemmas: [
        Invariant("the index is OS2's while it is between the steps") { s in
          s.isBetween.implies(way.usesLatch ? s.index == s.wanted : true)
        }
      ],
      .step { isInOrder($0, way) }, file: file, line: line)
  }

  private static func isInOrder(_ step: Transition<TwoStep>, _ way: TwoStep.Way) -> Formula {
    let (before, after) = (step.before, step.after)
    let register: Bits<32> = step.inputs()("register")
    switch step.action.name {
    case "OS2 selects":
      let held = before.registers[register]
      let there = way.usesLatch ? after.index == register : after.shadow == held
      let result = way.usesLatch ? before.result == after.result : after.result == held
      return Formula.all([after.isBetween, after.wanted == register, there, result])
    case "OS2 gets the data":
      let right = way.usesLatch ? before.registers[before.wanted] : before.shadow
      return Formula.all([before.isBetween, !after.isBetween, after.seen == right])
    case "the pseudo-NIC reads a register for OS1":
      return after.answer == before.registers[register]
    default: return true
    }
  }

  private static func twoStep(
    _ id: String, _ way: TwoStep.Way, _ declared: Declared, _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<TwoStep> {
    Theorem(
      id, claims: ["N8", "N10"], says, declared, of: TwoStep.specification(way), depth: 4,
      .twoRun(
        Unwinding(
          alike: { a, b in
            let latch = way.usesLatch ? a.index == b.index && a.result == b.result : true
            return Formula.all([
              a.registers == b.registers, latch, a.shadow == b.shadow,
              a.isBetween == b.isBetween, a.wanted == b.wanted, a.seen == b.seen,
            ])
          },
          output: { $0.seen.leaves },
          interferes: { action, _ in Formula(!action.name.hasPrefix("the pseudo-NIC")) })),
      file: file, line: line)
  }

  static let inTwoSteps = [
    inOrder("index-and-data-give-what-was-selected", .latchRestored),
    inOrder("transactions-give-what-was-asked-for", .transactionShadowed),
    twoStep(
      "index-and-data-cut-by-a-switch", .latchBare, .fails,
      "OS2's access by index and data goes as if the pseudo-NIC had made none in between"),
    twoStep(
      "index-and-data-restored", .latchRestored, .holds,
      "OS2's access by index and data goes as if the pseudo-NIC had made none in between, if that selects, accesses and restores in one step"
    ),
    twoStep(
      "transaction-cut-by-a-switch", .transactionBare, .fails,
      "OS2's EEPROM or MDI transaction ends as if the pseudo-NIC had made none in between"),
    twoStep(
      "transaction-shadowed", .transactionShadowed, .holds,
      "OS2's EEPROM or MDI transaction ends as if the pseudo-NIC had made none in between, if OS2 gets its result from a shadow"
    ),
  ]
}

extension TwoStep.Way {
  fileprivate var usesLatch: Bool { self == .latchBare || self == .latchRestored }
}
