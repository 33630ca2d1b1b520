import Foundation
import TestSupport
import Testing

/// A built command, run as a user would run it.
struct Command: Sendable {
  let name: String

  /// The command over the example theorems.
  static let example = Command(name: "example-verify")
  /// The command over the theorems of this project.
  static let verify = Command(name: "verify")

  /// In place of the user's directory: nothing can be made there, so nothing is kept between tests.
  private static let noCache = "/dev/null"

  struct Result {
    let code: Int32
    let out: String
    let err: String

    /// Standard output as a JSON object.
    var json: [String: Any] {
      get throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(out.utf8))
        return try #require(parsed as? [String: Any])
      }
    }
  }

  /// Built commands lie beside the bundle of tests that runs.
  var url: URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: name)
  }

  func start(_ arguments: [String], out: Any, err: Any) throws -> Process {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["XDG_CACHE_HOME": Self.noCache]) { $1 }
    process.standardOutput = out
    process.standardError = err
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Runs it to its end.
  func run(_ arguments: String...) throws -> Result { try run(arguments) }

  func run(_ arguments: [String]) throws -> Result {
    try Scratch.with { scratch in
      let files = ["out", "err"].map { scratch.appending(path: $0) }
      for file in files { try Data().write(to: file) }
      let process = try start(
        arguments, out: try FileHandle(forWritingTo: files[0]),
        err: try FileHandle(forWritingTo: files[1]))
      process.waitUntilExit()
      let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
      let code = process.terminationReason == .exit ? process.terminationStatus : -1
      return Result(code: code, out: texts[0], err: texts[1])
    }
  }

  /// Runs it on a terminal of its own; what it writes to it, both streams together.
  func onTerminal(_ arguments: String, environment: String = "") throws -> String {
    let script = Process()
    script.executableURL = URL(filePath: "/usr/bin/env")
    let variables = "TERM=xterm XDG_CACHE_HOME=\(Self.noCache) \(environment)"
    script.arguments = [
      "script", "-qec", "env -u NO_COLOR \(variables) \(url.path) \(arguments)", "/dev/null",
    ]
    let pipe = Pipe()
    script.standardOutput = pipe
    script.standardInput = FileHandle.nullDevice
    try script.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    script.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
