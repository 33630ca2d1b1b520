import ArgumentParser
import Checker
import Synchronization

/// What a command is about: the theorems, and commands of its own.
public struct Catalogue: Sendable {
  /// Made only when they are asked for.
  public let theorems: @Sendable () -> [AnyTheorem]
  /// The specifications that `mutate` changes unless others are named; nil for all.
  public let mutated: [String]?
  /// What `mutate` changes besides; made only when it is asked for.
  public let ownMutants: [OwnMutants]
  /// Subcommands beside those that every catalogue has.
  public let commands: [any ParsableCommand.Type]
  /// The save sets that can be derived and checked, where it is about a switch.
  public let saveSets: SaveSets?

  public init(
    commands: [any ParsableCommand.Type] = [], saveSets: SaveSets? = nil,
    mutated: [String]? = nil,
    ownMutants: [OwnMutants] = [],
    theorems: @escaping @Sendable () -> [AnyTheorem]
  ) {
    self.commands = commands
    self.mutated = mutated
    self.ownMutants = ownMutants
    self.saveSets = saveSets
    self.theorems = theorems
  }

  private static let chosen = Mutex<Catalogue?>(nil)

  /// The catalogue of this process.
  public static var current: Catalogue { chosen.withLock { $0! } }

  /// Does what the arguments of the process ask for; the one call of a `main.swift`.
  public func main() -> Never {
    Self.chosen.withLock { $0 = self }
    do {
      var command = try Verify.parseAsRoot()
      try command.run()
      Verify.exit()
    } catch let error as InputError {
      Console.shared.complain("Error: \(error)")
      Verify.exit(withError: ExitCode(65))
    } catch {
      Self.end(with: error)
    }
  }

  /// Ends as the parser of arguments wants; where the subcommand was left out, its name is left out
  /// of how the command is used.
  private static func end(with error: any Error) -> Never {
    let code = Verify.exitCode(for: error)
    let typed = CommandLine.arguments.dropFirst().contains(All.configuration.commandName!)
    guard code == .validationFailure, !typed else { Verify.exit(withError: error) }
    let text = Verify.fullMessage(for: error)
    Console.shared.complain(text.replacing("verify all ", with: "verify "))
    Verify.exit(withError: code)
  }
}

/// The command as a whole.
struct Verify: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "verify",
      abstract: "Proves or refutes what is claimed of the systems modelled here.",
      usage: """
        verify [<options>]
        verify <subcommand> [<options>]
        """,
      discussion: """
        Without a subcommand, all theorems are decided. The exit code is 0 when every theorem \
        came out as declared, 10 when one did not, 5 when one is undecided, 11 when one is \
        vacuous, 64 for wrong usage, 65 for bad input, 70 for an internal error, 74 where output \
        can't be written. Its options are those of “verify all”.
        """,
      subcommands: [
        All.self, List.self, Check.self, ShowTrace.self, Export.self, Mutate.self,
      ] + (Catalogue.current.saveSets == nil ? [] : [SaveSet.self]) + Catalogue.current.commands,
      defaultSubcommand: All.self)
  }
}
