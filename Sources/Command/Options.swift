import ArgumentParser
import Checker
import Solver

/// What bounds and steers the solver, for every command that decides something.
public struct SolverOptions: ParsableArguments, Sendable {
  public init() {}

  @Option(help: ArgumentHelp("Stop a query after so many seconds.", valueName: "seconds"))
  var timeout: Double?

  @Option(
    help: ArgumentHelp(
      "Stop a query after so much work, in Z3's resource units: the same on every machine.",
      valueName: "n"))
  var resources: UInt32?

  @Option(help: ArgumentHelp("Seed the solver's random choices.", valueName: "n"))
  var seed: UInt32 = 0

  @Option(
    help: ArgumentHelp("Decide so many theorems at once (default: a core each).", valueName: "n"))
  var jobs: Int?

  public func validate() throws {
    // Z3 counts milliseconds in 32 bits.
    if let timeout, !(timeout >= 0.001 && timeout <= 4_000_000) {
      throw ValidationError(
        "--timeout \(timeout): expected a limit from 0.001 to 4000000 seconds")
    }
    if resources == 0 { throw ValidationError("--resources 0: expected a limit of 1 or more") }
    if let jobs, !(1...1024).contains(jobs) {
      throw ValidationError("--jobs \(jobs): expected from 1 to 1024")
    }
  }

  public var limits: Limits {
    Limits(
      milliseconds: timeout.map { UInt32($0 * 1000) }, resources: resources, seed: seed)
  }

  public var threads: Int { jobs ?? Pool.cores }
}

/// Text for people, or JSON alone.
public struct OutputOptions: ParsableArguments, Sendable {
  public init() {}

  @Flag(help: "Print JSON and nothing else.")
  public var json = false
}

/// Where the time goes.
public struct ProfileOptions: ParsableArguments, Sendable {
  public init() {}

  @Flag(
    name: .customLong("profile"),
    help: "Say where the time went: a line a theorem, the slowest first.")
  var isOn = false
}
