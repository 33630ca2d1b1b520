import Foundation

/// A solver that reads SMT-LIB 2 from a file, run as a process of its own.
public enum OtherSolver: String, CaseIterable, Sendable {
  case cvc5
  case z3

  private func arguments(_ file: String, seconds: Int) -> [String] {
    switch self {
    // The limit of its own is not always kept.
    case .cvc5:
      [
        "timeout", "-s", "KILL", "\(seconds + 1)", "cvc5", "--lang=smt2", "--arrays-exp",
        "--tlimit=\(seconds * 1000)", file,
      ]
    case .z3: ["timeout", "-s", "KILL", "\(seconds + 1)", "z3", "-T:\(seconds)", file]
    }
  }

  /// What it prints for the query in the file, and no more.
  public func answer(_ file: String, seconds: Int) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments(file, seconds: seconds)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What it says to a query's text.
  public func answer(text: String, seconds: Int = 60) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).smt2")
    try text.write(to: file, atomically: false, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    return try answer(file.path, seconds: seconds)
  }

  /// What cvc5 says to many texts, some of them at once, in their order.
  ///
  /// One shell looks after all of them: starting processes from many threads is not safe.
  public static func cvc5Answers(
    _ texts: [String], seconds: Int, atOnce: Int
  ) throws -> [String] {
    let directory = FileManager.default.temporaryDirectory.appending(path: "cvc5-\(UUID())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (index, text) in texts.enumerated() {
      let file = directory.appending(path: "\(index).smt2")
      try text.write(to: file, atomically: false, encoding: .utf8)
    }
    let limited = "timeout -s KILL \(seconds + 1)"
    let solver = "\(limited) cvc5 --lang=smt2 --arrays-exp --tlimit=\(seconds * 1000)"
    let killed = "if [ $? = 137 ]; then echo cvc5 interrupted by timeout > {}.out; fi"
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.currentDirectoryURL = directory
    shell.arguments = [
      "-c", "ls *.smt2 | xargs -P \(atOnce) -I{} sh -c '\(solver) {} > {}.out 2>&1; \(killed)'",
    ]
    try shell.run()
    shell.waitUntilExit()
    return try texts.indices.map { index in
      let file = directory.appending(path: "\(index).smt2.out")
      return try String(contentsOf: file, encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }
}
