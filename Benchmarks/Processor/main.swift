import Foundation
import Logic
import Processor

// Ten instructions, arithmetic and memory, with paging on.
let loop: [UInt8] = [
  0x01, 0xD8,  // add eax, ebx
  0xA3, 0x00, 0x20, 0, 0,  // mov [2000h], eax
  0x8B, 0x0D, 0x00, 0x20, 0, 0,  // mov ecx, [2000h]
  0x31, 0xCA,  // xor edx, ecx
  0x46,  // inc esi
  0x8D, 0x7C, 0xB7, 0x01,  // lea edi, [edi + esi * 4 + 1]
  0x81, 0xE3, 0xFF, 0xFF, 0, 0,  // and ebx, 0FFFFh
  0x01, 0x15, 0x04, 0x20, 0, 0,  // add [2004h], edx
  0x4D,  // dec ebp
  0x75, 0xDD,  // jnz -35
]
var memory = PhysicalMemory(mebibytes: 16)
memory.load(loop, at: 0x1000)
memory[0x3000] = 0x4007 as Bits<32>
for page in 0..<8 as Range<UInt32> { memory[0x4000 + 4 * page] = Bits<32>(UInt64(page << 12 | 7)) }
var cpu = Processor(.pentiumIII, memory: memory)
let flat = SegmentRegister(selector: 8, base: 0, limit: 0xFFFF_FFFF, rights: 0xC09B)
for segment in Segment.allCases { cpu[segment] = flat }
for segment in Segment.allCases where segment != .cs { cpu[segment].rights = 0xC093 }
cpu.cr3 = 0x3000
cpu.cr0 = 0x8000_0011
cpu.eip = 0x1000
cpu[.ebx] = 0x1234
let start = cpu
let count = CommandLine.arguments.dropFirst().first.flatMap(Int.init) ?? 20_000_000
let before = processorSeconds()
_ = cpu.run(count)
let seconds = processorSeconds() - before
let speed = Double(count) / seconds
show("instructions of the loop", speed / 1e6, "million a second (target 10)")
try showRatio()
try SaveAndRestore.measure(start)

/// The processor time of this process; unlike the clock's it does not tell what else runs.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func show(_ what: String, _ value: Double, _ unit: String) {
  print(
    what.padding(toLength: 40, withPad: " ", startingAt: 0), String(format: "%8.2f", value), unit)
}

/// The same loop on Bochs, from the reset vector; its start is taken off by a second, short run.
func showRatio() throws {
  let rounds = 10_000_000
  guard FileManager.default.fileExists(atPath: "/usr/bin/bochs") else {
    return print(
      "Bochs is not here: Scripts/install-oracles installs it (Debian: bochs bochsbios vgabios",
      "bochs-term binutils)")
  }
  guard let long = try bochsSeconds(rounds), let short = try bochsSeconds(1000) else {
    return print("Bochs did not run the loop: see above, and run this where Package.swift is")
  }
  let bochs = Double(10 * rounds) / (long - short)
  show("the same on Bochs", bochs / 1e6, "million a second")
  show("ours as a part of Bochs", speed / bochs, "x")
}

/// The processor time that Bochs takes for so many rounds of the loop; nil where it fails.
func bochsSeconds(_ rounds: Int) throws -> Double? {
  let before = childSeconds()
  let child = Process()
  child.executableURL = URL(fileURLWithPath: "/bin/sh")
  child.arguments = ["Benchmarks/Bochs/loop-on-bochs", "\(rounds)"]
  try child.run()
  child.waitUntilExit()
  return child.terminationStatus == 0 ? childSeconds() - before : nil
}

/// The processor time of all children that have ended.
func childSeconds() -> Double {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
  return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
}
