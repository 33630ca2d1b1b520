import Specification

/// The parameters of a pseudo-NIC: where the paper leaves something open, or can be repaired.
public struct PseudoNICDesign: Sendable, Hashable {
  /// How the addresses that OS1 writes in virtual registers are checked before a copy.
  public enum AddressCheck: String, Sendable {
    /// As the paper has it: not at all.
    case none
    /// That the last address is below the end of OS1's memory, in 32 bits.
    case end
    /// That address and length lie in OS1's memory, without a sum that can wrap.
    case whole
  }

  /// How a frame's address says whose it is.
  public enum Addressing: String, Sendable {
    /// As the paper has it: OS1's address is rewritten to the NIC's own in what is sent.
    case rewritten
    /// Each OS has an address of its own on the wire.
    case own
  }

  public let name: String
  public var check = AddressCheck.whole
  public var addressing = Addressing.own
  /// Whether the NIC's filter accepts OS1's address too.
  public var filtersBoth = true
  /// The most frames of each OS in the send FIFO, which has ``SharedCard/places`` places.
  public var places1: UInt64 = 1
  public var places2: UInt64 = 2
  /// Whether a frame for OS1 that it has no room for is dropped, or waits in OS2's buffer.
  public var dropsForWantOfRoom = true

  public init(_ name: String) { self.name = name }

  /// What the paper says, and nothing more.
  public static let paper: PseudoNICDesign = {
    var design = PseudoNICDesign("pseudo-NIC as in the paper")
    design.check = .none
    design.addressing = .rewritten
    design.filtersBoth = false
    design.places1 = SharedCard.places
    design.places2 = SharedCard.places
    design.dropsForWantOfRoom = false
    return design
  }()

  /// The repaired form.
  public static let repaired = PseudoNICDesign("pseudo-NIC, repaired")

  /// The same under another name with one thing changed.
  public func changing(
    _ name: String, _ change: (inout PseudoNICDesign) -> Void
  ) -> PseudoNICDesign {
    var design = PseudoNICDesign(name)
    (design.check, design.addressing) = (check, addressing)
    (design.filtersBoth, design.places1, design.places2) = (filtersBoth, places1, places2)
    design.dropsForWantOfRoom = dropsForWantOfRoom
    change(&design)
    return design
  }
}
