import FoundationEssentials
import Report

/// A directory that appears under its name once everything is in it.
struct ExportDirectory: Sendable {
  private let path: String
  private let partial: String

  /// Makes the directory beside its place, so that what can't be written is known at once.
  init(_ path: String) throws(InputError) {
    if Files.isFile(path) { throw .cannotWrite(path, reason: "it is no directory") }
    try Self.checkReplaceable(path)
    self.path = path
    partial = Files.sibling(path)
    do throws(InputError) { try Files.makeDirectory(partial) } catch {
      guard case .cannotWrite(_, let reason) = error else { throw error }
      throw .cannotWrite(path, reason: reason)
    }
  }

  /// Only what is empty, or an earlier export and nothing else, may be replaced.
  private static func checkReplaceable(_ path: String) throws(InputError) {
    let names = Files.names(in: path) ?? []
    if names.isEmpty { return }
    guard names.contains(ExportManifest.name) else {
      throw .occupied(path, why: "\(ExportManifest.name) is missing")
    }
    let manifest = try ExportManifest(in: path)
    let listed = Set(manifest.queries.map(\.file) + [ExportManifest.name])
    if let stranger = names.first(where: { !listed.contains($0) }) {
      throw .occupied(path, why: "\(stranger) is not in its manifest")
    }
    if let missing = listed.subtracting(names).min() {
      throw .occupied(path, why: "\(missing) is in its manifest, but not there")
    }
  }

  func write(_ text: String, as name: String) throws(InputError) {
    try Files.write(text, to: "\(partial)/\(name)")
  }

  /// Puts it in its place, where an earlier export makes room.
  func publish() throws(InputError) {
    try Self.checkReplaceable(path)
    let old = partial + ".old"
    let isReplaced = Files.move(path, to: old)
    guard Files.move(partial, to: path) else {
      let reason = Files.lastError
      if isReplaced { _ = Files.move(old, to: path) }
      throw .cannotWrite(path, reason: reason)
    }
    if isReplaced { Files.removeDirectory(old) }
  }

  func discard() { Files.removeDirectory(partial) }
}

/// What is in an export: each query with its file, its theorem and the answer that it got.
struct ExportManifest: Codable {
  struct Row: Codable {
    let file: String
    let theorem: String
    let status: String
  }

  static let name = "manifest.json"
  static let format = "dual-os-verify smtlib2"

  let format: String
  let queries: [Row]

  init(_ queries: [Row]) {
    format = Self.format
    self.queries = queries
  }

  /// The manifest of an earlier export.
  init(in directory: String) throws(InputError) {
    let text = try Files.read("\(directory)/\(Self.name)")
    guard let manifest = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)),
      manifest.format == Self.format
    else { throw .occupied(directory, why: "its \(Self.name) is another program's") }
    self = manifest
  }

  var json: JSON {
    let rows = queries.map { row in
      JSON.object([
        ("file", .string(row.file)), ("theorem", .string(row.theorem)),
        ("status", .string(row.status)),
      ])
    }
    return .object([("format", .string(format)), ("queries", .array(rows))])
  }
}
