import Processor

/// Where two OSes and a switch routine lie in memory (S4): the pages of both, their descriptor
/// tables, task state segments and stacks, and the switch region.
///
/// Addresses and sizes are in bytes; linear unless they are called physical.
public struct Layout: Sendable {
  /// Pages that follow one another in linear and in physical memory.
  public struct Pages: Sendable, Equatable {
    public var linear: UInt32
    public var physical: UInt32
    public var size: UInt32
    public var isWritable: Bool
    public var isUser: Bool
    /// Marked global: outlives a load of CR3 where CR4.PGE is set (SDM 3A 4.10.2.4).
    public var isGlobal: Bool
    /// Mapped by directory entries of 4 MiB (CR4.PSE).
    public var isLarge: Bool

    public init(
      _ linear: UInt32, to physical: UInt32, size: UInt32, isWritable: Bool = true,
      isUser: Bool = false, isGlobal: Bool = false, isLarge: Bool = false
    ) {
      self.linear = linear
      self.physical = physical
      self.size = size
      self.isWritable = isWritable
      self.isUser = isUser
      self.isGlobal = isGlobal
      self.isLarge = isLarge
    }

    func contains(_ address: UInt32) -> Bool { address &- linear < size }
  }

  /// The selectors of an OS's segments; all in its GDT but ``localData``.
  public struct Selectors: Sendable, Equatable {
    public var kernelCode: UInt16
    public var kernelData: UInt16
    public var userCode: UInt16
    public var userData: UInt16
    public var task: UInt16
    /// An LDT of two entries, the second of which is ``localData``.
    public var local: UInt16
    /// A data segment for threads, with any base and limit.
    public var thread: UInt16
    public static let localData: UInt16 = 0xF

    public init(
      kernelCode: UInt16, kernelData: UInt16, userCode: UInt16, userData: UInt16, task: UInt16,
      local: UInt16, thread: UInt16
    ) {
      self.kernelCode = kernelCode
      self.kernelData = kernelData
      self.userCode = userCode
      self.userData = userData
      self.task = task
      self.local = local
      self.thread = thread
    }
  }

  /// What is one OS's own.
  public struct Side: Sendable {
    /// The page directory, physical; its page tables follow it.
    public var directory: UInt32
    public var pages: [Pages]
    public var gdt: UInt32
    public var idt: UInt32
    public var tss: UInt32
    public var ldt: UInt32
    /// The lowest address of the page that the kernel stack is in; it grows down from its end.
    public var stack: UInt32
    /// The routine for interrupt line n is 16 n above; that for exception n 200h + 16 n.
    public var routines: UInt32
    public var selectors: Selectors
    /// Interrupt lines that belong to this OS.
    public var lines: Set<UInt8>

    public init(
      directory: UInt32, pages: [Pages], gdt: UInt32, idt: UInt32, tss: UInt32, ldt: UInt32,
      stack: UInt32, routines: UInt32, selectors: Selectors, lines: Set<UInt8>
    ) {
      self.directory = directory
      self.pages = pages
      self.gdt = gdt
      self.idt = idt
      self.tss = tss
      self.ldt = ldt
      self.stack = stack
      self.routines = routines
      self.selectors = selectors
      self.lines = lines
    }

    /// The end of the kernel stack: what the TSS gives an interrupt of user mode.
    public var stackTop: UInt32 { stack + 0x1000 }
    public var usesGlobalPages: Bool { pages.contains { $0.isGlobal } }
    public var usesLargePages: Bool { pages.contains { $0.isLarge } }

    /// The run of pages that an address is in.
    public func pages(at linear: UInt32) -> Pages? { pages.first { $0.contains(linear) } }

    /// Where the OS's own tables map an address.
    public func physical(_ linear: UInt32) -> UInt32? {
      pages(at: linear).map { linear &- $0.linear &+ $0.physical }
    }
  }

  /// The code of the switch and all that it writes.
  public struct Region: Sendable, Equatable {
    public var linear: UInt32
    public var physical: UInt32
    public var size: UInt32

    public init(linear: UInt32, physical: UInt32, size: UInt32) {
      self.linear = linear
      self.physical = physical
      self.size = size
    }

    public func contains(_ address: UInt32) -> Bool { address &- linear < size }
  }

  public var generation: ProcessorGeneration
  public var os1: Side
  public var os2: Side
  public var region: Region
  /// A page that is not as the layout means it; nil but in mutants.
  public var broken: BrokenPage?

  public init(_ generation: ProcessorGeneration, os1: Side, os2: Side, region: Region) {
    self.generation = generation
    self.os1 = os1
    self.os2 = os2
    self.region = region
  }

  public subscript(os: OS) -> Side {
    get { os == .os1 ? os1 : os2 }
    set { if os == .os1 { os1 = newValue } else { os2 = newValue } }
  }

  /// The OS that a line belongs to.
  public func owner(of line: UInt8) -> OS { os1.lines.contains(line) ? .os1 : .os2 }

  /// The first vector of the interrupt controller, the same for both OSes.
  public static let firstVector: UInt8 = 0x20
  /// The number of interrupt lines.
  public static let lineCount: UInt8 = 16
}

// MARK: - What is where

extension Layout {
  /// Something that the processor must find while it switches, and where it is meant to be.
  public struct Object: Sendable {
    public let name: String
    /// The OS that it belongs to; nil for the switch region.
    public let os: OS?
    public let linear: UInt32
    public let physical: UInt32
    public let size: UInt32

    func contains(_ address: UInt32) -> Bool { address &- linear < size }
    /// Its last address.
    public var last: UInt32 { linear &+ (size - 1) }
    public func overlaps(_ other: Object) -> Bool { linear <= other.last && other.linear <= last }
    func overlaps(page: UInt32) -> Bool {
      UInt64(linear) < UInt64(page) + 0x1000 && UInt64(page) < UInt64(linear) + UInt64(size)
    }
    func physical(_ address: UInt32) -> UInt32 { address &- linear &+ physical }
  }

  /// The objects that a switch reads or writes; one that its OS itself does not map is left out.
  public var objects: [Object] {
    let region = Object(
      name: "the switch region", os: nil, linear: region.linear, physical: region.physical,
      size: region.size)
    return [region]
      + OS.allCases.flatMap { os -> [Object] in
        let side = self[os]
        let places: [(String, UInt32, UInt32)] = [
          ("GDT", side.gdt, Self.gdtSize), ("IDT", side.idt, Self.idtSize),
          ("TSS", side.tss, 0x68), ("LDT", side.ldt, 16), ("kernel stack", side.stack, 0x1000),
          ("interrupt routines", side.routines, 0x400),
        ]
        return places.compactMap { name, linear, size in
          side.physical(linear).map {
            Object(name: "\(os.title)'s \(name)", os: os, linear: linear, physical: $0, size: size)
          }
        }
      }
  }

  /// What is in a page of an OS, for reports.
  public func contents(of page: UInt32, _ os: OS) -> String {
    let found = objects.filter { ($0.os == nil || $0.os == os) && $0.overlaps(page: page) }
    return found.isEmpty ? "other memory" : found.map(\.name).joined(separator: ", ")
  }

  static let gdtSize: UInt32 = 0x60
  static let idtSize: UInt32 = 0x180
}
