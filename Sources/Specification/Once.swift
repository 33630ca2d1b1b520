import Synchronization

/// A value that is made when it is first asked for, and kept.
public final class Once<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)

  public init() {}

  public func value(_ make: () -> Value) -> Value {
    made.withLock { made in
      if let made { return made }
      let new = make()
      made = new
      return new
    }
  }
}
