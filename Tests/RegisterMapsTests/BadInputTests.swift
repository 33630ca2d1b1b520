import Models
import RegisterMaps
import Testing

@Suite("Maps that can't be used")
struct BadInputTests {
  static let head = CSVMap.columns.joined(separator: ",")
  static let good = "X,mmio,0x0,32,CTRL,31:0,RW,-,none,resets,manual,doc"

  static func rows(_ rows: String...) -> String {
    ([head] + rows).joined(separator: "\n") + "\n"
  }

  static let csv: [(text: String, line: Int?, found: String, expected: String)] = [
    ("", nil, "an empty file", "columns"),
    (head + "\n", 1, "no row", "a row"),
    (
      "nic,space,offset,width,name,bits,access,func,read_changes,write_changes,source\n", 1,
      "columns nic", "a column “basis”"
    ),
    (head.replacing("access", with: "acess") + "\n", 1, "a column “acess”", "“access”"),
    (head.replacing("nic,", with: "NIC,") + "\n", 1, "a column “NIC”", "“nic”"),
    (head + ",read_kinds\n" + good + ",clears\n", 1, "a column “read_kinds”", "“read_kind”"),
    (head + ",answer\n" + good + ",one\n", 2, "answer “one”", "set or zero"),
    (rows("X,mmio,0x0"), 2, "3 cells", "12"),
    (
      rows(good, "X,mmio,0x4,32,B,31:0,RX,-,none,none,m,doc"), 3, "access “RX”",
      "one of RW, RO"
    ),
    (rows("X,mmoi,0x4,32,B,31:0,RW,-,none,none,m,doc"), 2, "space “mmoi”", "one of pci-config"),
    (rows("X,mmio,0x4,32,B,31:0,RW,B-9,none,none,m,doc"), 2, "func “B-9”", "A.ident"),
    (rows("X,mmio,0x4,32,B,31:0,RW,-,none,none,m,sure"), 2, "basis “sure”", "src"),
    (rows("X,mmio,four,32,B,31:0,RW,-,none,none,m,doc"), 2, "offset “four”", "0x2c"),
    (
      rows("X,pci-config,0x100,32,B,31:0,RW,-,none,none,m,doc"), 2, "offset “0x100”",
      "within pci-config, which ends at 0x100"
    ),
    (rows("X,pci-config,0xfe,32,B,31:0,RW,-,none,none,m,doc"), 2, "offset “0xfe”", "4 byte(s)"),
    (rows("X,mdio,0x20,16,B,15:0,RW,-,none,none,m,doc"), 2, "offset “0x20”", "within mdio"),
    (rows("X,mmio,0x4,31,B,30:0,RW,-,none,none,m,doc"), 2, "width “31”", "8, 16"),
    (rows("X,mmio,0x4,16,B,31:0,RW,-,none,none,m,doc"), 2, "bits “31:0”", "16 bits wide"),
    (rows("X,mmio,0x4,32,B,low,RW,-,none,none,m,doc"), 2, "bits “low”", "15:0"),
    (
      rows(good, "X,mmio,0x2,16,B,7:0,RW,-,none,none,m,doc"), 3,
      "“B” over bits of “CTRL” in line 2", "do not overlap"
    ),
    (
      rows("X,pci-config,0xfc,32,A[0..127],31:0,RW array,-,none,none,m,doc"), 2, "offset “0xfc”",
      "512 byte(s) within pci-config"
    ),
    (
      rows("X,pci-config,PM+0xfc,32,A,31:0,RW,-,none,none,m,doc"), 2, "offset “PM+0xfc”",
      "within a capability, which ends at 0xc0"
    ),
    (
      rows(
        "X,mmio,0x0,32,A[0..18446744073709551615],31:0,RW array,-,none,none,m,doc"), 2,
      "offset “0x0”", "within mmio"
    ),
    (
      rows(
        "X,mmio,0x0,32,A[0..3],31:0,RW array,-,none,none,m,doc",
        "X,mmio,0x8,32,B,3:0,RW,-,none,none,m,doc"), 3, "“B” over bits of “A[0..3]” in line 2",
      "do not overlap"
    ),
    (
      rows(good, "X,mmio,0x0,32,CTRL read-back,31:0,RW,-,none,none,m,doc"), 3,
      "“CTRL read-back” over bits of “CTRL”", "do not overlap"
    ),
    (rows("X,mmio,0x4,32,B,7:4=0xFF,WO opcode,-,none,none,m,doc"), 2, "bits “7:4=0xFF”", "opcode"),
    (
      head + ",name\n" + good + ",B\n", 1, "two columns “name”", "each column once"
    ),
    (
      head + ",read_kind\n" + good + ",eats\n", 2, "read_kind “eats”", "one of nothing, clears"
    ),
    (head + ",volatile\n" + good + ",maybe\n", 2, "volatile “maybe”", "yes or no"),
    (rows(good, good), 3, "“CTRL” as in line 2", "each field once"),
    (rows("X,mmio,0x4,32,\"B,31:0,RW"), 2, "a quote that is not closed", "its end"),
  ]

