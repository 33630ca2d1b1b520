import Processor

extension Generation {
  /// The name on the command line and in files.
  public var name: String {
    switch self {
    case .i486: "486"
    case .pentium: "pentium"
    case .pentiumII: "pentium-ii"
    case .pentiumIII: "pentium-iii"
    }
  }
}
