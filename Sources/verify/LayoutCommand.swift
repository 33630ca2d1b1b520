import ArgumentParser
import Checker
import Command
import Judge
import Models
import Platform
import Proofs
import Report
import Solver

/// `verify layout FILE`: whether a layout is continuous (S4).
struct LayoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "layout",
    abstract: "Judge the layout of two OSes and a switch region: is each access continuous?",
    discussion: """
      The project's own routine is put in the switch region and judged for all contexts. The first \
      address that breaks is named, with the instruction and the translation. With --solve an \
      address is found for the switch region that neither OS uses, and judged before it is shown. \
      With --mutate each page that the switch uses is unmapped, mapped elsewhere and made \
      read-only in turn, and it is shown what notices. Examples/layout.yaml documents the file. \
      Exit status: 0 continuous, 10 not, 5 undecided, 11 a broken page that no one notices, 65 bad \
      input.
      """)

  @Argument(help: "The layout (YAML).")
  var file: String

  @Flag(help: "Find a linear address for the switch region.")
  var solve = false

  @Flag(help: "Break each page that the switch uses, and see whether that is noticed.")
  var mutate = false

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var traces: TraceOptions

  func run() throws {
    try reportingInput {
      let read = try LayoutFile(try Files.read(file), file: file)
      guard solve || !read.isOpen else {
        throw InputError(
          file, .whole, found: "a switch region without “linear”",
          expected: "its address, or --solve to find one")
      }
      let layout = solve ? try place(read) : read.layout
      let routine = try Routine(SwitchRoutine(layout, RoutineDesign(layout.generation)))
      let required = RoutineDesign(layout.generation).saved
      if mutate, try breakPages(layout, routine, required) { return }
      let theorems = RoutineProofs.theorems(layout, routine, required: required, file: file)
      let place: [(String, JSON)] = solve ? [("placed", Self.json(layout.region))] : []
      try decide(
        theorems, solver, output, traces, more: { $0.exitCode == 0 ? place : [] }
      ) { summary in
        let isFound = solve && summary.exitCode == 0
        return isFound ? found(layout) : RoutineCommand.remark(summary, most: 1)
      }
    }
  }

  /// Tries the layout's mutants; not where the layout as it is is not proved.
  private func breakPages(
    _ layout: Layout, _ routine: Routine, _ required: [Item]
  ) throws -> Bool {
    let mutants = try LayoutMutants(
      layout, routine, required: required, Solver(limits: solver.limits))
    guard mutants.judgements.allSatisfy({ $0.verdict == .proved }) else { return false }
    let file = file
    try decide(OwnMutants(file) { _ in CodeMutants.pages(mutants, file) }, solver, output)
    return true
  }

  private func place(_ read: LayoutFile) throws -> Layout {
    guard read.isOpen else {
      throw InputError(
        file, .whole, found: "a switch region with “linear”", expected: "none, with --solve")
    }
    guard let layout = read.layout.placed() else {
      Console.shared.say(output.json ? noRoomJSON(read.layout).text : noRoom(read.layout))
      throw ExitCode(10)
    }
    return layout
  }

  private static func json(_ region: Layout.Region) -> JSON {
    .object([
      ("linear", .string(address(region.linear))), ("physical", .string(address(region.physical))),
      ("size", .string(address(region.size))),
    ])
  }

  private func found(_ layout: Layout) -> String {
    let lines = layout.regionPages.map { pages in
      let writable = pages.isWritable ? "" : ", writable: no"
      return
        "    - {linear: \(address(pages.linear)), physical: \(address(pages.physical)), size: \(address(pages.size))\(writable)}"
    }
    let head = [
      "The switch region fits at \(address(layout.region.linear)); both OSes map it there:",
      "switch: {linear: \(address(layout.region.linear)), physical: \(address(layout.region.physical)), size: \(address(layout.region.size))}",
      "  pages:",
    ]
    return ([""] + head + lines).joined(separator: "\n")
  }

  private func noRoomJSON(_ layout: Layout) -> JSON {
    let used = OS.allCases.flatMap { os in
      layout[os].pages.map { pages in
        JSON.object([
          ("os", .string("\(os)")), ("linear", .string(address(pages.linear))),
          ("size", .string(address(pages.size))),
        ])
      }
    }
    return .object([
      ("placed", .null), ("size", .string(address(layout.region.size))), ("used", .array(used)),
    ])
  }

  private func noRoom(_ layout: Layout) -> String {
    let largest = layout.gaps.max { $0.size < $1.size }
    let room =
      largest.map { "the largest is \(address($0.size)) at \(address($0.first))" }
      ?? "there is none"
    let used = OS.allCases.flatMap { os in
      layout[os].pages.sorted { $0.linear < $1.linear }.map {
        "  \(os.title)  \(address($0.linear)) to \(address(UInt64($0.linear) + UInt64($0.size)))"
      }
    }
    let head = "No gap of \(address(layout.region.size)) is free in both OSes; \(room). In use:"
    return ([head] + used).joined(separator: "\n")
  }
}

private func address(_ number: some BinaryInteger) -> String {
  "0x" + String(number, radix: 16, uppercase: true)
}

/// Gives errors of files the exit status of bad input.
func reportingInput(_ body: () throws -> Void) throws {
  do { try body() } catch let error as Platform.InputError {
    Console.shared.complain("Error: \(error)")
    throw ExitCode(65)
  }
}
