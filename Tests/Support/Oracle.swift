import Foundation

/// What is needed to ask an implementation that is not ours, and whether it is here.
package enum Oracle {
  /// The package's directory.
  package static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  package static let scripts = package.appending(path: "Tests/Oracles")

  /// The Python that has bochscpu, as `Scripts/install-oracles` leaves it.
  package static let python = package.appending(path: ".build/oracles/bin/python")

  /// Whether every program is here; where not, says so. Under CI all must be here, so that
  /// nothing is skipped unseen.
  package static func has(_ programs: String...) -> Bool {
    let missing = programs.filter { find($0) == nil }
    if missing.isEmpty { return true }
    print("skipped: no \(missing.joined(separator: ", ")); Scripts/install-oracles installs it")
    return isCI
  }

  package static let isCI = ProcessInfo.processInfo.environment["CI"] == "true"

  /// Where a program is: a path, or a name that is looked for in PATH.
  package static func find(_ program: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let candidates =
      program.contains("/") ? [program] : path.split(separator: ":").map { "\($0)/\(program)" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Runs a program on a file's contents and gives its standard output.
  ///
  /// - Throws: ``OracleFailed`` where it exits with another status than 0
  package static func run(
    _ program: URL, _ arguments: [String] = [], input: Data = Data()
  ) throws -> Data {
    let directory = try temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let files = ["in", "out", "err"].map { directory.appending(path: $0) }
    try input.write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let errors = String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
      throw OracleFailed(program: program.path, status: process.terminationStatus, errors: errors)
    }
    return try Data(contentsOf: files[1])
  }

  /// What an assembler makes of a text.
  package static func assembled(
    _ text: String, _ assembler: String, _ flags: [String]
  ) throws -> Data {
    let directory = try temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let (source, object) = (directory.appending(path: "a.s"), directory.appending(path: "a.o"))
    try Data(text.utf8).write(to: source)
    let program = URL(filePath: find(assembler) ?? assembler)
    _ = try run(program, flags + ["-o", object.path, source.path])
    return try Data(contentsOf: object)
  }

  package static func temporaryDirectory() throws -> URL {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
  }
}

/// An oracle's process failed.
struct OracleFailed: Error {
  let program: String
  let status: Int32
  let errors: String
}
