import Logic
import Models
import Processor

/// What refutes a theorem on code, carried out by the processor and held against what was said of it.
///
/// The judge's run ends where the claim fails; here the processor goes on as it would: exceptions are
/// delivered, stale translations are in the TLB, an interrupt comes where one can.
public struct RoutineReplay: Sendable {
  /// What the theorem's refutation says.
  public let said: String
  /// What was found on the processor.
  public let found: String
  public let agrees: Bool
  /// What comes of it, where something does: where an exception leads.
  public let aftermath: String?
  public let context: String
  /// The instructions, each with its address, disassembly and what it serves.
  public let lines: [String]
  public let instructions: Int

  public init(
    said: String, found: String, agrees: Bool, aftermath: String? = nil, context: String,
    lines: [String], instructions: Int
  ) {
    self.said = said
    self.found = found
    self.agrees = agrees
    self.aftermath = aftermath
    self.context = context
    self.lines = lines
    self.instructions = instructions
  }

  /// Carries out the run that shows a fault.
  public init(_ fault: RoutineJudgement.Fault, _ setting: SwitchSetting) {
    var run = KnownSwitch(setting, fault.start)
    let stale = run.cacheTranslations(of: fault.claim)
    run.carryOut(interruptAt: fault.claim.subject == .control ? fault.claim.instruction : nil)
    let claims = setting.claims(fault.start, run.entered, run.path)
    let same = claims.first { $0.subject == fault.claim.subject && $0.holds.known == false }
    var found = same?.complaint ?? "nothing is wrong"
    var agrees = same != nil
    if case .arrival = fault.claim.subject { agrees = found == fault.claim.complaint }
    if let stale {
      (found, agrees) = run.follows(stale)
    }
    if let taken = run.taken { found = taken }
    self.init(
      said: fault.claim.complaint, found: found, agrees: agrees, aftermath: run.aftermath,
      context: setting.description, lines: run.lines, instructions: run.instructions)
  }
}

/// A switch on known values, step by step.
private struct KnownSwitch {
  let setting: SwitchSetting
  var cpu: Processor
  let entered: Processor
  private(set) var lines: [String] = []
  private(set) var instructions = 0
  private(set) var aftermath: String?
  /// What became of an interrupt that came inside the switch.
  private(set) var taken: String?
  private var end: SymbolicPath.End = .limit
  private var interruptible: Set<UInt32> = []

  init(_ setting: SwitchSetting, _ start: SwitchStart) {
    self.setting = setting
    cpu = start.processor
    cpu.deliversFaults = false
    cpu.accesses = []
    var first = cpu
    _ = first.interrupt(setting.vector)
    entered = first
  }

  var path: SymbolicPath {
    SymbolicPath(state: cpu, end: end, steps: instructions, interruptible: interruptible)
  }

  /// From the interrupt to the end, or to an exception, which is then delivered.
  mutating func carryOut(interruptAt place: UInt32?) {
    _ = cpu.interrupt(setting.vector)
    lines.append("an interrupt, \(setting.description)")
    let goal = setting.routine.end(setting.to, setting.line)
    for _ in 0..<2_000 {
      let eip = UInt32(cpu.eip.known!)
      if eip == goal {
        end = .address(goal)
        return
      }
      if eip == place { offerInterrupt() }
      let note = setting.routine.source[eip].map { "; \($0)" } ?? ""
      lines.append("\(digits(eip))  \(cpu.nextInstructionText.padding(36))\(note)")
      instructions += 1
      let before = cpu
      switch cpu.step() {
      case .completed: continue
      case .delivered: end = .address(UInt32(cpu.eip.known!))
      case .fault(let fault): end = .fault(fault)
      case .halted: end = .halted
      case .shutdown: end = .shutdown
      case .unknownInstruction(let bytes, let address):
        end = .unknownInstruction(bytes: bytes, address: address)
      case .unresolved(let what): end = .unresolved(what)
      }
      deliver(before)
      return
    }
  }

  /// The exception as the processor delivers it.
  private mutating func deliver(_ before: Processor) {
    guard case .fault(let fault) = end else { return }
    var other = before
    other.deliversFaults = true
    let outcome = other.step()
    if case .shutdown = outcome {
      aftermath = "exception \(fault.vector.rawValue) can't be delivered: the processor shuts down"
    } else if let eip = other.eip.known.map(UInt32.init) {
      aftermath = "exception \(fault.vector.rawValue) is delivered, to \(setting.name(eip))"
    }
  }

  /// A device's line rises before the next instruction.
  private mutating func offerInterrupt() {
    var other = cpu
    other.deliversFaults = true
    other.ports = OneInterrupt(vector: setting.vector)
    other.interruptRequest = true
    guard case .delivered(let vector) = other.step(), vector == setting.vector else { return }
    let eip = UInt32(cpu.eip.known!)
    interruptible.insert(eip)
    taken = "an interrupt that comes at \(digits(eip))h is taken, inside the switch"
  }

  // MARK: Stale translations

  /// Puts global translations of an OS into the TLB, as its use of the pages has left them: all of
  /// the run of pages that the claim is about, since a page of the switch may take the place of one.
  mutating func cacheTranslations(of claim: SwitchClaim) -> Stale? {
    guard case .continuity(let linear) = claim.subject else { return nil }
    for os in [setting.from, setting.to] {
      guard let pages = setting.layout[os].pages(at: linear), pages.isGlobal else { continue }
      let rights: UInt32 = 0x140 | (pages.isUser ? 4 : 0) | (pages.isWritable ? 2 : 0)
      var entries: [TLB.Entry] = []
      for offset in stride(from: 0, to: pages.size, by: 0x1000) {
        let page = pages.linear &+ offset
        let frame = (pages.physical &+ offset) >> 12
        guard let other = setting.layout[os.other].physical(page), other >> 12 != frame else {
          continue
        }
        entries.append(TLB.Entry(page: page >> 12, frame: frame, rights: rights))
      }
      if entries.isEmpty { continue }
      for entry in entries { cpu.tlb.fill(entry) }
      return Stale(os: os, entries: entries)
    }
    return nil
  }

  /// Whether a stale translation is used, or still there for the OS that goes on.
  func follows(_ stale: Stale) -> (found: String, agrees: Bool) {
    let whose = "a global translation of \(stale.os.title)"
    for access in cpu.accesses ?? [] where access.directory != setting.layout[stale.os].directory {
      let (page, frame) = (access.linear >> 12, access.physical >> 12)
      guard stale.entries.contains(where: { $0.page == page && $0.frame == frame }) else {
        continue
      }
      let text =
        "\(digits(access.instruction))h reaches physical \(digits(access.physical))h through \(whose): \(digits(access.linear))h"
      return (text, true)
    }
    let left = stale.entries.first { cpu.tlb.translation(of: $0.page) == $0 }
    guard let left else { return ("no global translation of \(stale.os.title) is left", false) }
    let text =
      "\(setting.to.title) goes on with \(whose): \(digits(left.page << 12))h to physical \(digits(left.frame << 12))h"
    return (text, true)
  }
}

/// Global translations of an OS that the other has something else at.
private struct Stale {
  let os: OS
  let entries: [TLB.Entry]
}

/// A controller that has one interrupt to tell of.
private struct OneInterrupt: Ports {
  let vector: UInt8
  var interruptRequest: Bool { false }
  mutating func read<let width: Int>(_ port: UInt16) -> Bits<width> { ~0 }
  mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>) {}
  mutating func acknowledge() -> UInt8 { vector }
}
