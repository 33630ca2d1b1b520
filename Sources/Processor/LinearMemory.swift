import Logic

/// Reads and writes at linear addresses, through paging.
extension Processor {
  /// 8, 16 or 32 bits at a linear address.
  @inline(__always)
  mutating func load<let width: Int>(
    _ linear: UInt32, _ access: Access = .read, asSupervisor: Bool = false
  ) throws(Stop) -> Bits<width> {
    if linear & 4095 <= 4096 &- UInt32(width / 8) {
      // First, so that what it marks in the tables is there to be read.
      let physical = try translate(linear, access, asSupervisor: asSupervisor)
      if accesses != nil { note(linear, physical, width / 8, access, asSupervisor) }
      return memory.read(physical)
    }
    return try loadAcross(linear, access, asSupervisor)
  }

  /// A read over a page boundary: both pages are translated before anything is read.
  @inline(never)
  private mutating func loadAcross<let width: Int>(
    _ linear: UInt32, _ access: Access, _ asSupervisor: Bool
  ) throws(Stop) -> Bits<width> {
    let first = try translate(linear, access, asSupervisor: asSupervisor)
    let boundary = (linear | 4095) &+ 1
    let second = try translate(boundary, access, asSupervisor: asSupervisor)
    if accesses != nil {
      let below = Int(boundary &- linear)
      note(linear, first, below, access, asSupervisor)
      note(boundary, second, width / 8 - below, access, asSupervisor)
    }
    var value = Bits<width>(0)
    for index in 0..<UInt32(width / 8) {
      let address = linear &+ index
      let isFirst = address &- linear < boundary &- linear
      let byte: Bits<8> = memory.read(
        isFirst ? first &+ index : second &+ (address &- boundary))
      value = value.replacing(from: Int(8 * index), with: byte)
    }
    return value
  }

  /// Writes 8, 16 or 32 bits at a linear address.
  @inline(__always)
  mutating func store<let width: Int>(
    _ linear: UInt32, _ value: Bits<width>, asSupervisor: Bool = false
  ) throws(Stop) {
    if linear & 4095 <= 4096 &- UInt32(width / 8) {
      let physical = try translate(linear, .write, asSupervisor: asSupervisor)
      if accesses != nil { note(linear, physical, width / 8, .write, asSupervisor) }
      memory.write(physical, value)
    } else {
      try storeAcross(linear, value, asSupervisor)
    }
  }

  /// A write over a page boundary: both pages are translated before anything is written.
  @inline(never)
  private mutating func storeAcross<let width: Int>(
    _ linear: UInt32, _ value: Bits<width>, _ asSupervisor: Bool
  ) throws(Stop) {
    let first = try translate(linear, .write, asSupervisor: asSupervisor)
    let boundary = (linear | 4095) &+ 1
    let second = try translate(boundary, .write, asSupervisor: asSupervisor)
    if accesses != nil {
      let below = Int(boundary &- linear)
      note(linear, first, below, .write, asSupervisor)
      note(boundary, second, width / 8 - below, .write, asSupervisor)
    }
    for index in 0..<UInt32(width / 8) {
      let address = linear &+ index
      let isFirst = address &- linear < boundary &- linear
      let byte: Bits<8> = value.slice(from: Int(8 * index))
      memory.write(isFirst ? first &+ index : second &+ (address &- boundary), byte)
    }
  }
}
