import Logic
import Specification
import Testing

@testable import Models

/// ``SharedMachine`` has the interrupt controller as flags of two lines, ``System`` as an 8259 of any
/// lines: what a step does to the one is what the 8259 does.
@Suite("The interrupt controller of both OSes on one machine")
struct SharedControllerTests {
  static let designs = [
    IndependenceDesign.paper,
    IndependenceDesign([.doubleFaultTask, .acknowledging, .maskInContext, .modeInContext]),
  ]

  /// What can be told of either.
  private struct Sight: Equatable {
    var requested: [UInt64?]
    var masked: [UInt64?]
    /// The lines in service, the last one above the others.
    var serving: [UInt64?]

    init(_ controller: Controller) {
      requested = SharedControllerTests.lines.map { controller.requested[$0].known }
      masked = SharedControllerTests.lines.map { controller.masked[$0].known }
      serving = (0..<controller.count.known!).map { controller.serving[Bits($0 + 1)].known }
    }
  }

  private static let lines: [Bits<8>] = [0, 1]

  /// The OS whose line goes first has line 0.
  private static func line(_ os: OS, _ s: SharedMachine) -> Bits<8> {
    s.first.known == os ? 0 : 1
  }

  private static func controller(_ s: SharedMachine) -> Controller {
    var all = Controller()
    for os in OS.allCases {
      all.requested[line(os, s)] = s.party(os).requested.asBits()
      all.masked[line(os, s)] = s.party(os).masked.asBits()
    }
    let inService = OS.allCases.filter { s.party($0).inService.known! }.map { line($0, s) }
    for line in inService.sorted(by: { $0.known! > $1.known! }) {
      all.count += 1
      all.serving[all.count] = line
    }
    return all
  }

  /// Every state of the controller, in what plays a part beside it for a step.
  private static let states: [SharedMachine] = {
    var all: [SharedMachine] = []
    for number in 0..<1 << 10 {
      let bit = { (index: Int) in Formula(number >> index & 1 == 1) }
      var s = SharedMachine()
      s.first = OneOf(bit(0).known! ? .os2 : .os1)
      s.running = OneOf(bit(1).known! ? .os2 : .os1)
      // The one that is not the subject may do anything.
      s.subject = OneOf(s.running.known!.other)
      switch number >> 8 {
      case 1: s.phase = OneOf(.restoring)
      case 2: s.reprogrammed = true
      case 3: s[keyPath: s.running.known!.party].stackIntact = false
      default: break
      }
      for (index, os) in OS.allCases.enumerated() {
        s[keyPath: os.party].requested = bit(2 + 3 * index)
        s[keyPath: os.party].masked = bit(3 + 3 * index)
        s[keyPath: os.party].inService = bit(4 + 3 * index)
        s[keyPath: os.party].place = OneOf(.own)
      }
      all.append(s)
    }
    return all
  }()

  @Test func passesTheSameLines() {
    for s in Self.states {
      let controller = Self.controller(s)
      for os in OS.allCases {
        let passes = Formula.all(controller.passes(Self.line(os, s)))
        let agrees = IndependenceDesign.paper.passes(s, os).known == passes.known
        if !agrees { Issue.record("\(os)'s line in \(s)") }
      }
    }
  }

  @Test(arguments: designs.indices)
  func isChangedInTheSameWay(_ number: Int) throws {
    let design = Self.designs[number]
    let actions = design.specification.actions
    var count: [String: Int] = [:]
    for s in Self.states {
      for action in actions {
        let none = Inputs.known([:])
        guard Formula.all(action.guards(s, none)).known == true else { continue }
        var after = s
        action.effect(&after, none)
        count[action.name, default: 0] += 1
        let expected = try #require(Self.after(action.name, s, design), "\(action.name)")
        let agrees = Sight(Self.controller(after)) == Sight(expected)
        if !agrees { Issue.record("\(action.name) in \(s)") }
      }
    }
    for os in OS.allCases {
      let ends = "\(os.title) ends its interrupt at the controller"
      for step in IndependenceDesign.taking(os) + [ends] {
        #expect(count[step, default: 0] > 0, "\(step)")
      }
    }
  }

  /// What the step makes of the controller; nil where an interrupt is taken that does not pass.
  private static func after(
    _ step: String, _ s: SharedMachine, _ design: IndependenceDesign
  ) -> Controller? {
    var controller = controller(s)
    let first = lines.first { Formula.all(controller.passes($0)).known == true }
    for os in OS.allCases {
      let taking = IndependenceDesign.taking(os)
      switch step {
      case "\(os.title)'s device raises its line": controller.requested[line(os, s)] = 1
      case taking[0], taking[1]:
        let taken = line(step == taking[0] ? os : os.other, s)
        guard first?.known == taken.known else { return nil }
        controller.acknowledge(taken)
      // Whatever it leads to, it is one, and the routine or task that it leads to has ended it.
      case taking[2], taking[3]:
        guard let first else { return nil }
        let falls = step == taking[3] && !design.has(.doubleFaultTask)
        if !falls { controller.requested[first] = 0 }
      case "\(os.title) ends its interrupt at the controller": controller.endOfInterrupt()
      case "\(os.title) masks \(os.other.title)'s line": controller.masked[line(os.other, s)] = 1
      case "the switch restores \(os.title)":
        if design.has(.acknowledging) { controller.count = 0 }
        guard design.has(.maskInContext) else { break }
        let kept = s.party(os)
        controller.masked[line(os, s)] = kept.leftMasked.asBits()
        controller.masked[line(os.other, s)] = kept.leftOthersMasked.asBits()
      default: break
      }
    }
    return controller
  }
}
