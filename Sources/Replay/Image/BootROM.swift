import Logic
import Processor

/// Memory, and where to begin, as a ROM that a machine runs from the reset vector.
struct BootROM {
  /// Bytes for physical memory.
  private struct Run {
    var address: UInt32
    var bytes: [UInt8]
  }

  private var segments: [Run] = []
  private let entry: UInt32

  /// The pages of a memory that hold anything but zeros, those that follow one another together.
  init(_ memory: PhysicalMemory, entry: UInt32) {
    self.entry = entry
    for frame in memory.framesInUse {
      let address = frame << 12
      var bytes: [UInt8] = []
      for offset in stride(from: 0, to: UInt32(0x1000), by: 4) {
        bytes += UInt32((memory[address + offset] as Bits<32>).known ?? 0).bytes
      }
      guard bytes.contains(where: { $0 != 0 }) else { continue }
      if let last = segments.last, last.address + UInt32(last.bytes.count) == address {
        segments[segments.count - 1].bytes += bytes
      } else {
        segments.append(Run(address: address, bytes: bytes))
      }
    }
  }

  /// A ROM that ends at 4 GiB: from the reset vector it copies the segments to memory and enters
  /// them as a multiboot loader would.
  func bytes() throws(AssemblyError) -> [UInt8] {
    // Address, number of doublewords, the doublewords; a number of 0 ends them.
    var records: [UInt8] = []
    for segment in segments {
      records += segment.address.bytes + UInt32(segment.bytes.count / 4).bytes + segment.bytes
    }
    records += Array(repeating: 0, count: 8)
    let size = (records.count + 0x1000 + 0xFFFF) & ~0xFFFF
    let base = 0 &- UInt32(size)
    let loader = try Self.loader(records: base, entry: entry).assembled().bytes
    let jump = try Self.reset.assembled().bytes
    var rom = records + Array(repeating: 0, count: size - records.count)
    rom.replaceSubrange(size - 0x1000..<size - 0x1000 + loader.count, with: loader)
    rom.replaceSubrange(size - 16..<size - 16 + jump.count, with: jump)
    return rom
  }

  private static let loaderOrigin: UInt32 = 0xFFFF_F000

  /// The code segment's base is FFFF0000h until the first far jump.
  private static let reset = Program(at: 0xFFF0) {
    I.bits(16)
    I.jmp(0xF000)
  }

  private static func loader(records: UInt32, entry: UInt32) -> Program {
    Program(at: loaderOrigin) {
      I.bits(16)
      I.cli()
      I.cld()
      // The table is 80h into the loader, at F080h in this segment.
      I.o32(I.lgdt(memory([at(0xF080)], in: .cs)))
      I.mov(eax, cr0)
      I.or(eax, 1)
      I.and(eax, 0x1FFF_FFFF)
      I.mov(cr0, eax)
      I.o32(I.ljmp(AssemblerOperand.far(8, .label("flat"))))
      I.bits(32)
      I.label("flat")
      I.mov(eax, 16)
      for register in [ds, es, ss, fs, gs] { I.mov(register, ax) }
      // A20 by port 92h, where it is off.
      I.in(al, 0x92)
      I.or(al, 2)
      I.and(al, -2)
      I.out(0x92, al)
      I.mov(esi, Int(Int32(bitPattern: records)))
      I.label("record")
      I.lodsd()
      I.mov(edi, eax)
      I.lodsd()
      I.mov(ecx, eax)
      I.test(ecx, ecx)
      I.je("loaded")
      I.rep(I.movsd())
      I.jmp("record")
      I.label("loaded")
      I.mov(eax, 0x2BAD_B002)
      I.xor(ebx, ebx)
      I.mov(edx, Int(entry))
      I.jmp(edx)
      I.align(128)
      // GDTR, then the null, code and data descriptors at FFFFF088h.
      I.dw(23)
      I.dd(Int(Int32(bitPattern: 0xFFFF_F088)))
      I.dw(0)
      I.dd(0, 0)
      I.dd(0xFFFF, 0xCF_9B00)
      I.dd(0xFFFF, 0xCF_9300)
    }
  }
}
