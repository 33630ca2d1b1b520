import Glibc
import Synchronization

/// Runs independent pieces of work on threads of their own, with stacks deep enough for Z3.
public enum Pool {
  /// Bytes of stack a thread; untouched pages cost nothing.
  private static let stack = 256 << 20

  /// The cores that there are.
  public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Does `body` for each index below `count`, on as many threads as asked, in rising order.
  /// - Parameter make: makes what a thread keeps from one piece of work to the next
  public static func run<Resource>(
    _ count: Int, threads: Int, make: @escaping @Sendable () -> Resource,
    body: @escaping @Sendable (Resource, Int) -> Void
  ) {
    let next = Shared()
    let work = Work {
      let resource = make()
      while let index = next.take(below: count) { body(resource, index) }
    }
    let started = (0..<max(1, min(threads, count))).map { _ in start(work) }
    for thread in started { pthread_join(thread, nil) }
  }

  private static func start(_ work: Work) -> pthread_t {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stack)
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(work).toOpaque()
    let failure = pthread_create(
      &thread, &attributes,
      { argument in
        Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().body()
        return nil
      }, argument)
    precondition(failure == 0, "no thread can be started")
    return thread
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private final class Shared: Sendable {
    private let next = Atomic(0)

    func take(below count: Int) -> Int? {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      return index < count ? index : nil
    }
  }
}
