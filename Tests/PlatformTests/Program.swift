import Platform

/// Programs for machine tests: a ROM of 64 KiB that is entered at F000:0000 in real-address mode.
///
/// The code was assembled by GNU as from the text above it.
enum Program {
  /// Handlers for vectors 20h to 2Fh write 'a' to 'p', that for NMI writes 'N'; the main program
  /// sets up the 8259As and counter 0 of the 8254 (mode 2), and sleeps until it has seen as many
  /// as the byte at F000:FF00 says.
  ///
  /// ```
  /// .code16
  /// start:
  ///   xor %ax, %ax
  ///   mov %ax, %ds
  ///   mov %ax, %ss
  ///   mov $0x7000, %sp
  ///   # vectors 20h..2Fh: offset = stub + 4*n, segment = F000
  ///   mov $0x80, %bx
  ///   mov $stubs, %cx
  /// next:
  ///   mov %cx, (%bx)
  ///   movw $0xf000, 2(%bx)
  ///   add $4, %bx
  ///   add $4, %cx
  ///   cmp $0xc0, %bx
  ///   jne next
  ///   movw $nmi, 8
  ///   movw $0xf000, 10
  ///   # 8259As: vectors 20h and 28h
  ///   mov $0x11, %al
  ///   out %al, $0x20
  ///   out %al, $0xa0
  ///   mov $0x20, %al
  ///   out %al, $0x21
  ///   mov $0x28, %al
  ///   out %al, $0xa1
  ///   mov $0x04, %al
  ///   out %al, $0x21
  ///   mov $0x02, %al
  ///   out %al, $0xa1
  ///   mov $0x01, %al
  ///   out %al, $0x21
  ///   out %al, $0xa1
  ///   # 8254: counter 0, mode 2, 100
  ///   mov $0x34, %al
  ///   out %al, $0x43
  ///   mov $100, %al
  ///   out %al, $0x40
  ///   xor %al, %al
  ///   out %al, $0x40
  ///   mov %cs:count, %dl
  ///   sti
  /// wait:
  ///   hlt
  ///   test %dl, %dl
  ///   jnz wait
  ///   cli
  ///   hlt
  /// .align 4
  /// stubs:
  /// .set n, 0
  /// .rept 16
  ///   mov $('a' + n), %al
  ///   jmp common
  /// .set n, n + 1
  /// .endr
  /// common:
  ///   out %al, $0xe9
  ///   cmp $'i', %al
  ///   mov $0x20, %al
  ///   jb masteronly
  ///   out %al, $0xa0
  /// masteronly:
  ///   out %al, $0x20
  ///   dec %dl
  ///   iret
  /// nmi:
  ///   mov $'N', %al
  ///   out %al, $0xe9
  ///   dec %dl
  ///   iret
  /// ```
  static let interrupts =
    """
    31c08ed88ed0bc0070bb8000b96400890fc7470200f083c30483c10481fbc00075edc7060800b300c7060a0000f0b011
    e620e6a0b020e621b028e6a1b004e621b002e6a1b001e621e6a1b034e643b064e64030c0e6402e8a1600fffbf484d275
    fbfaf490b061eb3cb062eb38b063eb34b064eb30b065eb2cb066eb28b067eb24b068eb20b069eb1cb06aeb18b06beb14
    b06ceb10b06deb0cb06eeb08b06feb04b070eb00e6e93c69b0207202e6a0e620fecacfb04ee6e9fecacf
    """

  /// The image of a program, with a byte at F000:FF00 and the jump at the reset vector.
  static func rom(_ code: String, parameter: UInt8 = 0) -> [UInt8] {
    var image = bytes(code)
    image += Array(repeating: 0, count: 0xFF00 - image.count) + [parameter]
    image += Array(repeating: 0, count: 0xEF) + [0xEA, 0x00, 0x00, 0x00, 0xF0]
    return image + Array(repeating: 0, count: 0x10000 - image.count)
  }

  /// Two hexadecimal digits a byte, white space between them.
  static func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