  @Test("a CSV map is refused with line, found and expected", arguments: csv.indices)
  func csvIsRefused(index: Int) throws {
    let row = Self.csv[index]
    let error = #expect(throws: MapError.self) { try CSVMap.map(row.text, file: "map.csv") }
    #expect(error?.line == row.line && error?.file == "map.csv", "\(error!)")
    #expect(error?.found.contains(row.found) == true, "\(error!)")
    #expect(error?.expected.contains(row.expected) == true, "\(error!)")
  }

  @Test func aClearOnReadFieldIsClearedWhateverTheTextSays() throws {
    for text in ["none", "none of the bits survive"] {
      let row = "X,mmio,0x4,32,B,31:0,RC,B-3.read,\(text),none,m,doc"
      let map = try CSVMap.map(Self.rows(row), file: "map.csv")
      #expect(map.fields[0].reading.kind == .clears)
    }
  }

  static func svd(_ registers: String, peripheral: String = "") -> String {
    """
    <device>
    <name>D</name><size>32</size>
    <peripherals>
    <peripheral><name>P</name><baseAddress>0x1000</baseAddress><registers>
    \(registers)
    </registers></peripheral>
    \(peripheral)
    </peripherals>
    </device>
    """
  }

  static let bad: [(text: String, line: Int, found: String)] = [
    ("<device>", 1, "does not parse"),
    ("<device>\n<!-- a -- b -->\n<name>X</name>\n</device>\n", 2, "does not parse"),
    ("<chip/>", 1, "<chip>"),
    ("<device></device>", 1, "no <peripherals>"),
    (svd(""), 3, "no <register>"),
    (svd("<register><addressOffset>0</addressOffset></register>"), 5, "without <name>"),
    (
      svd(
        "<register derivedFrom=\"B\"><name>A</name></register>\n"
          + "<register derivedFrom=\"A\"><name>B</name></register>"), 5, "comes back to “A”"
    ),
    (svd("<register derivedFrom=\"A\"><name>A</name></register>"), 5, "comes back to “A”"),
    (svd("<register derivedFrom=\"Z\"><name>A</name></register>"), 5, "derivedFrom “Z”"),
    (
      svd(
        "<register><name>A</name></register>",
        peripheral: "<peripheral derivedFrom=\"Q\"><name>Q</name></peripheral>"), 7, "comes back"
    ),
    (svd("<register derivedFrom=\"E.A\"><name>B</name></register>"), 5, "derivedFrom “E.A”"),
    (
      svd("<register derivedFrom=\"P.Z\"><name>A</name></register>"), 5, "derivedFrom “P.Z”"
    ),
    (
      svd(
        "<register derivedFrom=\"Q.B\"><name>A</name></register>",
        peripheral: "<peripheral><name>Q</name><registers>"
          + "<register derivedFrom=\"P.A\"><name>B</name></register></registers></peripheral>"), 5,
      "comes back to “P.A”"
    ),
    (
      svd(
        "<cluster><name>C</name>\n<cluster derivedFrom=\"P.C\"><name>D</name></cluster>\n"
          + "<register><name>A</name></register></cluster>"), 6, "comes back to “P.C”"
    ),
    (
      svd("<register><name>A</name><alternateRegister>Z</alternateRegister></register>"), 5,
      "<alternateRegister> “Z”"
    ),
    (
      svd(
        "<register><name>A</name><access>read-only</access></register>\n"
          + "<register><name>B</name></register>"), 6, "“P.B” over bits of “P.A”"
    ),
    (svd("<register><name>A</name>\n<access>rw</access></register>"), 6, "<access> “rw”"),
    (svd("<register><name>A</name><readAction>eat</readAction></register>"), 5, "“eat”"),
    (
      svd("<register><name>A</name><modifiedWriteValues>x</modifiedWriteValues></register>"), 5,
      "“x”"
    ),
    (
      svd("<register><name>A</name><addressOffset>0xFFFFF000</addressOffset></register>"), 5,
      "address 0x100000000"
    ),
    (
      svd("<register><name>A</name></register><register><name>B</name></register>"), 5,
      "“P.B” over bits of “P.A”"
    ),
    (
      svd("<register><name>A</name><fields><field><name>F</name></field></fields></register>"), 5,
      "without bits"
    ),
    (
      svd(
        "<register><name>A</name><fields><field><name>F</name>"
          + "<bitRange>[32:32]</bitRange></field></fields></register>"), 5, "bits 32:32"
    ),
    (svd("<register><name>A</name><dim>two</dim></register>"), 5, "<dim> “two”"),
    (
      svd("<register><name>A%s</name><dim>2</dim><dimIndex>A,B,C</dimIndex></register>"), 5,
      "<dimIndex>"
    ),
    (
      svd(
        "<register><name>A</name><fields><field><name>F%s</name><bitOffset>0</bitOffset><dim>2</dim>"
          + "<dimIncrement>0xffffffffffffffff</dimIncrement></field></fields></register>"), 5,
      "<dimIncrement>"
    ),
    (
      svd(
        "<register><name>A%s</name><dim>2</dim>"
          + "<dimIndex>0-9223372036854775807</dimIndex></register>"), 5, "<dimIndex>"
    ),
    (
      svd("<register><name>A%s</name><dim>2</dim><dimIndex>B-A</dimIndex></register>"), 5,
      "<dimIndex>"
    ),
    (
      svd(
        "<register><name>A</name><addressOffset>0xfffffffffffff000</addressOffset></register>"), 5,
      "<addressOffset>"
    ),
  ]

