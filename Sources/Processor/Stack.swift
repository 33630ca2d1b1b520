import Logic

/// The stack at SS:ESP or SS:SP, by the B bit of SS (SDM 1 6.2).
extension Processor {
  /// The stack pointer, of 32 or 16 bits.
  @inline(__always)
  var stackOffset: Bits<32> {
    self[.ss].isBig.choose(self[.esp], self[.esp] & 0xFFFF)
  }

  /// Replaces as much of ESP as the stack is wide.
  @inline(__always)
  mutating func setStackOffset(_ value: Bits<32>) {
    let low = (self[.esp] & 0xFFFF_0000) | (value & 0xFFFF)
    self[.esp] = self[.ss].isBig.choose(value, low)
  }

  /// An offset on the stack, wrapped to the width of the stack pointer.
  @inline(__always)
  func stackWrapped(_ offset: Bits<32>) -> Bits<32> {
    self[.ss].isBig.choose(offset, offset & 0xFFFF)
  }

  /// Pushes 16 or 32 bits; the stack pointer moves only when nothing faulted.
  @inline(__always)
  mutating func push<let n: Int>(_ value: Bits<n>) throws(Stop) {
    let offset = stackWrapped(self[.esp] - Bits(UInt64(n / 8)))
    try write(.ss, offset, value)
    setStackOffset(offset)
  }

  /// Pops 16 or 32 bits; the stack pointer moves only when nothing faulted.
  @inline(__always)
  mutating func pop<let n: Int>() throws(Stop) -> Bits<n> {
    let value: Bits<n> = try top()
    setStackOffset(self[.esp] + Bits(UInt64(n / 8)))
    return value
  }

  /// What is on the stack so many bytes above the top, left there.
  @inline(__always)
  mutating func top<let n: Int>(_ distance: UInt64 = 0) throws(Stop) -> Bits<n> {
    try read(.ss, stackWrapped(self[.esp] + Bits(distance)))
  }
}
