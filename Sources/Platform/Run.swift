import Foundation
import Processor

/// A run of an image: what `verify run` does, without a command line.
public struct Run: Sendable {
  /// A ROM image or a multiboot ELF file.
  public var image: String
  public var generation = Generation.pentiumIII
  /// RAM, 1 to 3072.
  public var mebibytes = 32
  /// How many instructions to run at most, time asleep included.
  public var limit = UInt64.max
  /// A disassembly of each instruction with what it changed.
  public var traces = false
  /// The end and the last state as JSON.
  public var json = false
  /// Files of a schedule and of a state to start from, and one to write the last state to.
  public var schedule: String?
  public var state: String?
  public var dump: String?
  /// A network card in the machine.
  public var card: (any BusMaster)?
  /// Whether the run is to end here; asked many times a second.
  public var isInterrupted: @Sendable () -> Bool = { false }

  public init(image: String) { self.image = image }
}

// MARK: - Carrying out

extension Run {
  /// Where a run writes: the bytes of the debug port, and everything else.
  public struct Streams {
    public var output: ([UInt8]) -> Void
    public var log: (String) -> Void
    /// Sees the machine when the run has ended.
    public var ended: (Machine) -> Void

    public init(
      output: @escaping ([UInt8]) -> Void, log: @escaping (String) -> Void,
      ended: @escaping (Machine) -> Void = { _ in }
    ) {
      self.output = output
      self.log = log
      self.ended = ended
    }
  }

  /// Reads the files, runs the machine and writes the end, its state and the dump.
  public func callAsFunction(_ streams: Streams) throws(InputError) -> End {
    var machine = try machine()
    let tracer = traces ? Tracer(log: streams.log) : nil
    let end = run(&machine, tracer, streams)
    streams.ended(machine)
    for text in json ? [machine.report(end)] : ["\(end)", machine.summary] { streams.log(text) }
    if let dump { try write(machine.dump(), to: dump) }
    return end
  }

  /// The machine before its first instruction.
  func machine() throws(InputError) -> Machine {
    let image = try Image(Array(try read(image)), file: image, mebibytes: mebibytes)
    var events = Schedule()
    if let schedule {
      events = try Schedule(try text(schedule), file: schedule, labels: image.labels)
      guard card != nil || !events.hasFrames else {
        throw InputError(
          schedule, .whole, found: "a frame", expected: "none, or a network card (--nic)")
      }
    }
    var machine = Machine(generation, image: image, mebibytes: mebibytes, schedule: events)
    if let card { machine.insert(card) }
    if let state { try machine.restore(try text(state), file: state) }
    return machine
  }

  /// How many instructions go by before what was written to the debug port is seen, and before an
  /// interruption is: about a millisecond, or 50 in a debug build.
  private static let slice: UInt64 = 1 << 14

  private func run(_ machine: inout Machine, _ tracer: Tracer?, _ streams: Streams) -> End {
    let sum = machine.time.addingReportingOverflow(limit)
    let last = sum.overflow ? .max : sum.partialValue
    while true {
      let target = min(last, machine.time.addingReportingOverflow(Self.slice).partialValue)
      let end = machine.run(until: target, observer: tracer)
      let bytes = machine.takeDebugOutput()
      if !bytes.isEmpty { streams.output(bytes) }
      if end != .limit || target == last { return end }
      if isInterrupted() { return .interrupted }
    }
  }
}

// MARK: - Files

extension Run {
  private func read(_ path: String) throws(InputError) -> Data {
    guard let file = fopen(path, "r") else { throw unusable(path, "read") }
    defer { fclose(file) }
    var bytes = Data()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      bytes += chunk[..<count]
      if count < chunk.count { break }
    }
    if ferror(file) != 0 { throw unusable(path, "read") }
    return bytes
  }

  /// What the system says of the file for which a call has failed just now.
  private func unusable(_ path: String, _ use: String) -> InputError {
    let reason = String(cString: strerror(errno))
    return InputError(
      path, .whole, found: "no file that can be \(use) (\(reason))",
      expected: "a file that can be \(use)")
  }

  private func text(_ path: String) throws(InputError) -> String {
    let data = try read(path)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw InputError(path, .whole, found: "bytes that are no UTF-8", expected: "text")
    }
    return text
  }

  private func write(_ text: String, to path: String) throws(InputError) {
    guard let file = fopen(path, "w") else { throw unusable(path, "written") }
    let isWritten = fputs(text, file) >= 0
    let isClosed = fclose(file) == 0
    guard isWritten, isClosed else { throw unusable(path, "written") }
  }
}

// MARK: - The end

extension End: CustomStringConvertible {
  public var description: String { "end: \(text)" }

  /// The end in words.
  var text: String {
    switch self {
    case .halted: "HLT with interrupts off"
    case .asleep: "HLT with interrupts on and none to come"
    case .tripleFault: "triple fault"
    case .limit: "limit reached"
    case .interrupted: "interrupted"
    case .unknownInstruction(let bytes, let address):
      "unknown instruction at \(hex(address, digits: 8)); the bytes there: \(hexBytes(bytes))"
    case .unresolved(let what): "depends on what is not known: \(what)"
    }
  }

  /// The exit status of `verify run`.
  public var exitCode: Int32 {
    switch self {
    case .halted: 0
    case .tripleFault: 1
    case .unknownInstruction: 2
    case .asleep: 3
    case .limit: 5
    case .interrupted: 130
    case .unresolved: 70
    }
  }
}
