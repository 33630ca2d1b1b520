/// Which way an access goes.
public enum Direction: String, CaseIterable, Sendable {
  case read, write

  public var opposite: Direction { self == .read ? .write : .read }
}
