/// Where in the source something is stated.
public enum Place {
  /// The path below which this package lies, as the compiler was given it, with a slash at its end.
  private static let root = String(#filePath.dropLast("Sources/Specification/Place.swift".count))

  /// The path of a source file relative to the package; of a file elsewhere its name alone.
  /// - Parameter file: what `#filePath` gave, or a path that is relative already
  public static func relative(_ file: String) -> String {
    if file.hasPrefix(root) { return String(file.dropFirst(root.count)) }
    return file.first == "/" ? String(file[file.lastIndex(of: "/")!...].dropFirst()) : file
  }
}
