extension UInt64 {
  /// The number in hexadecimal as Intel's manuals write it (SDM 1, 1.3.4): upper case with an h
  /// behind, and a 0 before a letter, so that none is taken for a name.
  public var inHexadecimal: String {
    let digits = String(self, radix: 16, uppercase: true)
    return (digits.first!.isLetter ? "0" : "") + digits + "h"
  }
}
