import Checker
import Logic
import Models
import Solver
import Specification
import Synchronization

/// Decides accesses, each behaviour once.
///
/// The answer for a behaviour is a theorem about a field with everything else of the device left
/// open, so that it holds for each field that behaves so, in a device of any size.
public final class Judge: Sendable {
  /// What is known of an access treated by a class.
  public struct Finding: Sendable {
    public enum Kind: String, Sendable {
      /// OS2 loses nothing and OS1 learns nothing.
      case sound
      /// OS2 can tell.
      case disturbs
      /// OS1 learns of OS2's frames.
      case leaks
      /// A limit was reached.
      case open
    }

    public let kind: Kind
    /// The run that shows it, where OS2 loses or OS1 learns something.
    public let trace: Trace?
  }

  private let session: Session
  private let found = Mutex<[TreatedAccess: Finding]>([:])
  private let usable = Mutex<[Usage: Bool]>([:])

  private struct Usage: Hashable {
    let behaviour: Behaviour
    let reading: Treatment
    let writing: Treatment
    let isStarted: Bool
  }

  public init(_ session: Session = Session()) { self.session = session }

  /// The number of different accesses decided so far.
  public var count: Int { found.withLock { $0.count } }

  /// Whether the access, so treated, is sound.
  public func finding(
    _ access: TreatedAccess, with solver: Solver
  ) throws(CheckerError) -> Finding {
    if let known = found.withLock({ $0[access] }) { return known }
    let finding = try decide(access, with: solver)
    found.withLock { $0[access] = finding }
    return finding
  }

  private func decide(
    _ access: TreatedAccess, with solver: Solver
  ) throws(CheckerError) -> Finding {
    let disturbs = try access.undisturbed("undisturbed", .holds).decide(in: session, with: solver)
    switch disturbs.verdict {
    case .refuted: return Finding(kind: .disturbs, trace: disturbs.trace)
    case .undecided, .vacuous: return Finding(kind: .open, trace: nil)
    case .proved: break
    }
    let showsFrames = access.behaviour.reading == .exposes
    guard showsFrames, access.direction == .read else { return Finding(kind: .sound, trace: nil) }
    let leaks = try access.discreet("discreet", .holds).decide(in: session, with: solver)
    switch leaks.verdict {
    case .refuted: return Finding(kind: .leaks, trace: leaks.trace)
    case .undecided, .vacuous: return Finding(kind: .open, trace: nil)
    case .proved: return Finding(kind: .sound, trace: nil)
    }
  }

  /// Whether a driver can work with a field whose reads and writes are so treated; nil where a limit
  /// was reached.
  /// - Parameter isStarted: whether the write that the device answers there goes through to the NIC
  public func isUsable(
    _ behaviour: Behaviour, reading: Treatment, writing: Treatment, isStarted: Bool,
    with solver: Solver
  ) throws(CheckerError) -> Bool? {
    guard behaviour.need != nil else { return true }
    let usage = Usage(
      behaviour: behaviour, reading: reading, writing: writing, isStarted: isStarted)
    if let known = usable.withLock({ $0[usage] }) { return known }
    let start = SharedField().variables("start")
    let reset = [
      start.virtual.isEqual(to: start.nic), start.nic.field != Treatment.error,
      (start.nic.wired & 1) == 1, (start.nic.field & start.nic.wired) == 0,
      start.nic.isUnlocked, start.choice == start.choice1, behaviour.isNotYetDone(start.nic),
    ]
    let met = behaviour.isUsable(
      from: start, reading: reading, writing: writing, isStarted: isStarted)
    let answer: Answer
    do { answer = try solver.check(Query("usable", reset + [!met]), translation: .bits) } catch {
      throw .solver(error)
    }
    let works: Bool
    switch answer {
    case .unsatisfiable: works = true
    case .satisfiable: works = false
    case .unknown: return nil
    }
    usable.withLock { $0[usage] = works }
    return works
  }
}

extension Behaviour {
  /// A driver waits for what has not come yet.
  fileprivate func isNotYetDone(_ port: Port) -> Formula {
    switch need {
    case .completion: port.field == 0
    case .acceptance: port.field != 0
    default: true
    }
  }
}
