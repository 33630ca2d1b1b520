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
    run.cacheTranslations(of: fault.claim)
    run.carryOut(interruptAt: fault.claim.subject == .control ? fault.claim.instruction : nil)
    let claims = setting.claims(fault.start, run.entered, run.path)
    let same = claims.first { $0.subject == fault.claim.subject && $0.holds.known == false }
    var found = same?.complaint ?? "nothing is wrong"
    var agrees = same != nil
    if case .arrival = fault.claim.subject { agrees = found == fault.claim.complaint }
    if let stale = run.stale {
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
  /// What the TLB holds of the interrupted OS while its page tables are in force.
  private(set) var stale: Stale?
  private let line: UInt8
  private var end: SymbolicPath.End = .limit
  private var interruptible: Set<UInt32> = []

  init(_ setting: SwitchSetting, _ start: SwitchStart) {
    self.setting = setting
    line = (start.vector ?? setting.vector) - Layout.firstVector
    cpu = start.processor
    cpu.deliversFaults = false
    cpu.accesses = []
    var first = cpu
    _ = first.interrupt(Layout.firstVector + line)
    entered = first
  }

  var path: SymbolicPath {
    SymbolicPath(state: cpu, end: end, steps: instructions, interruptible: interruptible)
  }

  /// From the interrupt to the end, or to an exception, which is then delivered.
  mutating func carryOut(interruptAt place: UInt32?) {
    _ = cpu.interrupt(Layout.firstVector + line)
    lines.append("an interrupt, \(setting.description)")
    let goal = setting.routine.end(setting.to, line)
    for _ in 0..<SwitchSetting.instructionLimit {
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
      case .completed:
        refill()
        continue
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
    other.ports = OneInterrupt(vector: Layout.firstVector + line)
    other.interruptRequest = true
    guard case .delivered(let vector) = other.step(), vector == Layout.firstVector + line else {
      return
    }
    let eip = UInt32(cpu.eip.known!)
    interruptible.insert(eip)
    taken = "an interrupt that comes at \(digits(eip))h is taken, inside the switch"
  }

  // MARK: Stale translations

  /// Puts global translations of the interrupted OS into the TLB, as its use of the pages has left
  /// them: all of the run of pages that the claim is about, since a page of the switch may take the
  /// place of one.
  mutating func cacheTranslations(of claim: SwitchClaim) {
    guard case .continuity(let linear) = claim.subject,
      let pages = setting.layout[setting.from].pages(at: linear), pages.isGlobal
    else { return }
    let rights: UInt32 = 0x140 | (pages.isUser ? 4 : 0) | (pages.isWritable ? 2 : 0)
    let entries = stride(from: 0, to: pages.size, by: 0x1000).compactMap { offset -> TLB.Entry? in
      let (page, physical) = (pages.linear &+ offset, pages.physical &+ offset)
      guard setting.difference(from: pages, at: page, physical) != nil else { return nil }
      return TLB.Entry(page: page >> 12, frame: physical >> 12, rights: rights)
    }
    if entries.isEmpty { return }
    stale = Stale(os: setting.from, entries: entries)
    refill()
  }

  /// A processor may fetch the translations of the page tables in force at any time (SDM 3A 4.10.2.3).
  private mutating func refill() {
    guard let stale, cpu.cr4.bit(7).known == true,
      cpu.cr3.known == UInt64(setting.layout[stale.os].directory)
    else { return }
    for entry in stale.entries where cpu.tlb.translation(of: entry.page) == nil {
      cpu.tlb.fill(entry)
    }
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
