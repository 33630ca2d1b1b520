import ArgumentParser
import Checker
import Report

/// `verify list`: what there is to decide.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "List the theorems.")

  @OptionGroup var output: OutputOptions

  func run() {
    let theorems = Catalogue.current.theorems()
    if output.json {
      Console.shared.say(JSON.object([("theorems", .array(theorems.map { JSON($0) }))]).text)
    } else {
      Console.shared.say(VerdictTable(theorems, Console.shared.palette).list(theorems))
    }
  }
}
