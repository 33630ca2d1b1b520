import Logic

extension Behaviour {
  /// Whether what a driver does with the field first gives it what it needs, on every reset value.
  /// - Parameters:
  ///   - start: the field before; its reset value is not all ones, and a base address has a size
  ///   - isStarted: whether the write that the device answers here goes through to the NIC
  public func isUsable(
    from start: SharedField, reading: Treatment, writing: Treatment, isStarted: Bool
  ) -> Formula {
    guard let need else { return true }
    var driver = Driver(
      field: start, behaviour: self, reading: reading, writing: writing, isStarted: isStarted)
    switch need {
    case .presence: return driver.read() != Treatment.error
    case .sizing:
      driver.write(Treatment.error)
      return (driver.read() & start.nic.wired) == 0
    case .selfClearing:
      driver.write(1)
      driver.finish(result: 0)
      return (driver.read() & 1) == 0
    case .completion:
      driver.finish(result: 1)
      return driver.read() == 1
    case .acceptance:
      driver.finish(result: 0)
      return driver.read() == 0
    case .acknowledgement:
      driver.post(1)
      if self.writing == .clearsOnes { driver.write(1) }
      _ = driver.read()
      return (driver.read() & 1) == 0
    }
  }
}

/// A driver of OS1 at work on a field.
private struct Driver {
  var field: SharedField
  let behaviour: Behaviour
  let reading: Treatment
  let writing: Treatment
  let isStarted: Bool

  mutating func write(_ data: Bits<64>) {
    field.write(behaviour, data, as: writing, changed: 0)
  }

  mutating func read() -> Bits<64> {
    field.read(behaviour, as: reading, changed: 0)
    return field.answer
  }

  /// The device does what was asked, if it was asked: what OS1 wrote to a virtual register alone
  /// never reached it. A bit that clears itself is started by its own write. A virtual register takes part only where the pseudo-NIC
  /// posts events there, or treats the register specially.
  mutating func finish(result: Bits<64>) {
    if isStarted || behaviour.need == .selfClearing {
      field.nic.finish(behaviour.need, result: result)
    }
    if behaviour.isPosted || reading == .alteredVirtual {
      field.virtual.finish(behaviour.need, result: result)
    }
  }

  /// An event comes up for OS1.
  mutating func post(_ event: Bits<64>) {
    field.nic.field |= event
    field.virtual.field |= event
  }
}
