import Logic

/// What answers IN and OUT, and the interrupt controller behind INTR.
public protocol Ports: Sendable {
  /// A read of 8, 16 or 32 bits.
  mutating func read<let width: Int>(_ port: UInt16) -> Bits<width>
  /// A write of 8, 16 or 32 bits.
  mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>)
  /// Whether INTR is asserted; asked after each access.
  var interruptRequest: Bool { get }
  /// The interrupt acknowledge cycle: the vector of the interrupt that is taken.
  mutating func acknowledge() -> UInt8
}

/// No devices: reads give ones, writes are dropped, INTR stays low.
public struct NoPorts: Ports {
  public init() {}
  public mutating func read<let width: Int>(_ port: UInt16) -> Bits<width> { ~0 }
  public mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>) {}
  public var interruptRequest: Bool { false }
  public mutating func acknowledge() -> UInt8 { 0xFF }
}
