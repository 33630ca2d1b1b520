import Testing

@testable import Processor

/// Which exceptions of its own, as the SDM's page on it lists them, each system instruction has; what
/// all memory operands and LOCK raise is ``MemoryOperandTests``' and ``LockTests``'.
@Suite("Every exception of every system instruction has a row")
struct ExceptionCoverageTests {
  static let own: [String: Set<Vector>] = [
    "0F 01 /0": [], "0F 01 /1": [], "0F 01 /2": [.protection], "0F 01 /3": [.protection],
    "0F 00 /0": [.undefined], "0F 00 /1": [.undefined],
    "0F 00 /2": [.undefined, .protection, .segmentNotPresent],
    "0F 00 /3": [.undefined, .protection, .segmentNotPresent, .page],
    "0F 20 /r": [.undefined, .protection], "0F 22 /r": [.undefined, .protection],
    "0F 21 /r": [.undefined, .protection, .debug], "0F 23 /r": [.undefined, .protection, .debug],
    "0F 01 /4": [], "0F 01 /6": [.protection], "0F 06": [.protection], "0F 01 /7": [.protection],
    "0F 08": [.protection], "0F 09": [.protection], "F4": [.protection], "FA": [.protection],
    "FB": [.protection], "9C": [.stack, .page, .alignment], "9D": [.stack, .page, .alignment],
    "0F 0B": [.undefined],
    // Far transfers.
    "EA": [.protection, .segmentNotPresent, .invalidTSS, .page],
    "9A": [.protection, .segmentNotPresent, .invalidTSS, .stack, .page],
    "FF /5": [.protection, .segmentNotPresent, .invalidTSS],
    "FF /3": [.protection, .segmentNotPresent, .invalidTSS, .stack],
    "CB": [.protection, .segmentNotPresent, .stack, .page, .alignment],
    "CA": [.protection, .segmentNotPresent, .stack, .page, .alignment],
    "CF": [.protection, .segmentNotPresent, .invalidTSS, .stack, .page, .alignment],
    "CC": [.protection], "CE": [.protection],
    "CD": [.protection, .segmentNotPresent, .invalidTSS, .stack, .page],
    // Segment registers.
    "8C /r": [.undefined], "8E /r": [.undefined, .protection, .stack, .segmentNotPresent],
    "06": [.stack], "0E": [.stack], "16": [.stack], "1E": [.stack], "0F A0": [.stack],
    "0F A8": [.stack], "07": [.protection, .segmentNotPresent, .stack],
    "1F": [.protection, .segmentNotPresent, .stack],
    "17": [.protection, .stack], "0F A1": [.protection, .segmentNotPresent, .stack],
    "0F A9": [.protection, .segmentNotPresent, .stack],
    "C4 /r": [.protection, .segmentNotPresent], "C5 /r": [.protection, .segmentNotPresent],
    "0F B2 /r": [.protection, .stack], "0F B4 /r": [.protection, .segmentNotPresent],
    "0F B5 /r": [.protection, .segmentNotPresent],
    "0F 02 /r": [.undefined], "0F 03 /r": [.undefined], "0F 00 /4": [.undefined],
    "0F 00 /5": [.undefined], "63 /r": [.undefined],
    // Identification.
    "0F A2": [.undefined], "0F 31": [.undefined, .protection], "0F 32": [.undefined, .protection],
    "0F 30": [.undefined, .protection],
  ]

  static let rows = [
    SegmentExceptionTests.data, SegmentExceptionTests.stack, SegmentExceptionTests.accesses,
    TableExceptionTests.privileged, TableExceptionTests.tables,
    TableExceptionTests.control, TableExceptionTests.debug, TransferExceptionTests.direct,
    TransferExceptionTests.gates, TransferExceptionTests.tasks, TransferExceptionTests.interrupts,
    TransferExceptionTests.returns, FamilyExceptionTests.segments,
    FamilyExceptionTests.farPointers, FamilyExceptionTests.transfers, FamilyExceptionTests.stack,
    FamilyExceptionTests.identification,
  ].flatMap { $0 }

  private static let covered: [String: Set<Vector>] = rows.reduce(into: [:]) { covered, row in
    guard let bytes = try? Program(at: Machine.code, { row.line }).assembled().bytes,
      let (instruction, _) = Instruction.decoded(bytes)
    else { return }
    covered[instruction.form.encoding, default: []].insert(row.vector)
  }

  private static let families =
    InstructionTable.system + InstructionTable.transfers + InstructionTable.segments
    + InstructionTable.identification

  @Test(arguments: families.map(\.encoding))
  func everyException(encoding: String) throws {
    let wanted = try #require(Self.own[encoding], "an instruction without a list of exceptions")
    let missing = wanted.subtracting(Self.covered[encoding] ?? [])
    #expect(missing.isEmpty)
  }
}
