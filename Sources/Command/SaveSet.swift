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
    if let directory = traces.directory { try Files.makeWritableDirectory(directory) }
    if let saveSet {
      let names = try sets.names(in: saveSet, processor: processor)
      let question = SaveSets.Question(
        id: "save-set", processor: processor, saved: names, declared: .holds)
      return try judge(saveSet, question, in: sets)
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
    _ file: String, _ question: SaveSets.Question, in sets: SaveSets
  ) throws {
    let run = Run([sets.theorem(question)], solver)
    let isJSON = output.json
    Interrupts.install {
      let summary = run.summary(isInterrupted: true)
      if isJSON { Console.shared.say(JSON(summary, traces: [:]).text) }
      Console.shared.complain("interrupted: the save set is not judged")
    }
    let summary = run.decide()
    let paths = try traces.write(summary.findings)
    let finding = summary.findings[0]
    if isJSON {
      Console.shared.say(JSON(summary, traces: paths).text)
    } else {
      let leftOut = finding.verdict == .refuted ? sets.leftOut(question, solver) : []
      let judgement = SaveSetJudgement(
        file: file, processor: question.processor, finding: finding, leftOut: leftOut,
        notOfASet: sets.notOfASet(question))
      Console.shared.say(judgement.text(Console.shared.palette))
    }
    if let failure = finding.failure { Console.shared.complain("internal error: \(failure)") }
    throw ExitCode(summary.exitCode)
  }
}

extension SaveSets {
  /// What a set leaves out of a complete one; refuted is that a switch can do without it.
  fileprivate func leftOut(
    _ question: Question, _ options: SolverOptions
  ) -> [(name: String, verdict: Verdict)] {
    let processor = question.processor
    let leftOut = complete(processor).filter { !question.saved.contains($0) }
    let theorems = leftOut.map { theorem(without: $0, processor) }
    let findings = Run(theorems, options).decide().findings
    return zip(leftOut, findings).map { ($0, $1.verdict) }
  }

  /// What a set names that no switch saves.
  fileprivate func notOfASet(_ question: Question) -> [Row] {
    let complete = complete(question.processor)
    return rows(question.processor)
      .filter { question.saved.contains($0.name) && !complete.contains($0.name) }
  }
}
