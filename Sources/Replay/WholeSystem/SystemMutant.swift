import Logic
import Models
import Processor

/// The whole system with one instruction left out of an OS's code.
public struct SystemMutant: Sendable {
  public let line: SystemImage.Line
  /// Its linear address and what it is.
  public let address: UInt32
  public let text: String
  /// The step that it is of; empty before the first.
  public let step: String

  /// One for each instruction of both OSes.
  public static func all() throws -> [SystemMutant] {
    let image = try SystemImage(SystemDesign())
    return image.instructions.map { line in
      let address = image.addresses[line.os]![line.number]
      let begun = image.claims.keys.filter { $0 <= address && $0 >> 24 == address >> 24 }.max()
      return SystemMutant(
        line: line, address: address, text: image.text(address, line.os),
        step: begun.flatMap { image.claims[$0] } ?? "")
    }
  }

  /// The first run that is not as the models say without the instruction; nil where all still are.
  public func noticedBy() throws -> String? {
    try Self.runs.first { try !$0.run(without: line).objections.isEmpty }?.name
  }

  /// Packets both ways, addresses that are refused, a stop, and the way out of one.
  private static let runs = SystemScenario.all.filter { scenario in
    scenario.design.stops.isEmpty
      || ["os2-halts-with-interrupts-on", "watchdog-after-os2-halts-with-interrupts-off"]
        .contains(scenario.name)
  }
}

extension SystemImage {
  /// The instruction at a linear address of an OS, disassembled.
  fileprivate func text(_ address: UInt32, _ os: OS) -> String {
    let physical = SystemLayout.layout[os].physical(address)!
    var cpu = Processor(.pentium, memory: PhysicalMemory(frames: 1))
    cpu.memory.load(memory.bytes(physical, 16), at: 0)
    cpu.cr0 = 0x11
    cpu[.cs] = SegmentRegister(selector: 8, base: 0, limit: 0xFFFF_FFFF, rights: 0xC09B)
    cpu.eip = 0
    return cpu.nextInstructionText
  }
}
