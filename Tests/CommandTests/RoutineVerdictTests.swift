import Foundation
import TestSupport
import Testing

/// What is said of the example routine with something changed in it or in its layout.
@Suite struct RoutineVerdictTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// In the routine's source: what is replaced, and by what.
    var code: [(String, String)] = []
    /// In the layout file.
    var layout: [(String, String)] = []
    var exit: Int32 = 10
    var says: String

    var testDescription: String { name }
  }

  private static let globals = [
    ("cpu: pentium ", "cpu: pentium-ii "),
    ("0x00110000, size: 0x8000}", "0x00110000, size: 0x8000, global: yes}"),
    ("0x00190000, size: 0x8000}", "0x00190000, size: 0x8000, global: yes}"),
    ("    - {linear: 0x40000000,", "    # {linear: 0x40000000,"),
    ("    fpu: {os1: save1_fpu, os2: save2_fpu}", ""),
  ]

  private static let withoutX87 = [
    ("        fnsave  save\\from\\()_fpu\n", ""), ("        frstor  save\\to\\()_fpu\n", ""),
    ("        orl     $0x10, %eax\n", ""),
  ]

  static let cases: [Case] = [
    Case(
      name: "breakpoints live before GDTR and the x87 state are loaded",
      code: [
        (
          "        lgdt    save",
          "        movl    save\\to\\()_dr7, %eax\n        movl    %eax, %dr7\n        lgdt    save"
        )
      ], says: "exception 1 (debug): the breakpoint of DR"),
    Case(
      name: "more instructions than are looked at",
      code: [
        (
          "        pushfl\n",
          "        movl $1250, %ecx\n1:      decl %ecx\n        jnz 1b\n        pushfl\n"
        )
      ],
      exit: 5, says: "it goes on for more than 2000 instructions"),
    Case(
      name: "a loop without an end",
      code: [("        pushfl\n", "1:      jmp 1b\n        pushfl\n")],
      says: "it does not end: a state comes again and again"),
    Case(
      name: "a loop that waits for a time",
      code: [
        (
          "        pushfl\n",
          "1:      rdtsc\n        cmpl $0x100000, %eax\n        movl $0, %eax\n        movl $0, %edx\n        jb 1b\n        pushfl\n"
        )
      ], exit: 5, says: "it goes on for more than 2000 instructions"),
    Case(
      name: "one entry for all lines", layout: [("  ends: {", "  # {")],
      says: "it ends at OS2's routine for line 2, which is another line's"),
    Case(
      name: "global translations left over where the other OS maps nothing", code: withoutX87,
      layout: globals,
      says:
        "OS1 may go on with a global translation of OS2: 100000h to physical 190000h, where it maps nothing"
    ),
    Case(
      name: "global translations flushed too early",
      code: withoutX87 + [
        (
          "        pushfl\n",
          """
                  movl    %cr4, %eax
                  andl    $~0x80, %eax
                  movl    %eax, %cr4
                  orl     $0x80, %eax
                  movl    %eax, %cr4
                  pushfl

          """
        )
      ], layout: globals,
      says: "OS2 may go on with a global translation of OS1: C0000000h to physical 110000h"),
    Case(
      name: "a busy TSS", code: [("        andb    $~2, 5(%edx,%eax)\n", "")],
      says: "with error code 38h: selector 38h of the GDT names a busy TSS"),
    Case(
      name: "the x87 state not cleared", code: [("        fnsave  save\\from\\()_fpu\n", "")],
      says: "exception 16 (math): an unmasked x87 exception is pending"),
    Case(
      name: "CR0.TS and EM not cleared", code: [("        andl    $~0xC, %eax\n", "")],
      says: "exception 7 (deviceNotAvailable): CR0."),
  ]

  @Test(.enabled(if: Oracle.has("as")), arguments: cases)
  func aChangeIsJudged(_ change: Case) throws {
    func replaced(_ name: String, _ pairs: [(String, String)]) throws -> String {
      let text = try RoutineCommandTests.example(name)
      return pairs.reduce(text) { text, pair in
        #expect(text.contains(pair.0), "\(pair.0)")
        return text.replacing(pair.0, with: pair.1)
      }
    }
    let object = try Oracle.assembled(replaced("routine.s", change.code), "as", ["--32"])
    let layout = Data(try replaced("routine.yaml", change.layout).utf8)
    // What a routine without x87 state does not keep is not asked for.
    let set =
      "eax ebx ecx edx edi esi ebp esp ds es fs gs ss eflags cr0 cr2 cr3 cr4 gdtr idtr ldtr tr"
      .split(separator: " ").map { "- \($0)\n" }.joined()
    let isWhole = !change.code.contains { $0.0 == Self.withoutX87[1].0 }
    let result = try RoutineCommandTests.run(
      ["routine", "r.o", "--layout", "l.yaml"] + (isWhole ? [] : ["--save-set", "s.yaml"]),
      ["r.o": object, "l.yaml": layout, "s.yaml": Data(set.utf8)])
    #expect(result.code == change.exit, "\(result.out)\(result.err)")
    #expect(result.out.contains(change.says), "\(result.out)\(result.err)")
  }

  @Test func sourceTextIsNoRoutine() throws {
    let layout = Data(try RoutineCommandTests.example("routine.yaml").utf8)
    let result = try RoutineCommandTests.run(
      ["routine", "r.s", "--layout", "l.yaml"],
      ["r.s": Data("from_1:\n\tpushal\n".utf8), "l.yaml": layout])
    #expect(result.code == 65)
    #expect(result.err.contains("r.s: found text, expected code"), "\(result.err)")
  }
}
