import Foundation
import TestSupport
import Testing

/// The register maps, tables and save set in `Examples`, as a reader would use them.
@Suite("Examples of maps, tables and save sets")
struct ExampleTests {
  private static func path(_ name: String) -> String {
    RoutineCommandTests.root.appending(path: "Examples/\(name)").path
  }

  @Test(
    "a map alone, and with a table of one's own",
    arguments: [
      ("nic.csv", nil, 10, "11 rows, 22 cells: 18 sound, 1 unsound, 3 useless, 0 hole"),
      ("nic.csv", "nic-table.csv", 0, "22 cells: 22 sound, 0 unsound, 0 useless, 0 hole"),
      ("nic.svd", nil, 0, "7 rows, 14 cells: 0 sound, 0 unsound, 0 useless, 14 hole"),
      ("nic.svd", "nic-svd-table.csv", 0, "14 cells: 14 sound, 0 unsound, 0 useless, 0 hole"),
    ] as [(String, String?, Int32, String)])
  func maps(map: String, table: String?, code: Int32, total: String) throws {
    let more = table.map { ["--table", Self.path($0)] } ?? []
    let result = try Command.verify.run(["nic", "--map", Self.path(map)] + more)
    #expect(result.code == code && result.out.contains(total), "\(result)")
  }

  @Test func aSaveSetIsShortOfOneItem() throws {
    let result = try Command.verify.run("saveset", "--save-set", Self.path("saveset.yaml"))
    #expect(result.code == 10 && result.out.contains("dr3 is"), "\(result)")
  }

  @Test("what a layout lacks and where slots meet is told with lines")
  func linesOfALayout() throws {
    let layout = try RoutineCommandTests.example("layout.yaml")
    let withoutTSS = layout.replacing("  tss: 0x00102800\n", with: "")
    let lacking = try RoutineCommandTests.run(
      ["layout", "l.yaml"], ["l.yaml": Data(withoutTSS.utf8)])
    #expect(lacking.code == 65 && lacking.err.contains("expected “tss” too"), "\(lacking.err)")
    let routine = try RoutineCommandTests.example("routine.yaml")
    let doubled = routine.replacing("{os1: save1_dr1,", with: "{os1: save1_dr0,")
    guard Oracle.has("as") else { return }
    let object = try Oracle.assembled(RoutineCommandTests.example("routine.s"), "as", ["--32"])
    let met = try RoutineCommandTests.run(
      ["routine", "r.o", "--layout", "l.yaml"], ["r.o": object, "l.yaml": Data(doubled.utf8)])
    let lines = routine.split(separator: "\n", omittingEmptySubsequences: false)
    let first = try #require(lines.firstIndex { $0.contains("dr0:") }) + 1
    #expect(met.code == 65)
    #expect(met.err.contains("l.yaml:\(first + 1): found a slot for dr1"), "\(met.err)")
    #expect(met.err.contains("over that for dr0 in line \(first),"), "\(met.err)")
  }
}
