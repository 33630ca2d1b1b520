import Glibc
import Solver
import Synchronization

/// Ctrl-C: what is known is said, and the process ends with 130.
enum Interrupts {
  private static let report = Mutex<@Sendable () -> Void>({})

  /// Waits for SIGINT on a thread of its own; call it before other threads are started.
  /// - Parameter body: says what is known; it runs while the work goes on elsewhere
  static func install(_ body: @escaping @Sendable () -> Void) {
    replace(body)
    var signals = interrupt
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        Interrupts.wait()
        return nil
      }, nil)
    pthread_detach(thread)
  }

  /// From now on something else is said.
  static func replace(_ body: @escaping @Sendable () -> Void) {
    report.withLock { $0 = body }
  }

  private static var interrupt: sigset_t {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    return signals
  }

  private static func wait() {
    var signals = interrupt
    var number: Int32 = 0
    while sigwait(&signals, &number) != 0 {}
    Interruption.shared.request()
    report.withLock { $0 }()
    // Not `exit`: the solver's threads still run, and its library must not be torn down below them.
    _exit(130)
  }
}
