import Glibc
import Solver

/// Ctrl-C: what is known is said, and the process ends with 130.
enum Interrupts {
  /// Waits for SIGINT on a thread of its own; call it before other threads are started.
  /// - Parameter report: says what is known; it runs while the work goes on elsewhere
  static func install(_ report: @escaping @Sendable () -> Void) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let watcher = Watcher(report)
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { argument in
        Unmanaged<Watcher>.fromOpaque(argument!).takeRetainedValue().wait()
        return nil
      }, Unmanaged.passRetained(watcher).toOpaque())
    pthread_detach(thread)
  }

  private final class Watcher: Sendable {
    let report: @Sendable () -> Void

    init(_ report: @escaping @Sendable () -> Void) { self.report = report }

    func wait() {
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGINT)
      var number: Int32 = 0
      while sigwait(&signals, &number) != 0 {}
      Interruption.shared.request()
      report()
      // Not `exit`: the solver's threads still run, and its library must not be torn down below them.
      _exit(130)
    }
  }
}
