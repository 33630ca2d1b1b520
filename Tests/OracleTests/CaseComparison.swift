@testable import Processor

/// What differs between our result of a case and the oracle's.
struct CaseComparison {
  /// One line a difference; empty where both agree.
  private(set) var differences: [String] = []
  /// The oracle could not say anything.
  private(set) var isUnjudged = false

  init(_ item: Case, ours: CaseResult, oracle: CaseResult) {
    isUnjudged = oracle.ending == .ended
    if isUnjudged { return }
    if ours.ending != oracle.ending {
      differences = ["ends \(ours.description), oracle \(oracle.description)"]
      return
    }
    if ours.ending == .shutdown { return }
    if ours.exceptions.last?.vector != oracle.exceptions.last?.vector {
      differences.append("ends \(ours.description), oracle \(oracle.description)")
    }
    compareRegisters(item, ours, oracle)
    compareSegments(ours.state, oracle.state)
    compareMemory(item, ours.changes, oracle.changes)
  }

  private mutating func compareRegisters(_ item: Case, _ ours: CaseResult, _ oracle: CaseResult) {
    for (index, name) in CaseState.registerNames.enumerated() {
      var mask = UInt32.max
      if name == "eflags" { mask = ~item.form.undefinedMask }
      if item.form.mnemonic == "rdtsc", ["eax", "edx"].contains(name) { mask = 0 }
      // The top of the x87 stack is what an earlier case left; it can't be set.
      if item.form.mnemonic == "fnstsw", name == "eax" { mask = ~0x3800 }
      let (a, b) = (ours.state.registers[index] & mask, oracle.state.registers[index] & mask)
      if a != b { differences.append("\(name) \(hex(a)), oracle \(hex(b))") }
    }
  }

  private mutating func compareSegments(_ ours: CaseState, _ oracle: CaseState) {
    for (index, name) in CaseState.segmentNames.enumerated() {
      let (a, b) = (ours.segments[index], oracle.segments[index])
      if a != b { differences.append("\(name) \(a.description), oracle \(b.description)") }
    }
    for (index, name) in CaseState.tableNames.enumerated() {
      let (a, b) = (ours.tables[index], oracle.tables[index])
      if a != b {
        differences.append(
          "\(name) \(hex(a.base)) \(hex(a.limit)), oracle \(hex(b.base)) \(hex(b.limit))")
      }
    }
  }

  private mutating func compareMemory(
    _ item: Case, _ ours: [UInt32: UInt8], _ oracle: [UInt32: UInt8]
  ) {
    if item.form.hasOpaqueContents { return }
    for address in Set(ours.keys).union(oracle.keys).sorted() where ours[address] != oracle[address]
    {
      let (a, b) = (ours[address].map { hex($0) }, oracle[address].map { hex($0) })
      differences.append("[\(hex(address))] \(a ?? "as it was"), oracle \(b ?? "as it was")")
    }
  }
}

extension Form {
  var undefinedMask: UInt32 { undefined.reduce(0) { $0 | $1.mask } }

  /// x87 and SSE state goes to memory or comes from there; its contents are not modelled.
  var hasOpaqueContents: Bool {
    ["fnsave", "fxsave", "frstor", "fxrstor", "fnstenv", "fldenv", "fnstsw"].contains(mnemonic)
  }
}

func hex<Number: BinaryInteger>(_ number: Number) -> String {
  String(number, radix: 16, uppercase: true)
}

extension CaseResult: CustomStringConvertible {
  var description: String {
    "\(ending)\(exceptions.map { " #\($0.vector)(\(hex($0.code)))" }.joined())"
  }
}

extension CaseState.Segment: CustomStringConvertible {
  var description: String {
    usable == 0
      ? "\(hex(selector)) unusable"
      : "\(hex(selector)) base \(hex(base)) limit \(hex(limit)) rights \(hex(rights))"
  }
}
