import ArgumentParser
import Checker
import Report

/// `verify list`: what there is to decide.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the theorems, with what they are declared to come out as.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, markdown, json
  }

  @Option(help: "How they are written.")
  var format = Format.text

  @OptionGroup var output: OutputOptions

  func run() {
    let theorems = Catalogue.current.theorems()
    switch output.json ? .json : format {
    case .text:
      Console.shared.say(VerdictTable(theorems, Console.shared.palette).list(theorems))
    case .markdown: Console.shared.say(String(VerdictTable.markdown(theorems).dropLast()))
    case .json:
      Console.shared.say(JSON.object([("theorems", .array(theorems.map { JSON($0) }))]).text)
    }
  }
}
