import CMD

/// The SHA-256 digest of some bytes (FIPS 180-4).
struct Digest: Sendable {
  /// 64 digits.
  let inHexadecimal: String

  init(_ parts: [[UInt8]]) {
    var context = SHA2_CTX()
    SHA256Init(&context)
    for part in parts {
      part.withUnsafeBufferPointer { SHA256Update(&context, $0.baseAddress, $0.count) }
    }
    let length = Int(SHA256_DIGEST_LENGTH)
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      SHA256Final(buffer.baseAddress, &context)
      count = length
    }
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    inHexadecimal = String(decoding: text, as: UTF8.self)
  }
}
