import ArgumentParser
import Checker
import Report

/// `verify saveset`: what a switch must save, and whether a set of items is enough.
struct SaveSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saveset", abstract: "Derive the minimal save set, or check one.",
    discussion: """
      Each item is left out of a complete save set in turn: either a run shows what is lost, or \
      it is proved that nothing is. With --save-set, the items listed in a YAML file are judged \
      instead; the exit code is 10 where they are not enough.
      """)

  @Option(help: ArgumentHelp("The processor generation.", valueName: "generation"))
  var cpu: String?

  @Option(help: ArgumentHelp("A YAML list of the items to save.", valueName: "file"))
  var saveSet: String?

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var traces: TraceOptions

  func validate() throws {
    let all = Catalogue.current.saveSets!.processors
    if let cpu, !all.contains(cpu) {
      throw ValidationError("--cpu \(cpu): expected \(all.joined(separator: ", "))")
    }
  }

  func run() throws {
    let sets = Catalogue.current.saveSets!
    let processor = cpu ?? sets.usualProcessor
    if let directory = traces.directory { try Files.makeDirectory(directory) }
    if let saveSet {
      let names = try sets.names(in: saveSet, processor: processor)
      let question = SaveSets.Question(
        id: "save-set", processor: processor, saved: names, declared: .holds)
      let missing = sets.complete(processor).filter { !names.contains($0) }
      return try judge(saveSet, processor, sets.theorem(question), missing)
    }
    let search = SaveSetSearch(sets, processor, solver)
    let isJSON = output.json
    let say = { @Sendable (derivation: SaveSetDerivation) in
      let palette = Console.shared.palette
      Console.shared.status("")
      Console.shared.say(isJSON ? derivation.json.text : derivation.text(palette))
    }
    Interrupts.install { say(search.interrupted) }
    let derivation = search.derive()
    _ = try traces.write(derivation.findings)
    say(derivation)
    throw ExitCode(derivation.exitCode)
  }

  private func judge(
    _ file: String, _ processor: String, _ theorem: AnyTheorem, _ missing: [String]
  ) throws {
    let run = Run([theorem], solver)
    let isJSON = output.json
    Interrupts.install {
      let summary = run.summary(isInterrupted: true)
      if isJSON { Console.shared.say(JSON(summary, traces: [:]).text) }
      Console.shared.complain("interrupted: the save set is not judged")
    }
    let summary = run.decide()
    let paths = try traces.write(summary.findings)
    let finding = summary.findings[0]
    let text = SaveSetJudgement(
      file: file, processor: processor, finding: finding, missing: missing
    )
    .text(Console.shared.palette)
    Console.shared.say(output.json ? JSON(summary, traces: paths).text : text)
    if let failure = finding.failure { Console.shared.complain("internal error: \(failure)") }
    throw ExitCode(summary.exitCode)
  }
}
