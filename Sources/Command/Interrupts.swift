import Glibc
import Solver
import Synchronization

/// Ctrl-C, and SIGTERM likewise: what is known is said, and the process ends with 130, or 143.
public enum Interrupts {
  private struct Answer {
    var body: @Sendable () -> Void = {}
    /// The work ends by itself after it.
    var isRequest = false
  }

  private static let answer = Mutex(Answer())

  /// Waits for a signal on a thread of its own; call it first before other threads are started.
  /// - Parameter body: says what is known; it runs while the work goes on elsewhere
  static func install(_ body: @escaping @Sendable () -> Void) {
    replace(body)
    start()
  }

  /// The same for work that ends by itself when `body` asks it to; a second Ctrl-C ends the process.
  public static func ask(_ body: @escaping @Sendable () -> Void) {
    answer.withLock { $0 = Answer(body: body, isRequest: true) }
    start()
  }

  /// From now on something else is said.
  static func replace(_ body: @escaping @Sendable () -> Void) {
    answer.withLock { $0 = Answer(body: body) }
  }

  /// Work that was cut short has no result: after Ctrl-C its thread stays here until the process
  /// ends.
  static func stay() {
    while Interruption.shared.isRequested { pause() }
  }

  private static func start() { _ = thread }

  /// Made once: a signal is answered by one thread.
  private static let thread: Void = {
    var signals = waitedFor
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        Interrupts.wait()
        return nil
      }, nil)
    pthread_detach(thread)
  }()

  private static var waitedFor: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    return signals
  }

  private static func wait() {
    let number = next()
    Interruption.shared.request()
    let answer = answer.withLock { $0 }
    answer.body()
    if answer.isRequest { _ = next() }
    // Not `exit`: the solver's threads still run, and its library must not be torn down below them.
    _exit(128 + number)
  }

  private static func next() -> Int32 {
    var signals = waitedFor
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    return number
  }
}
