/// A line of assembly: an instruction, a label or data.
///
/// ```swift
/// let wait = Program(at: 0x1000) {
///   I.mov(ecx, 10)
///   I.label("again")
///   I.dec(ecx)
///   I.jne("again")
///   I.hlt()
/// }
/// ```
@dynamicMemberLookup
public struct I: Sendable {
  enum Content: Sendable {
    case instruction(String, [AssemblerOperand])
    case label(String)
    case data([AssemblerOperand], bytes: Int)
    case align(Int)
    case bits(UInt8)
  }
  let content: Content
  private(set) var repeats = Repeat.none
  private(set) var isLocked = false
  /// The operand size asked for.
  private(set) var operandSize: UInt8?

  init(_ content: Content) { self.content = content }

  /// Whether it is an instruction: no label, no data.
  public var isInstruction: Bool { if case .instruction = content { true } else { false } }

  /// A mnemonic of the table, to be called with its operands.
  public struct Mnemonic: Sendable {
    let name: String
    public init(named name: String) { self.name = name }
    public func callAsFunction(_ operands: any AssemblerOperandConvertible...) -> I {
      I(.instruction(name, operands.map(\.operand)))
    }
  }

  public static subscript(dynamicMember name: String) -> Mnemonic { Mnemonic(named: name) }
  /// Names the address of what follows.
  public static func label(_ name: String) -> I { I(.label(name)) }
  public static func db(_ values: any AssemblerOperandConvertible...) -> I {
    I(.data(values.map(\.operand), bytes: 1))
  }
  public static func dw(_ values: any AssemblerOperandConvertible...) -> I {
    I(.data(values.map(\.operand), bytes: 2))
  }
  public static func dd(_ values: any AssemblerOperandConvertible...) -> I {
    I(.data(values.map(\.operand), bytes: 4))
  }
  /// Zeros up to a multiple of so many bytes.
  public static func align(_ bytes: Int) -> I { I(.align(bytes)) }
  /// 16 or 32: the D bit of the code segment for what follows.
  public static func bits(_ bits: UInt8) -> I { I(.bits(bits)) }

  public static func rep(_ line: I) -> I { line.with(.whileEqual) }
  public static func repe(_ line: I) -> I { line.with(.whileEqual) }
  public static func repne(_ line: I) -> I { line.with(.whileNotEqual) }
  public static func lock(_ line: I) -> I {
    var copy = line
    copy.isLocked = true
    return copy
  }
  /// The line with an operand size of 32 bits, where its operands don't say one: `o32 lgdt`.
  public static func o32(_ line: I) -> I { line.with(size: 32) }
  /// The line with an operand size of 16 bits.
  public static func o16(_ line: I) -> I { line.with(size: 16) }

  private func with(size: UInt8) -> I {
    var copy = self
    copy.operandSize = size
    return copy
  }
  private func with(_ repeats: Repeat) -> I {
    var copy = self
    copy.repeats = repeats
    return copy
  }
}

/// An error in a program, with the number of its line from 0.
public enum AssemblyError: Error, Sendable, Equatable {
  case unknownMnemonic(String, line: Int)
  /// No row of the table takes these operands.
  case noForm(String, line: Int)
  /// A memory operand of unstated width.
  case ambiguousWidth(String, line: Int)
  case unknownLabel(String, line: Int)
  case duplicateLabel(String, line: Int)
  /// A jump that its one-byte distance does not reach.
  case outOfRange(String, line: Int)
}

/// Lines of assembly that become bytes at an address.
public struct Program: Sendable {
  public var origin: UInt32
  public var lines: [I]

  @resultBuilder
  public enum Builder {
    public static func buildExpression(_ line: I) -> [I] { [line] }
    public static func buildExpression(_ lines: [I]) -> [I] { lines }
    public static func buildBlock(_ parts: [I]...) -> [I] { parts.flatMap { $0 } }
    public static func buildArray(_ parts: [[I]]) -> [I] { parts.flatMap { $0 } }
    public static func buildOptional(_ part: [I]?) -> [I] { part ?? [] }
    public static func buildEither(first: [I]) -> [I] { first }
    public static func buildEither(second: [I]) -> [I] { second }
  }

  public init(at origin: UInt32, @Builder _ lines: () -> [I]) {
    self.origin = origin
    self.lines = lines()
  }

  /// The program without one line.
  public func dropping(_ line: Int) -> Program {
    var copy = self
    copy.lines.remove(at: line)
    return copy
  }

  /// The bytes, and the addresses of the labels and of the lines.
  public func assembled() throws(AssemblyError) -> Assembled {
    var labels: [String: UInt32] = [:]
    // The length of a line does not depend on the value of a label.
    let first = try pass(labels: nil)
    for (number, line) in lines.enumerated() {
      guard case .label(let name) = line.content else { continue }
      guard labels.updateValue(first.addresses[number], forKey: name) == nil else {
        throw .duplicateLabel(name, line: number)
      }
    }
    let second = try pass(labels: labels)
    return Assembled(
      origin: origin, bytes: second.bytes, labels: labels, addresses: second.addresses)
  }

  private func pass(
    labels: [String: UInt32]?
  ) throws(AssemblyError) -> (bytes: [UInt8], addresses: [UInt32]) {
    var bytes: [UInt8] = []
    var addresses: [UInt32] = []
    var isBig = true
    for (number, line) in lines.enumerated() {
      let address = origin &+ UInt32(bytes.count)
      addresses.append(address)
      switch line.content {
      case .label: continue
      case .bits(let bits): isBig = bits == 32
      case .align(let size):
        while (Int(origin) + bytes.count) % size != 0 { bytes.append(0) }
      case .data(let values, let size):
        for value in values {
          let number = try Self.value(value, labels, number, near: address)
          for index in 0..<size { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
        }
      case .instruction(let name, let operands):
        let assembler = LineAssembler(
          name: name, operands: operands, line: line, number: number, labels: labels,
          address: address, isBig: isBig)
        bytes += try assembler.bytes()
      }
    }
    return (bytes, addresses)
  }

  static func value(
    _ operand: AssemblerOperand, _ labels: [String: UInt32]?, _ line: Int, near address: UInt32
  ) throws(AssemblyError) -> Int64 {
    switch operand {
    case .number(let value): return value
    case .label(let name):
      // In the first pass: near enough to choose a form by.
      guard let labels else { return Int64(address) }
      guard let address = labels[name] else { throw .unknownLabel(name, line: line) }
      return Int64(address)
    default: throw .noForm("data", line: line)
    }
  }
}

/// A program's bytes and where its lines came to lie.
public struct Assembled: Sendable {
  public let origin: UInt32
  public let bytes: [UInt8]
  public let labels: [String: UInt32]
  /// The address of each line.
  public let addresses: [UInt32]
}
