/// Goes through every way in which a computation can choose, by doing it again for each.
///
/// The computation asks ``choose(_:)``, as often as it likes and depending on what it got before;
/// after ``advance()`` it is to be done again. The order is depth first, the last choice changing
/// fastest.
final class Branches {
  private var path: [(choice: Int, count: Int)] = []
  private var position = 0

  /// A number below `count`.
  func choose(_ count: Int) -> Int {
    if position == path.count { path.append((0, count)) }
    defer { position += 1 }
    return path[position].choice
  }

  /// Goes on to the next way; false when all have been gone.
  func advance() -> Bool {
    position = 0
    while let last = path.popLast() {
      if last.choice + 1 < last.count {
        path.append((last.choice + 1, last.count))
        return true
      }
    }
    return false
  }
}
