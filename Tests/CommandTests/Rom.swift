import Foundation
import TestSupport

/// An image for `verify run`, in a directory for the time of a test.
enum Rom {
  /// - Parameter code: two hexadecimal digits a byte; it is entered at F000:0000
  static func with<R>(_ code: String, _ body: (String) throws -> R) throws -> R {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "rom.bin")
      try Data(image(code)).write(to: file)
      return try body(file.path)
    }
  }

  private static func image(_ code: String) -> [UInt8] {
    var image = code.split(separator: " ").map { UInt8($0, radix: 16)! }
    image += [UInt8](repeating: 0, count: 0xFFF0 - image.count)
    image += [0xEA, 0x00, 0x00, 0x00, 0xF0]  // ljmp F000:0000, at the reset vector
    return image + [UInt8](repeating: 0, count: 0x10000 - image.count)
  }
}
