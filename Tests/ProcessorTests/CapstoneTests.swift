import Foundation
import TestSupport
import Testing

@testable import Processor

/// Texts of all forms against Capstone's, which disassembles the bytes that our encoder writes.
@Suite struct CapstoneTests {
  private static let script = Oracle.scripts.appending(path: "capstone_texts.py").path

  @Test(.enabled(if: Oracle.has(Oracle.python.path)))
  func everyFormReadsTheSame() throws {
    let instructions = InstructionTable.forms.indices.flatMap { row in
      // How x87 arithmetic is called is outside the subset.
      InstructionTable.forms[row].mnemonic == "esc" ? [] : Instances.all(row: UInt16(row))
    }
    let lines = instructions.map { hexDigits($0.encoded()) + "\n" }.joined()
    let answer = try Oracle.run(Oracle.python, [Self.script], input: Data(lines.utf8))
    let texts = String(decoding: answer, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    try #require(texts.count == instructions.count + 1)
    for (instruction, text) in zip(instructions, texts) {
      #expect(Self.spelled(instruction) == text)
    }
  }

  private func hexDigits(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// Our text, spelled as Capstone 4.0.2 does where it departs from it.
  private static func spelled(_ i: Instruction) -> String {
    let text = i.text(end: 0x1000 + UInt32(i.encoded().count))
    func replacing(_ old: String, _ new: String) -> String {
      text.replacingOccurrences(of: old, with: new)
    }
    let isWide = i.operandSize == 32
    switch i.form.mnemonic {
    // Sign-extended bytes of these without a sign.
    case "and", "or", "xor": return replacing("-0x7b", isWide ? "0xffffff85" : "0xff85")
    // The sizes of far pointers and of x87 areas.
    case "ljmp", "lcall":
      return replacing("dword ptr ", "").replacingOccurrences(of: "fword ptr ", with: "")
    case "lds", "les", "lfs", "lgs", "lss":
      return replacing(isWide ? "fword" : "dword", "").replacingOccurrences(of: "  ", with: " ")
    case "fnsave", "frstor": return replacing(i.form.mnemonic, "\(i.form.mnemonic) dword ptr")
    case "fnstsw" where i.form.encoding == "DD /7": return replacing("word", "dword")
    // Selectors by the operand size.
    case "lar" where isWide, "lsl" where isWide: return selector(i, text)
    case "mov" where i.form.encoding == "8E /r": return selector(i, text)
    // Names.
    case "shl" where i.form.encoding.hasSuffix("/6"): return replacing("shl", "sal")
    case "xlat": return "xlatb"
    case "pusha", "popa": return i.form.mnemonic + (isWide ? "al" : "aw").dropFirst()
    case "enter": return replacing("0x83", "-0x7d")
    // With 67 a 16-bit jump is not cut to 16 bits, and 66 goes unseen; F2 is another instruction.
    case let name where name.first == "j" && !isWide && i.addressSize == 16:
      return replacing("0x92", "0xffff92")
    case "cbw" where i.addressSize == 16: return "cwde"
    case "cwd" where i.addressSize == 16: return "cdq"
    case "movs" where isWide && i.repeats == .whileNotEqual: return replacing("repne ", "")
    // One encoding of eight.
    case "sfence" where !i.form.encoding.hasSuffix("F8"): return ""
    default: return text
    }
  }

  /// A register operand of 16 bits named as of 32.
  private static func selector(_ i: Instruction, _ text: String) -> String {
    guard case .register = i.second else {
      return i.form.mnemonic == "lsl" ? text.replacingOccurrences(of: "word", with: "dword") : text
    }
    return text.replacingOccurrences(of: ", ", with: ", e")
  }
}
