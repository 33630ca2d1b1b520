import Logic
import Processor

extension Machine {
  /// The last state in lines for a reader: registers, segments, tables, control registers, 8259As.
  var summary: String {
    let record = ProcessorRecord(processor).texts()
    func row(_ names: [String]) -> String {
      names.map { "\($0) \(record[$0]?.dropFirst(2) ?? "?")" }.joined(separator: "  ")
    }
    func segment(_ name: String) -> String {
      let parts = ["selector", "base", "limit", "rights"]
      return parts.reduce(name) { "\($0)  \($1) \(record["\(name).\($1)"]?.dropFirst(2) ?? "?")" }
    }
    let (master, slave) = (devices.interrupts.master, devices.interrupts.slave)
    return
      ([
        "time \(time)", row(["eax", "ecx", "edx", "ebx"]), row(["esp", "ebp", "esi", "edi"]),
        row(["eip", "eflags", "cpl"]), row(["cr0", "cr2", "cr3", "cr4"]),
      ] + ["es", "cs", "ss", "ds", "fs", "gs", "ldtr", "tr"].map(segment) + [
        row(["gdtr.base", "gdtr.limit", "idtr.base", "idtr.limit"]),
        row(["debug.dr6", "debug.dr7"]), "8259A master  \(master.summary)",
        "8259A slave   \(slave.summary)",
      ]).joined(separator: "\n")
  }

  /// The bytes written to the debug port since this was last asked for.
  mutating func takeDebugOutput() -> [UInt8] {
    let bytes = devices.debugOutput.map { UInt8($0.known ?? 0) }
    devices.debugOutput = []
    return bytes
  }
}

extension InterruptController {
  fileprivate var summary: String { "irr \(requests)  imr \(mask)  isr \(inService)" }
}
