import Foundation
import TestSupport
import Testing

@testable import Processor

/// Single random instructions in random states, every form of the table, against Bochs' processor.
@Suite(.serialized)
struct BochsProcessorTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let seed = environment["ORACLE_SEED"].flatMap { UInt64($0) } ?? 0x586
  static let count = environment["ORACLE_CASES"].flatMap { Int($0) } ?? 100_000

  /// All but CPUID, where the oracle is a later processor, and port instructions, which end its
  /// process, allowed or not; the ROM of checks has those.
  private static let forms = InstructionTable.forms.filter {
    !["cpuid", "in", "out"].contains($0.mnemonic) && !$0.encoding.isStringPort
  }

  @Test(.enabled(if: Oracle.has(Oracle.python.path)))
  func everyFormAgrees() async throws {
    print("ORACLE_SEED=\(Self.seed) ORACLE_CASES=\(Self.count)")
    let starts = stride(from: 0, to: Self.count, by: CaseMemory.codeSlots)
    let reports = try await withThrowingTaskGroup(of: CaseReport.self) { group in
      for start in starts {
        let count = min(CaseMemory.codeSlots, Self.count - start)
        group.addTask { try Self.batch(seed: Self.seed &+ UInt64(start), first: start, count) }
      }
      return try await group.reduce(into: CaseReport()) { $0.add($1) }
    }
    print(reports.summary)
    #expect(reports.differing.isEmpty, "\(reports.text)")
    #expect(reports.forms.count == min(Self.count, Self.forms.count))
  }

  /// So many cases with one process of the oracle.
  private static func batch(seed: UInt64, first: Int, _ count: Int) throws -> CaseReport {
    let image = CaseMemory.image(seed: seed)
    var generator = CaseGenerator(seed: seed)
    let cases = (0..<count).map { generator.next(forms[(first + $0) % forms.count], slot: $0) }
    var answers = ByteReader(try Oracle.run(Oracle.python, [script], input: input(image, cases)))
    let run = CaseRun(image: image)
    var report = CaseReport()
    for item in cases {
      let ours = run.result(item)
      guard !answers.isAtEnd else { throw OracleEnded() }
      report.add(item, ours, CaseResult(&answers))
    }
    return report
  }

  private static let script = Oracle.scripts.appending(path: "bochscpu_cases.py").path

  private static func input(_ image: [UInt8], _ cases: [Case]) -> Data {
    var input = Data()
    input.append(UInt32(image.count))
    input.append(UInt32(image.count))
    input.append(contentsOf: image)
    for item in cases {
      let data = item.data
      input.append(UInt32(data.count))
      input.append(data)
    }
    return input
  }
}

/// The oracle's process gave fewer answers than cases.
struct OracleEnded: Error {}

extension String {
  /// INS and OUTS.
  fileprivate var isStringPort: Bool { ["6C", "6D", "6E", "6F"].contains(self) }
}
