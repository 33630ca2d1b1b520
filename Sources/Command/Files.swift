import Glibc

/// Files and directories that are written whole or not at all.
public enum Files {
  /// The text of a file.
  public static func read(_ path: String) throws(InputError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw .cannotRead(path, reason: "not UTF-8")
    }
    return text
  }

  /// The bytes of a file.
  public static func bytes(_ path: String) throws(InputError) -> [UInt8] {
    guard let file = fopen(path, "r") else { throw .cannotRead(path, reason: lastError) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      bytes += chunk[..<count]
      if count < chunk.count { break }
    }
    if ferror(file) != 0 { throw .cannotRead(path, reason: lastError) }
    return bytes
  }

  /// Writes a file beside its place, then puts it there; what is no regular file (a terminal, a
  /// pipe) is written to as it is.
  public static func write(_ text: String, to path: String) throws(InputError) {
    try write(Array(text.utf8), to: path)
  }

  /// As for text, with any bytes.
  public static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    if let kind = kind(path), kind != S_IFREG {
      return try put(bytes, path, reportedAs: path)
    }
    let partial = sibling(path)
    do throws(InputError) { try put(bytes, partial, reportedAs: path) } catch {
      unlink(partial)
      throw error
    }
    guard rename(partial, path) == 0 else {
      let reason = lastError
      unlink(partial)
      throw .cannotWrite(path, reason: reason)
    }
  }

  /// Makes a directory, with those above it; one that is there already is fine.
  public static func makeDirectory(_ path: String) throws(InputError) {
    let parts = path.split(separator: "/")
    for count in 1...max(1, parts.count) {
      let part = (path.first == "/" ? "/" : "") + parts.prefix(count).joined(separator: "/")
      if kind(part) == S_IFDIR { continue }
      if isFile(part) { throw .cannotWrite(path, reason: "\(part) is no directory") }
      guard mkdir(part, 0o777) != 0 else { continue }
      let reason = lastError
      if kind(part) != S_IFDIR { throw .cannotWrite(path, reason: reason) }
    }
  }

  /// Makes a directory as ``makeDirectory(_:)`` does, and tries whether files can be put there.
  public static func makeWritableDirectory(_ path: String) throws(InputError) {
    try makeDirectory(path)
    do throws(InputError) { try checkWritable("\(path)/file") } catch {
      guard case .cannotWrite(_, let reason) = error else { throw error }
      throw .cannotWrite(path, reason: reason)
    }
  }

  /// Whether a file can be written, which is known before the work for it is done.
  public static func checkWritable(_ path: String) throws(InputError) {
    let kind = kind(path)
    if kind == S_IFDIR { throw .cannotWrite(path, reason: String(cString: strerror(EISDIR))) }
    if kind != nil {
      guard access(path, W_OK) == 0 else { throw .cannotWrite(path, reason: lastError) }
    } else {
      let partial = sibling(path)
      try put([], partial, reportedAs: path)
      unlink(partial)
    }
  }

  /// Whether something other than a directory is there.
  static func isFile(_ path: String) -> Bool { kind(path).map { $0 != S_IFDIR } ?? false }

  /// The names in a directory; nil where it is none.
  static func names(in path: String) -> [String]? {
    guard let directory = opendir(path) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Renames a file or a directory; false where that fails.
  static func move(_ path: String, to other: String) -> Bool { rename(path, other) == 0 }

  /// Removes a directory of plain files.
  static func removeDirectory(_ path: String) {
    for name in names(in: path) ?? [] { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  /// A name beside the path that nothing else uses.
  static func sibling(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return "\(path).partial-\(getpid())"
  }

  static var lastError: String { String(cString: strerror(errno)) }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func put(
    _ bytes: [UInt8], _ path: String, reportedAs name: String
  ) throws(InputError) {
    guard let file = fopen(path, "w") else { throw .cannotWrite(name, reason: lastError) }
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    let isClosed = fclose(file) == 0
    guard isWritten, isClosed else { throw .cannotWrite(name, reason: lastError) }
  }
}
