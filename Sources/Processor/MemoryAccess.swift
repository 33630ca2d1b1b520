/// One access of a run to memory; those of the page walk are not among them.
public struct MemoryAccess: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case fetch, read, write
    /// A read, or a look whether a write is allowed, before the write itself.
    case modify
  }
  /// EIP of the instruction, or of the one before which an interrupt was delivered.
  public let instruction: UInt32
  public let linear: UInt32
  public let physical: UInt32
  /// Of a fetch 1, whatever the instruction's length.
  public let bytes: Int
  public let kind: Kind
  /// A descriptor table or a TSS, read by the processor itself.
  public let isTable: Bool
  /// CR3 at the time.
  public let directory: UInt32
  /// The page directories whose global translations may have been cached.
  public let globals: Set<UInt32>
}

extension Processor {
  /// Keeps an access for who looks at ``accesses``.
  @inline(never)
  mutating func note(
    _ linear: UInt32, _ physical: UInt32, _ bytes: Int, _ access: Access, _ isTable: Bool
  ) {
    let kind: MemoryAccess.Kind =
      switch access {
      case .fetch: .fetch
      case .read: .read
      case .write: .write
      case .modify: .modify
      }
    accesses?.append(
      MemoryAccess(
        instruction: UInt32(truncatingIfNeeded: start.known ?? 0), linear: linear,
        physical: physical, bytes: bytes, kind: kind, isTable: isTable,
        directory: UInt32(truncatingIfNeeded: cr3.known ?? 0), globals: tlb.globals))
  }
}
