import Foundation
import Logic
import Models
import Report
import Solver
import Specification
import Testing

@testable import Proofs

@Suite("Golden traces run again")
struct ReevaluationTests {
  /// What carries a golden trace of a theorem out again, by the theorem's id.
  private static let runs: [String: @Sendable (String) throws -> Void] = {
    let switching = Preservation.all + Control.all + Independence.all + Lines.all
    let channels = RegisterChannels.all + ControllerChannels.all
    return all(switching + channels).merging(all(PacketTheorems.all + SharingTheorems.all)) { $1 }
      .merging(all(StoppedOS.all)) { $1 }.merging(all(MachineTheorems.all)) { $1 }
      .merging(all(RegisterTheorems.ofAnyDevice)) { $1 }
      .merging(all(RegisterTheorems.inTwoSteps)) { $1 }
      .merging(all(RegisterTheorems.ofSlots)) { $1 }
      .merging(all(RegisterTheorems.ofLock)) { $1 }
      .merging(all(CommandUnitTheorems.all)) { $1 }
      .merging(all(VirtualRegisterTheorems.all)) { $1 }
      .merging(all(NoDisturbanceTheorems.all + ServiceTheorems.all)) { $1 }
      .merging(all(WaitingTheorems.all)) { $1 }
      .merging(all(MapAnswerExamples.all)) { $1 }
      .merging(ofMaps) { $1 }
      .merging(all(MasteryTheorems.all)) { $1 }
      .merging(all(ManySystemsTheorems.all)) { $1 }
      .merging(all(TimeChannels.all)) { $1 }
      .merging(all(TranslationChannels.all)) { $1 }
      .merging(all(DeviceChannels.all)) { $1 }
  }()

  /// Of a map, the runs of the part that has the steps of the trace.
  private static let ofMaps: [String: @Sendable (String) throws -> Void] = {
    let all = RegisterMap.all.map { map in
      ("\(map.name.lowercased())-is-undisturbed-by-table-2", map)
    }
    return Dictionary(uniqueKeysWithValues: all).mapValues { map in
      { @Sendable id in
        let file = Golden.file(id, "itf.json")
        let trace = try ITF.trace(String(contentsOf: file, encoding: .utf8), file: id)
        let taken = Set(trace.runs[0].steps.compactMap { $0?.action })
        let part = MapTheorems.parts(id, map, by: .paper).first {
          taken.isSubset(of: $0.specification.actions.map(\.name))
        }
        try runAgain(id, try #require(part))
      }
    }
  }()

  private static func all<S>(
    _ theorems: [Theorem<S>]
  ) -> [String: @Sendable (String) throws -> Void] {
    Dictionary(
      uniqueKeysWithValues: theorems.map { theorem in
        (theorem.id, { @Sendable id in try Self.runAgain(id, theorem) })
      })
  }

  static let ids: [String] = {
    let names = try! FileManager.default.contentsOfDirectory(atPath: Golden.directory.path)
    return names.filter { $0.hasSuffix(".itf.json") }.map { String($0.dropLast(9)) }.sorted()
  }()

  @Test("step by step, on known values", arguments: ids)
  func runsAgain(id: String) throws {
    let run = try #require(Self.runs[id])
    try run(id)
  }

  private static func runAgain<S>(_ id: String, _ theorem: Theorem<S>) throws {
    let file = Golden.file(id, "itf.json")
    let trace = try ITF.trace(String(contentsOf: file, encoding: .utf8), file: id)
    let runs = try trace.runs.map { try carriedOut($0, theorem, isAlone: trace.runs.count == 1) }
    try expectAFirstState(runs[0][0], of: theorem)
    for run in runs {
      for state in run {
        #expect(theorem.assumptions.allSatisfy { $0.holds(state).known == true })
      }
    }
    switch theorem.property {
    case .invariant(let holds): #expect(holds(runs[0].last!).known == false)
    case .step(let holds):
      let last = try step(trace.runs[0].steps.last!!, theorem)
      let transition = Transition(
        action: last.action, before: runs[0][runs[0].count - 2], after: runs[0].last!,
        inputs: last.inputs)
      #expect(holds(transition).known == false)
    case .twoRun(let unwinding):
      #expect(runs[0][0].isEqual(to: runs[1][0]).known == true, "both start alike")
      let outputs = runs.map { unwinding.output($0.last!).map { $0.known } }
      #expect(outputs[0] != outputs[1])
    case .response(let response): try expectRefuted(response, trace, runs[0], theorem)
    case .possible, .reachable: Issue.record("no run refutes that something can be reached")
    }
  }

  /// The run closes, is fair from where it loops, and awaits what never comes.
  private static func expectRefuted<S>(
    _ response: Response<S>, _ trace: Trace, _ states: [S], _ theorem: Theorem<S>
  ) throws {
    let loop = try #require(trace.loop)
    let repeated = states[loop...]
    #expect(states.last!.isEqual(to: states[loop]).known == true, "it closes")
    #expect(repeated.allSatisfy { response.goal($0).known == false })
    let called = states[...loop].lastIndex {
      (response.trigger?($0) ?? true).known == true
    }
    #expect(states[try #require(called)...].allSatisfy { response.goal($0).known == false })
    let steps = try states.indices.dropLast().dropFirst(loop).map { index in
      let (action, inputs) = try step(trace.runs[0].steps[index]!, theorem)
      return Transition(
        action: action, before: states[index], after: states[index + 1], inputs: inputs)
    }
    for fairness in response.fairness {
      let off = repeated.map {
        fairness.isEnabled($0, in: theorem.specification).known == false
      }
      let isOff = fairness.strength == .weak ? off.contains(true) : !off.contains(false)
      #expect(isOff || steps.contains { fairness.isTaken($0).known == true }, "\(fairness.id)")
    }
  }

  /// The states of a run, each computed from the one before and compared with the recorded one.
  private static func carriedOut<S>(
    _ run: Trace.Run, _ theorem: Theorem<S>, isAlone: Bool
  ) throws -> [S] {
    let specification = theorem.specification
    let recorded = run.states.map { values in
      specification.shape.replacingLeaves(
        zip(values, specification.leafNames).map { Leaf($0, $1.sort) })
    }
    var states = [recorded[0]]
    for (number, taken) in run.steps.enumerated() {
      var next = states[number]
      if let taken {
        let (action, inputs) = try step(taken, theorem)
        let (enabled, after) = action.apply(to: states[number], inputs)
        #expect(enabled.known == true || !isAlone, "step \(number + 1): \(action.name)")
        if enabled.known == true { next = after }
      }
      #expect(next.isEqual(to: recorded[number + 1]).known == true, "state \(number + 1)")
      states.append(next)
    }
    return states
  }

  private static func step<S>(
    _ step: Trace.Step, _ theorem: Theorem<S>
  ) throws -> (action: Action<S>, inputs: Inputs) {
    let action = try #require(theorem.specification.actions.first { $0.name == step.action })
    let inputs = step.inputs.map { ($0.name.path, $0.value) }
    return (action, Inputs.known(Dictionary(uniqueKeysWithValues: inputs)))
  }

  /// A solver finds the open values from which this is a first state.
  private static func expectAFirstState<S>(_ state: S, of theorem: Theorem<S>) throws {
    let first = theorem.specification.first("first")
    let query = Query("first", [first.conditions, first.state.isEqual(to: state)])
    guard case .satisfiable = try Solver().check(query) else {
      Issue.record("the trace does not begin in a first state")
      return
    }
  }
}
