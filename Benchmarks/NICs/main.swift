import Foundation
import Models
import Proofs
import RegisterMaps

/// Deriving and judging the maps, and maps that are generated: processor time of all threads.
///
/// `swift run -c release nic-speed`

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = processorSeconds()
  try body()
  return processorSeconds() - start
}

func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func shown(_ seconds: Double) -> String { "\(Double(Int(seconds * 1000)) / 1000) s" }

/// A map of so many registers, of all kinds in turn.
func generated(_ rows: Int) -> RegisterMap {
  let models = RegisterMap.intel82540EM.fields
  return RegisterMap(
    "generated", "generated",
    (0..<rows).map { row in
      let model = models[row % models.count]
      return RegisterField(
        card: "generated", space: .memory, offset: Offset(UInt64(4 * row)), width: 32,
        name: "R\(row)", bits: "31:0", access: model.access, function: model.function,
        reading: model.reading, writing: model.writing, source: model.source, basis: model.basis,
        need: model.told, isVolatile: model.isVolatile)
    })
}

let judge = Judge()
let four = try seconds {
  for map in RegisterMap.all { _ = try Judgement(map, by: .paper, judge) }
}
print("the four maps, \(judge.count) different accesses decided: \(shown(four))")
var sizes: [(rows: Int, seconds: Double)] = []
for rows in [1024, 2048, 4096] {
  let map = generated(rows)
  let time = try seconds { _ = try Judgement(map, by: .paper, Judge()) }
  sizes.append((rows, time))
  print("\(rows) generated rows: \(shown(time))")
}
let growth = sizes[2].seconds / sizes[0].seconds
print("four times the rows: \(Double(Int(growth * 100)) / 100) times the time")
