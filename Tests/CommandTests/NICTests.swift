import Foundation
import TestSupport
import Testing

@Suite("verify nic and verify tables")
struct NICTests {
  @Test func judgesAMap() throws {
    let root = try Command.verify.run("nic", "8255x", "--json").json
    let cells = try #require(root["cells"] as? [[String: Any]])
    #expect(cells.count == 160)
    let keys: Set = [
      "space", "offset", "width", "name", "bits", "direction", "function", "class", "verdict",
      "derived", "trace", "card", "reason",
    ]
    #expect(cells.allSatisfy { Set($0.keys) == keys })
    let dump = try #require(
      cells.first {
        $0["name"] as? String == "SCB Command: CUC Dump Statistical Counters"
          && $0["direction"] as? String == "write"
      })
    #expect(dump["verdict"] as? String == "unsound" && dump["class"] as? String == "1")
    #expect(dump["derived"] as? [String] == ["2-a", "2-c", "3"])
    let summary = try #require(root["summary"] as? [String: Any])
    let counts = ["sound", "unsound", "useless", "hole", "undecided"].map { summary[$0] as? Int }
    #expect(counts.compactMap { $0 }.reduce(0, +) == cells.count && counts.count == 5)
  }

  @Test func tracesAreWrittenAndNamed() throws {
    try Scratch.with { scratch in
      let directory = scratch.appending(path: "traces").path
      let root = try Command.verify.run("nic", "pci", "--json", "--traces", directory).json
      let cells = try #require(root["cells"] as? [[String: Any]])
      let paths = cells.compactMap { $0["trace"] as? String }
      #expect(paths.count == cells.count { $0["verdict"] as? String == "unsound" })
      #expect(paths.count == Scratch.names(scratch.appending(path: "traces")).count)
      #expect(!paths.isEmpty)
    }
  }

  @Test func aFieldIsShownWithItsRun() throws {
    let text = try Command.verify.run("nic", "82540EM", "--field", "GPRC").out
    #expect(text.contains("class 1 is unsound") && text.contains("never counts"))
    let step = "OS1 reads it, class 1  changed = 0h  (run 2 does without)"
    #expect(text.contains(step))
    let root = try Command.verify.run("nic", "82540EM", "--field", "GPRC", "--json").json
    #expect((root["cells"] as? [[String: Any]])?.map { $0["name"] as? String } == ["GPRC", "GPRC"])
  }

  private static let head =
    "nic,space,offset,width,name,bits,access,func,read_changes,write_changes,source,basis\n"
  private static let row = "X,mmio,0x0,32,COUNT,31:0,RC,B-3.read,becomes 0,none,manual,doc\n"

  @Test func aMapOfOnesOwnEndsWithTenWhereACellIsUnsound() throws {
    try Scratch.with { scratch in
      let map = scratch.appending(path: "map.csv")
      try (Self.head + Self.row).write(to: map, atomically: true, encoding: .utf8)
      #expect(try Command.verify.run("nic", "--map", map.path).code == 10)
      let table = scratch.appending(path: "table.csv")
      try "row,direction,class,reason\nCOUNT,read,2-c,a shadow\n".write(
        to: table, atomically: true, encoding: .utf8)
      let result = try Command.verify.run("nic", "--map", map.path, "--table", table.path)
      #expect(result.code == 0 && result.out.contains("2 sound"))
    }
  }

  static let bad: [(map: String, table: String?, error: String)] = [
    ("nic,space\n", nil, "map:1: found columns nic,space, expected a column “offset”"),
    (head + row.replacing(",RC,", with: ",RQ,"), nil, "map:2: found access “RQ”, expected one of"),
    (head + row + row.replacing("COUNT", with: "B"), nil, "map:3: found “B” over bits of “COUNT”"),
    (
      head + row.replacing("mmio,0x0", with: "pci-config,0x100"), nil, "map:2: found offset “0x100”"
    ),
    (
      "<device><peripherals>\n<peripheral derivedFrom=\"A\"><name>A</name></peripheral>\n</peripherals></device>",
      nil, "map:2: found derivedFrom that comes back to “A”"
    ),
    (head + row, "row,direction,class,reason\nCUONT,read,1,x\n", "table:2: found row “CUONT”"),
    (head + row, "row,direction,class,reason\nCOUNT,read,4,x\n", "table:2: found class “4”"),
    (head + row, "row,direction,class,reason\nCOUNT,read,1,\n", "table:2: found reason “”"),
    (head + row, "row,direction,class,reason\nCOUNT,up,1,x\n", "table:2: found direction “up”"),
    (head + row, "row,class\n", "table:1: found columns row,class"),
    (
      head + row, "row,direction,class,reason\nCOUNT,read,1,x\nCOUNT,both,1,x\n",
      "table:3: found “COUNT”, read, as in line 2"
    ),
  ]

  @Test("what can't be used is refused with its line", arguments: bad.indices)
  func refusals(index: Int) throws {
    let (map, table, error) = Self.bad[index]
    try Scratch.with { scratch in
      let (mapFile, tableFile) = (scratch.appending(path: "map"), scratch.appending(path: "table"))
      try map.write(to: mapFile, atomically: true, encoding: .utf8)
      try table?.write(to: tableFile, atomically: true, encoding: .utf8)
      let more = table == nil ? [] : ["--table", tableFile.path]
      let result = try Command.verify.run(["nic", "--map", mapFile.path] + more)
      #expect(result.code == 65 && result.out.isEmpty)
      #expect(result.err.contains(error), "\(result.err)")
      #expect(result.err.split(separator: "\n").count == 1)
    }
  }

  @Test(
    "wrong arguments",
    arguments: [
      (["nic"], 64, "expected the name of a map"), (["nic", "pci", "--map", "x"], 64, "expected"),
      (["nic", "pci", "--mutate", "--repair"], 64, "--mutate and --repair: expected one of them"),
      (["nic", "3c905"], 65, "no map “3c905”; there are pci"),
      (["nic", "--map", "/nowhere"], 65, "/nowhere"),
      (["nic", "pci", "--field", "BAR9"], 65, "no field “BAR9”"),
      (["nic", "pci", "--field", "NOPE"], 65, "no field “NOPE”\n"),
      (["tables", "--nic", "3c905"], 65, "no map"), (["tables", "--format", "pdf"], 64, "pdf"),
      (["tables", "--language", "fr"], 64, "fr"),
      (["tables", "--diff", "/nowhere"], 65, "nowhere"),
      (["tables", "--diff", "/dev/null"], 65, "/dev/null:1: found text that is no JSON"),
    ] as [([String], Int32, String)])
  func arguments(arguments: [String], code: Int32, part: String) throws {
    let result = try Command.verify.run(arguments)
    #expect(result.code == code && result.err.contains(part), "\(result)")
  }

  @Test func whereATextIsNoJSONIsTold() throws {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "earlier.json")
      try "{\"cells\":\n[1,\n2,,]}".write(to: file, atomically: true, encoding: .utf8)
      let result = try Command.verify.run("tables", "--diff", file.path)
      #expect(result.code == 65 && result.err.contains("earlier.json:3: found"), "\(result.err)")
      let replay = try Command.verify.run("replay", file.path)
      #expect(replay.code == 65 && replay.err.contains("earlier.json:3: "), "\(replay.err)")
    }
  }

  @Test func aRepairedTableIsDataToo() throws {
    let root = try Command.verify.run("nic", "pci", "--repair", "--json").json
    let rows = try #require(root["rows"] as? [[String: String]])
    let text = try Command.verify.run("nic", "pci", "--repair").out
    #expect(rows.count + 1 == text.split(separator: "\n").count)
    #expect(rows.allSatisfy { Set($0.keys) == ["row", "direction", "class", "reason"] })
  }

  @Test func aDifferenceIsShown() throws {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "earlier.json")
      let now = try Command.verify.run("nic", "pci", "--json").out
      try now.write(to: file, atomically: true, encoding: .utf8)
      let same = try Command.verify.run("tables", "--diff", file.path)
      #expect(same.code == 0 && same.out == "no difference in meaning\n")
      let table = scratch.appending(path: "t.csv")
      try "row,direction,class,reason\nA.base,both,2-c,answers sizing\n".write(
        to: table, atomically: true, encoding: .utf8)
      let result = try Command.verify.run("tables", "--diff", file.path, "--table", table.path)
      #expect(
        result.out.contains(
          "~ PCI pci-config 0x10 BAR0: address 31:4 (mem) 31:2 (io) read: class 2-a → 2-c; verdict useless → sound"
        ), "\(result.out)")
      #expect(result.out.hasPrefix("judged by paper's table 2 → \(table.path)\n"))
    }
  }
}
