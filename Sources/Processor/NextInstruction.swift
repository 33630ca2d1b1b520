extension Processor {
  /// The instruction at CS:EIP as text, its jump targets as offsets; “(can't be fetched)” where its
  /// bytes can't be, or are no instruction of the subset.
  ///
  /// It is fetched by a copy, so that no translation is cached and no accessed bit is set.
  public var nextInstructionText: String {
    var copy = self
    guard let offset = eip.known.map(UInt32.init), let isBig = self[.cs].isBig.known,
      case .instruction(let instruction, let length)? = try? copy.decode(at: offset, isBig)
    else { return "(can't be fetched)" }
    return instruction.text(end: offset &+ UInt32(length))
  }
}
