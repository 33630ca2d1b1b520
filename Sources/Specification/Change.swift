/// A small change to an action, as reports and excuses name it.
public struct Change: Sendable, Hashable, CustomStringConvertible {
  private enum Kind: String { case drop, keep, free }

  private let kind: Kind
  private let what: String

  /// A guard is left out; it is named by what it says, as ``Logic/Formula/text(_:)`` writes it.
  public static func drop(_ says: String) -> Change { Change(kind: .drop, what: says) }

  /// A leaf keeps its value. In an excuse, a star at the end of its path stands for any ending.
  public static func keep(_ leaf: String) -> Change { Change(kind: .keep, what: leaf) }

  /// A leaf gets any value at all. In an excuse, a star stands for any ending.
  public static func free(_ leaf: String) -> Change { Change(kind: .free, what: leaf) }

  public var description: String { "\(kind) \(what)" }

  /// Whether an excuse for this change is one for the other.
  public func covers(_ other: Change) -> Bool {
    guard kind == other.kind else { return false }
    return what == other.what || (what.hasSuffix("*") && other.what.hasPrefix(what.dropLast()))
  }

  /// How closely an excuse names its change; one without a star comes first.
  var precision: Int { what.count + (what.hasSuffix("*") ? 0 : 1000) }
}
