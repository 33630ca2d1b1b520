/// The bytes of an image file, read in little-endian order; a read beyond its end is an error.
package struct ImageBytes {
  package let file: String
  package let bytes: [UInt8]

  package init(file: String, bytes: [UInt8]) {
    self.file = file
    self.bytes = bytes
  }

  /// The `count` bytes from `offset`.
  package func slice(_ offset: Int, _ count: Int, _ what: String) throws(InputError) -> ArraySlice<
    UInt8
  > {
    guard offset >= 0, count >= 0, count <= bytes.count, offset <= bytes.count - count else {
      throw InputError(
        file, .offset(bytes.count), found: "the end of the file",
        expected: "\(what), \(count) bytes from offset \(hex(offset))")
    }
    return bytes[offset..<offset + count]
  }

  /// The number of `count` bytes at `offset`.
  package func number(_ offset: Int, _ count: Int, _ what: String) throws(InputError) -> Int {
    try slice(offset, count, what).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  package func word(_ offset: Int, _ what: String) throws(InputError) -> Int {
    try number(offset, 2, what)
  }

  package func doubleword(_ offset: Int, _ what: String) throws(InputError) -> Int {
    try number(offset, 4, what)
  }

  /// Throws unless the number at `offset` is the one expected.
  package func require(
    _ offset: Int, _ count: Int, _ expected: Int, _ what: String, _ meaning: String
  ) throws(InputError) {
    let found = try number(offset, count, what)
    guard found == expected else {
      throw InputError(
        file, .offset(offset), found: "\(what) \(found)", expected: "\(expected) (\(meaning))")
    }
  }
}
