import Foundation

@testable import Processor

/// One instruction in one state.
struct Case {
  let form: Form
  let bytes: [UInt8]
  /// The offset of the memory operand, where there is one.
  let offset: UInt32?
  var state: CaseState
  /// What is in memory other than ``CaseMemory`` has it, the instruction among it.
  var patches: [(address: UInt32, bytes: [UInt8])]

  var data: Data {
    var data = Data()
    state.write(to: &data)
    data.append(UInt16(patches.count))
    for patch in patches {
      data.append(patch.address)
      data.append(UInt16(patch.bytes.count))
      data.append(contentsOf: patch.bytes)
    }
    return data
  }
}

/// What became of a case.
struct CaseResult {
  enum Ending: UInt8 {
    case completed, exception, halted, shutdown
    /// The oracle could not carry it out.
    case ended
    /// The processor calls it outside its subset.
    case unknown
  }

  struct Exception: Equatable {
    var vector: UInt8
    var code: UInt16
  }

  var ending = Ending.completed
  /// In the order in which they were raised.
  var exceptions: [Exception] = []
  var state = CaseState()
  /// The bytes of RAM that differ from the start, by address.
  var changes: [UInt32: UInt8] = [:]
}

extension CaseResult {
  /// Reads an answer of `bochscpu_cases.py`.
  init(_ bytes: inout ByteReader) {
    let _: UInt32 = bytes.next()
    ending = Ending(rawValue: bytes.next())!
    let count: UInt8 = bytes.next()
    for _ in 0..<count {
      let vector: UInt8 = bytes.next()
      let _: UInt8 = bytes.next()
      exceptions.append(Exception(vector: vector, code: bytes.next()))
    }
    state = CaseState(&bytes)
    let changed: UInt16 = bytes.next()
    for _ in 0..<changed {
      let address: UInt32 = bytes.next()
      changes[address] = bytes.next()
    }
  }
}
