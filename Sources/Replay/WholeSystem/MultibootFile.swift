import Logic
import Processor

/// Memory as an ELF32 executable that a multiboot loader takes: a segment for each run of frames
/// that hold something.
///
/// Source: ELF specification 1.2, book I; Multiboot Specification 0.6.96, section 3.1.
struct MultibootFile {
  let bytes: [UInt8]

  init(_ memory: PhysicalMemory, entry: UInt32) {
    let runs = Self.runs(memory)
    // The ELF header, program headers and the multiboot header are in the file's first page.
    let header = 52 + 32 * runs.count
    precondition(header + 12 <= 4096, "too many segments for one page of headers")
    var file = Self.elfHeader(entry, runs.count)
    var offset: UInt32 = 4096
    for run in runs {
      let address = run.lowerBound << 12
      let size = UInt32(run.count) << 12
      file += Self.words([1, offset, address, address, size, size, 7, 4096])
      offset += size
    }
    let flags: UInt32 = 0
    file += Self.words([0x1BAD_B002, flags, 0 &- (0x1BAD_B002 &+ flags)])
    file += Array(repeating: 0, count: 4096 - file.count)
    for run in runs {
      for word in UInt32(run.lowerBound) << 10..<UInt32(run.upperBound) << 10 {
        let value: Bits<32> = memory[word << 2]
        file += Self.words([UInt32(value.known ?? 0)])
      }
    }
    bytes = file
  }

  /// Frames in use, in runs of neighbours.
  private static func runs(_ memory: PhysicalMemory) -> [Range<UInt32>] {
    var runs: [Range<UInt32>] = []
    for frame in memory.framesInUse.sorted() {
      if let last = runs.last, last.upperBound == frame {
        runs[runs.count - 1] = last.lowerBound..<frame + 1
      } else {
        runs.append(frame..<frame + 1)
      }
    }
    return runs
  }

  private static func elfHeader(_ entry: UInt32, _ count: Int) -> [UInt8] {
    // ELFCLASS32, ELFDATA2LSB, EV_CURRENT; ET_EXEC, EM_386.
    let identification: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, 1, 1] + Array(repeating: 0, count: 9)
    return identification + words([3 << 16 | 2, 1, entry, 52, 0, 0])
      + words([32 << 16 | 52, UInt32(count), 0])
  }

  private static func words(_ words: [UInt32]) -> [UInt8] {
    words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }
}
