import Logic
import Testing

@Suite("Known values fold")
struct FoldTests {
  @Test func arithmeticWrapsAtTheWidth() {
    #expect(((0xFFFF_FFFF as Bits<32>) + 1).known == 0)
    #expect(((0 as Bits<8>) - 1).known == 0xFF)
  }
}
