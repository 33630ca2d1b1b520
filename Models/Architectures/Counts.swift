import Logic

/// What was counted on a way through the machine (A7).
public struct Counts: Structure {
  /// Programs and buffers that it went through: routines entered, copies taken over.
  public var hops = 0 as Bits<8>
  /// Copies of the data, by a processor or by the device.
  public var copies = 0 as Bits<8>
  /// Accesses to registers of the device or of the interrupt controller.
  public var accesses = 0 as Bits<8>
  /// Times that the processor went from an OS or monitor to another.
  public var switches = 0 as Bits<8>

  public init() {}

  public init(hops: UInt64 = 0, copies: UInt64 = 0, accesses: UInt64 = 0, switches: UInt64 = 0) {
    (self.hops, self.copies) = (Bits(hops), Bits(copies))
    (self.accesses, self.switches) = (Bits(accesses), Bits(switches))
  }

  public static let fields: [Field<Counts>] = [
    Field("hops", \.hops), Field("copies", \.copies), Field("accesses", \.accesses),
    Field("switches", \.switches),
  ]

  public static func + (a: Counts, b: Counts) -> Counts {
    var sum = a
    sum.hops += b.hops
    sum.copies += b.copies
    sum.accesses += b.accesses
    sum.switches += b.switches
    return sum
  }

  /// None is higher than in the other.
  public func isAtMost(_ other: Counts) -> Formula {
    Formula.all([
      hops.isAtMost(other.hops), copies.isAtMost(other.copies),
      accesses.isAtMost(other.accesses), switches.isAtMost(other.switches),
    ])
  }
}
