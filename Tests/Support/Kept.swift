import Foundation

/// Files that are kept with the code and must be as it has them.
///
/// Where one has changed for a good reason, run the tests with `GOLDEN=write` in the environment,
/// which writes it, and read the difference before it is committed.
package enum Kept {
  private static let isWriting = ProcessInfo.processInfo.environment["GOLDEN"] == "write"

  package static func file(_ path: String) -> URL { Oracle.package.appending(path: path) }

  /// Whether the file, a path in the package, holds the text; it is written first if that is wanted.
  ///
  /// - Throws: where it can't be read or written; under CI where it is to be written
  package static func isSame(_ text: String, as path: String) throws -> Bool {
    if isWriting {
      if Oracle.isCI { throw WritingUnderCI() }
      try text.write(to: file(path), atomically: true, encoding: .utf8)
    }
    return try String(contentsOf: file(path), encoding: .utf8) == text
  }

  /// What is written passes by itself.
  struct WritingUnderCI: Error {}
}

/// A directory for the time of a test.
package enum Scratch {
  package static func with<R>(_ body: (URL) throws -> R) throws -> R {
    let url = try Oracle.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url)
  }

  /// The names in a directory; none where it is not there.
  package static func names(_ url: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }
}
