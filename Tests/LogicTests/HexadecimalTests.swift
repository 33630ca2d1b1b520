import Logic
import Testing

@Suite("Numbers as text")
struct HexadecimalTests {
  /// SDM 1, 1.3.4.
  @Test(
    "are written as the manuals write them",
    arguments: [(0, "0h"), (9, "9h"), (0xD, "0Dh"), (0x1AB, "1ABh"), (.max, "0FFFFFFFFFFFFFFFFh")]
      as [(UInt64, String)])
  func hexadecimal(number: UInt64, text: String) {
    #expect(number.inHexadecimal == text)
    #expect(Bits<64>(number).description == text)
  }
}