  @Test("an SVD file is refused with line and what was found", arguments: bad.indices)
  func svdIsRefused(index: Int) throws {
    let row = Self.bad[index]
    let error = #expect(throws: MapError.self) { try SVDMap.map(row.text, file: "x.svd") }
    #expect(error?.line == row.line, "\(error!)")
    #expect(error?.found.contains(row.found) == true, "\(error!)")
  }

  @Test func svdLosesNoRegisters() throws {
    let text = Self.svd(
      "<register><name>A</name><fields/></register>",
      peripheral: """
        <peripheral derivedFrom="P"><name>Q</name><baseAddress>0x2000</baseAddress><registers>
        <register><name>B</name><addressOffset>4</addressOffset></register>
        </registers></peripheral>
        """)
    let rows = try SVDMap.map(text, file: "x.svd").fields.map { "\($0.card) \($0.name)" }
    #expect(rows == ["P P.A", "Q Q.B", "Q Q.A"])
  }

  @Test func svdGivesFieldsWithWhatIsInheritedAndDerived() throws {
    let text = Self.svd(
      """
      <register><name>CAUSE</name><addressOffset>0x10</addressOffset>
        <modifiedWriteValues>oneToClear</modifiedWriteValues><readAction>clear</readAction>
      </register>
      <register derivedFrom="CAUSE"><name>MORE</name><addressOffset>0x14</addressOffset></register>
      <register><name>COUNT%s</name><addressOffset>0x20</addressOffset><access>read-only</access>
        <readAction>clear</readAction><dim>3</dim><dimIncrement>4</dimIncrement></register>
      <register><name>CTL</name><addressOffset>0x40</addressOffset><fields>
        <field><name>EN</name><bitOffset>0</bitOffset></field>
        <field><name>MODE</name><bitRange>[7:4]</bitRange><access>read-only</access></field>
        <field><name>T</name><lsb>8</lsb><msb>9</msb>
          <modifiedWriteValues>oneToToggle</modifiedWriteValues></field>
      </fields></register>
      <cluster><name>RING%s</name><addressOffset>0x80</addressOffset><dim>2</dim>
        <dimIncrement>0x10</dimIncrement><dimIndex>A-B</dimIndex>
        <register><name>BASE</name><addressOffset>4</addressOffset></register></cluster>
      """,
      peripheral: """
        <peripheral derivedFrom="P"><name>Q</name><baseAddress>0x2000</baseAddress></peripheral>
        """)
    let map = try SVDMap.map(text, file: "x.svd")
    let rows = map.fields.map {
      "\($0.card) \($0.name) \($0.offset.text) \($0.bits.text) \($0.access.rawValue) "
        + "\($0.reading.kind) \($0.writing.kind)"
    }
    let expected = [
      "CAUSE 0x1010 31:0 RC+W1C clears clearsOnes", "MORE 0x1014 31:0 RC+W1C clears clearsOnes",
      "COUNT0 0x1020 31:0 RC clears nothing", "COUNT1 0x1024 31:0 RC clears nothing",
      "COUNT2 0x1028 31:0 RC clears nothing", "CTL.EN 0x1040 0:0 RW nothing stores",
      "CTL.MODE 0x1040 7:4 RO nothing nothing", "CTL.T 0x1040 9:8 MIXED nothing changes",
      "RINGA.BASE 0x1084 31:0 RW nothing stores", "RINGB.BASE 0x1094 31:0 RW nothing stores",
    ]
    #expect(rows.prefix(10) == expected.map { "P P." + $0 }[...])
    #expect(map.note?.contains("--table FILE must give rows their classes") == true)
    #expect(rows.count == 20 && rows[10] == "Q Q.CAUSE 0x2010 31:0 RC+W1C clears clearsOnes")
  }

