import Foundation
import Glibc
import Synchronization

/// Files of one directory, each written whole, read by name, and checked when read.
///
/// Several processes may use the directory at once: a file is written beside its place and then
/// renamed, so that readers see all of it or none; who finds it gone does without. Names of other
/// forms are left alone.
final class Entries: Sendable {
  private struct State {
    var damaged = 0
    var written = 0
    var failure: String?
  }

  private let directory: String
  private let state = Mutex(State())

  /// - Parameter directory: one that is there
  init(_ directory: String) { self.directory = directory }

  /// Entries that were not as they had been written, and so were ignored.
  var damaged: Int { state.withLock(\.damaged) }
  /// Why an entry could not be written.
  var failure: String? { state.withLock(\.failure) }

  private static let title = "dual-os-verify cache 1"

  /// What was written under a name; nil where there is nothing, or it is damaged.
  func read(_ name: String) -> Data? {
    let path = "\(directory)/\(name)"
    guard let file = try? Data(contentsOf: URL(filePath: path)) else { return nil }
    let lines = file.split(
      separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count == 3, lines[0].elementsEqual(Self.title.utf8),
      lines[1].elementsEqual(Self.checksum(name, lines[2]).utf8)
    else {
      reject(name)
      return nil
    }
    // What was used last is kept longest.
    utimensat(AT_FDCWD, path, nil, 0)
    return lines[2]
  }

  func write(_ body: Data, _ name: String) {
    let number = state.withLock { state in
      state.written += 1
      return state.written
    }
    let head = "\(Self.title)\n\(Self.checksum(name, body))\n"
    let partial = "\(directory)/\(name).partial-\(getpid())-\(number)"
    do {
      try (Data(head.utf8) + body).write(to: URL(filePath: partial))
      guard rename(partial, "\(directory)/\(name)") == 0 else {
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
    } catch {
      unlink(partial)
      state.withLock { $0.failure = error.localizedDescription }
    }
  }

  /// Removes an entry that can't be right.
  func reject(_ name: String) {
    unlink("\(directory)/\(name)")
    state.withLock { $0.damaged += 1 }
  }

  private static func checksum(_ name: String, _ body: Data) -> String {
    Digest([Array(name.utf8), Array(body)]).inHexadecimal
  }

  // MARK: - Size

  private struct File {
    let path: String
    /// Bytes on the disk.
    let size: Int
    let used: time_t
    let isPartial: Bool
  }

  /// Where something was written and the files take more than so many bytes, removes those that were
  /// used longest ago, down to three quarters of it.
  func trim(to limit: Int) {
    guard state.withLock({ $0.written > 0 }) else { return }
    let files = self.files
    // What a process left that was ended while it wrote.
    for file in files where file.isPartial && file.used < time(nil) - 86_400 { unlink(file.path) }
    var total = files.reduce(0) { $0 + $1.size }
    guard total > limit else { return }
    for file in files.sorted(by: { $0.used < $1.used }) where total > limit / 4 * 3 {
      unlink(file.path)
      total -= file.size
    }
  }

  private var files: [File] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.compactMap { name in
      let parts = name.split(separator: ".")
      guard parts.count >= 2, parts[0].utf8.count == 64, parts[0].allSatisfy(\.isHexDigit)
      else { return nil }
      var status = stat()
      let path = "\(directory)/\(name)"
      guard stat(path, &status) == 0 else { return nil }
      return File(
        path: path, size: Int(status.st_blocks) * 512, used: status.st_mtim.tv_sec,
        isPartial: parts.count > 2)
    }
  }
}
