import Logic
import Processor

/// A processor with its memory and devices, and what reaches it from outside by a schedule.
///
/// Time is counted in instructions, those that fault included; the delivery of an external
/// interrupt takes none. Asleep after HLT, the processor skips to the next thing that happens.
/// A copy is a snapshot.
public struct Machine: Sendable {
  public var processor: Processor
  /// The devices as of ``time``.
  public internal(set) var devices: Devices
  /// The network card, as of ``time``.
  public internal(set) var card: (any BusMaster)?
  /// Instructions so far, time asleep included.
  public internal(set) var time: UInt64 = 0
  let instructionsPerClock: Int
  var events: ScheduledEvents
  /// Frames that the image was loaded to.
  let loadedFrames: Set<UInt32>

  /// A machine after RESET or, with a kernel in the image, as its loader leaves it.
  public init(
    _ generation: Generation, image: Image, mebibytes: Int, schedule: Schedule = Schedule()
  ) {
    var memory = PhysicalMemory(mebibytes: mebibytes)
    let hole = MemoryMap.hole
    let ones = [UInt8](repeating: 0xFF, count: hole.count)
    memory.mapROM(ones, at: UInt32(hole.lowerBound))
    for rom in image.roms { memory.mapROM(rom.bytes, at: rom.address) }
    for content in image.contents { memory.load(content.bytes, at: content.address) }
    processor = Processor(generation, memory: memory)
    devices = Devices()
    instructionsPerClock = schedule.instructionsPerClock
    events = ScheduledEvents(schedule.events)
    loadedFrames = Set(image.contents.flatMap { $0.frames })
    if case .multiboot(let entry, let information) = image.start {
      processor.startMultiboot(entry: entry, information: information)
    }
  }
}

extension Image.Placement {
  /// The frames of 4 KiB that the bytes touch.
  var frames: ClosedRange<UInt32> {
    address >> 12...(address + UInt32(max(1, bytes.count)) - 1) >> 12
  }
}

extension Processor {
  /// The state in which a multiboot kernel starts (Multiboot 0.6.96, section 3.2): protected mode,
  /// flat segments of 4 GiB, interrupts off. The tables named by GDTR and IDTR hold nothing.
  mutating func startMultiboot(entry: UInt32, information: UInt32) {
    cr0 |= 1
    for segment in Segment.allCases {
      let rights: Bits<16> = segment == .cs ? 0xC09B : 0xC093
      self[segment] = SegmentRegister(
        selector: segment == .cs ? 0x08 : 0x10, base: 0, limit: 0xFFFF_FFFF, rights: rights)
    }
    gdtr = TableRegister(base: 0, limit: 0)
    idtr = TableRegister(base: 0, limit: 0)
    self[.eax] = Bits(UInt64(MultibootHeader.bootMagic))
    self[.ebx] = Bits(UInt64(information))
    eip = Bits(UInt64(entry))
  }
}

// MARK: - Devices behind ports

extension TimedDevices: Ports {}

extension Machine {
  /// Connects the devices to the processor for a run.
  mutating func connect() {
    var timed = TimedDevices(
      devices, card, instructionsPerClock: instructionsPerClock, now: time)
    timed.update()
    timed.followCard()
    processor.interruptRequest = timed.interruptRequest
    processor.ports = timed
  }

  /// Takes the devices, brought up to date, back from the processor.
  mutating func disconnect() {
    withDevices { $0.update() }
    guard let timed = processor.ports as? TimedDevices else { return }
    devices = timed.devices
    card = timed.card
    time = timed.clock.now
    processor.ports = NoPorts()
  }

  /// Changes the devices in a run and lets INTR follow.
  mutating func withDevices(_ body: (inout TimedDevices) -> Void) {
    guard var timed = processor.ports as? TimedDevices else { return }
    processor.ports = NoPorts()
    body(&timed)
    processor.interruptRequest = timed.interruptRequest
    processor.ports = timed
  }
}
