import ArgumentParser
import Cache
import Glibc

/// What is kept from one run to the next, and where.
public struct CacheOptions: ParsableArguments, Sendable {
  public init() {}

  @Option(
    name: .customLong("cache"),
    help: ArgumentHelp(
      "Keep verdicts and answers there (default: dual-os-verify in XDG_CACHE_HOME, or in ~/.cache).",
      valueName: "dir"))
  var directory: String?

  @Flag(name: .customLong("no-cache"), help: "Decide everything anew, and keep nothing.")
  var isOff = false

  public func validate() throws {
    if isOff, directory != nil {
      throw ValidationError("--no-cache and --cache DIR: expected one of the two")
    }
  }

  /// The cache; nil where none is wanted, or there is no place for the usual one.
  func open() throws(InputError) -> Cache? {
    if isOff { return nil }
    if let directory {
      try Files.makeWritableDirectory(directory)
      return Cache(directory: directory)
    }
    guard let usual = Self.usualDirectory, (try? Files.makeWritableDirectory(usual)) != nil
    else { return nil }
    return Cache(directory: usual)
  }

  private static var usualDirectory: String? {
    func value(_ name: String) -> String? {
      // What is not absolute is to be ignored (XDG Base Directory Specification 0.8).
      getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let parent = value("XDG_CACHE_HOME") ?? value("HOME").map { "\($0)/.cache" }
    return parent.map { "\($0)/dual-os-verify" }
  }
}
