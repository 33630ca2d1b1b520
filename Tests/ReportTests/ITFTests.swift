import Foundation
import Logic
import Specification
import Testing

@testable import Report

@Suite("Traces in ITF")
struct ITFTests {
  private func parsed(_ trace: Trace) throws -> [String: Any] {
    let data = Data(ITF.text(trace).utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test("every state has its index and every variable", arguments: [Samples.one, Samples.two])
  func shape(trace: Trace) throws {
    let root = try parsed(trace)
    let meta = try #require(root["#meta"] as? [String: Any])
    #expect(meta["format"] as? String == "ITF")
    let variables = try #require(root["vars"] as? [String])
    #expect(Set(variables).count == variables.count)
    #expect(variables.contains("mbt::actionTaken"))
    let types = try #require(meta["varTypes"] as? [String: String])
    #expect(Set(types.keys).isSubset(of: variables))
    let states = try #require(root["states"] as? [[String: Any]])
    #expect(states.count == trace.length + 1)
    for (index, state) in states.enumerated() {
      #expect(Set(state.keys) == Set(variables).union(["#meta"]))
      #expect((state["#meta"] as? [String: Any])?["index"] as? Int == index)
    }
  }

  @Test func valuesAreWrittenAsTheFormatHasThem() throws {
    let states = try #require(try parsed(Samples.one)["states"] as? [[String: Any]])
    #expect(states[1]["os1.eax"] as? [String: String] == ["#bigint": "48879"])
    #expect(states[1]["phase"] as? String == "saving")
    #expect(states[1]["enabled"] as? Bool == true)
    #expect(states[1]["mbt::actionTaken"] as? String == "save")
    let stack = try #require(states[1]["stack"] as? [String: [String: Any]])
    let map = try #require(stack["cells"]?["#map"] as? [[[String: String]]])
    #expect(
      map == [
        [["#bigint": "4096"], ["#bigint": "171"]], [["#bigint": "8192"], ["#bigint": "5"]],
      ])
  }

  @Test func theVariablesOfTwoRunsAreToldApart() throws {
    let variables = try #require(try parsed(Samples.two)["vars"] as? [String])
    #expect(variables.contains("run1.phase") && variables.contains("run2.phase"))
    #expect(!variables.contains("phase"))
  }

  @Test("a loop goes on after the state that the last one repeats", arguments: [0, 1, 2])
  func loops(state: Int) throws {
    let root = try parsed(Samples.looping(to: state))
    #expect(root["loop"] as? Int == min(state + 1, 2))
    let back = try ITF.trace(ITF.text(Samples.looping(to: state)), file: "trace.itf.json")
    #expect(back.loop == state)
  }

  @Test func aRunThatEndsHasNoLoop() throws {
    #expect(try parsed(Samples.one)["loop"] == nil)
  }

  @Test func aLoopBeyondTheEndIsAnError() throws {
    let text = ITF.text(Samples.looping(to: 2)).replacing("\"repeats\": 2", with: "\"repeats\": 3")
    let error = #expect(throws: BadInput.self) { try ITF.trace(text, file: "trace.itf.json") }
    #expect("\(try #require(error))".hasSuffix("“repeats”: expected a state below 3"))
  }

  @Test("what is written is read back", arguments: [Samples.one, Samples.two])
  func roundTrip(trace: Trace) throws {
    let back = try ITF.trace(ITF.text(trace), file: "trace.itf.json")
    #expect(ITF.text(back) == ITF.text(trace))
    #expect(back.names == trace.names && back.observed == trace.observed)
    #expect(back.runs.map(\.states) == trace.runs.map(\.states))
    for (read, written) in zip(back.runs, trace.runs) {
      #expect(read.steps.map { $0?.action } == written.steps.map { $0?.action })
      #expect(read.steps.map { $0?.label } == written.steps.map { $0?.label })
      #expect(
        read.steps.map { $0?.inputs.map(\.value) } == written.steps.map { $0?.inputs.map(\.value) })
    }
  }

  @Test(
    "an error names the file, the place and what was expected",
    arguments: [
      ("\"#bigint\": \"48879\"", "\"#bigint\": \"many\"", "“os1.eax”: expected a number from 0"),
      ("\"#bigint\": \"48879\"", "\"#bigint\": \"4294967296\"", "expected a number of 32 bits"),
      ("\"phase\": \"saving\"", "\"phase\": \"sawing\"", "expected one of idle, saving, loading"),
      ("\"enabled\": true", "\"enabled\": 1", "item 0, “enabled”: expected true or false"),
      ("\"bits 32\"", "\"octets 4\"", "expected truth, bits WIDTH or memory ADDRESS WORD"),
      ("\"runs\": 1", "\"walks\": 1", "“#meta”: expected a field “runs”"),
      ("\"states\": [", "\"states\": {", "expected JSON"),
    ])
  func errors(part: String, replacement: String, expected: String) throws {
    let text = ITF.text(Samples.one)
    let place = try #require(text.range(of: part))
    let broken = text.replacingCharacters(in: place, with: replacement)
    let error = #expect(throws: BadInput.self) { try ITF.trace(broken, file: "trace.itf.json") }
    let message = "\(try #require(error))"
    #expect(message.hasPrefix("trace.itf.json:") && message.contains(expected), "\(message)")
  }
}