  /// Names, addresses and access kinds of a map in SVD.
  private static func rows(svd text: String) throws -> [String] {
    try SVDMap.map(text, file: "x.svd").fields.map {
      "\($0.name) \($0.offset.text) \($0.access.rawValue)"
    }
  }

  @Test func svdArraysOfPeripherals() throws {
    let array = """
      <peripheral><name>T[%s]</name><baseAddress>0x4000</baseAddress><dim>3</dim>
      <dimIncrement>0x100</dimIncrement><dimIndex>A,B,C</dimIndex><registers>
      <register><name>CTL</name><addressOffset>8</addressOffset></register></registers></peripheral>
      """
    let text = Self.svd("<register><name>A</name></register>", peripheral: array)
    #expect(
      try Self.rows(svd: text) == [
        "P.A 0x1000 RW", "T[A].CTL 0x4008 RW", "T[B].CTL 0x4108 RW", "T[C].CTL 0x4208 RW",
      ])
  }

  @Test func svdDerivedFromByAPath() throws {
    let other = """
      <peripheral><name>Q</name><baseAddress>0x2000</baseAddress><registers>
      <register derivedFrom="P.CAUSE"><name>WHY</name><addressOffset>4</addressOffset></register>
      <register derivedFrom="P.RING.BASE"><name>LOW</name><addressOffset>8</addressOffset></register>
      <register><name>CTL</name><addressOffset>12</addressOffset><fields>
        <field derivedFrom="P.MODE.M"><name>N</name></field>
        <field derivedFrom="CTL.N"><name>O</name><bitOffset>4</bitOffset></field>
      </fields></register></registers></peripheral>
      <peripheral derivedFrom="Q"><name>R</name><baseAddress>0x3000</baseAddress><registers>
      <register derivedFrom="R.WHY"><name>MORE</name><addressOffset>16</addressOffset></register>
      </registers></peripheral>
      """
    let text = Self.svd(
      """
      <register><name>CAUSE</name><readAction>clear</readAction><access>read-only</access></register>
      <cluster><name>RING</name><addressOffset>0x80</addressOffset>
        <register><name>BASE</name><access>write-only</access></register></cluster>
      <register><name>MODE</name><addressOffset>16</addressOffset><fields>
        <field><name>M</name><bitRange>[1:0]</bitRange><access>read-only</access></field>
      </fields></register>
      """, peripheral: other)
    let rows = try Self.rows(svd: text).dropFirst(3)
    #expect(
      Array(rows) == [
        "Q.WHY 0x2004 RC", "Q.LOW 0x2008 WO", "Q.CTL.N 0x200c RO", "Q.CTL.O 0x200c RO",
        "R.MORE 0x3010 RC", "R.WHY 0x3004 RC", "R.LOW 0x3008 WO", "R.CTL.N 0x300c RO",
        "R.CTL.O 0x300c RO",
      ])
  }

  @Test func svdRegistersThatShareAnAddress() throws {
    let text = Self.svd(
      """
      <register><name>RX</name><access>read-only</access><readAction>modify</readAction></register>
      <register><name>TX</name><access>write-only</access></register>
      <register><name>MODE</name><addressOffset>4</addressOffset></register>
      <register><name>MODE_B</name><addressOffset>4</addressOffset>
        <alternateRegister>MODE</alternateRegister></register>
      <register><name>BAUD</name><addressOffset>0</addressOffset>
        <alternateGroup>DLAB</alternateGroup></register>
      """)
    #expect(
      try Self.rows(svd: text) == [
        "P.RX 0x1000 RC", "P.TX 0x1000 WO", "P.MODE 0x1004 RW", "P.MODE_B 0x1004 RW",
        "P.BAUD 0x1000 RW",
      ])
  }
}
