/// The registers of a device, field by field.
public struct RegisterMap: Sendable {
  /// The name on the command line.
  public let name: String
  public let title: String
  public let fields: [RegisterField]
  /// What a reader of judgements should know of the rows; nil where it is nothing.
  public let note: String?

  public init(
    _ name: String, _ title: String, _ fields: [RegisterField], note: String? = nil
  ) {
    self.name = name
    self.title = title
    let starts = StandardDriver.starts(fields)
    self.fields = fields.map { field in
      var field = field
      field.need = StandardDriver.need(of: field, starts: starts)
      return field
    }
    self.note = note
  }

  /// The maps that come with the project.
  public static let all = [pci, intel82540EM, realtekRTL8139C, intel8255x]
}

/// Rows of one card, space and register width, which they share.
struct Rows {
  let card: String
  let space: Space
  let width: Int

  init(_ card: String, _ space: Space, _ width: Int) {
    self.card = card
    self.space = space
    self.width = width
  }

  /// - Parameters:
  ///   - bits: the bits of the register
  ///   - function: nil where table 1 has none
  ///   - source: the document or code
  func callAsFunction(
    _ offset: Offset, _ name: String, _ bits: FieldBits, _ access: Access,
    _ function: Function?, reads: ReadEffect = .nothing, writes: WriteEffect.Kind? = nil,
    _ effect: String = "none", _ source: String, _ basis: Basis, need: ToldNeed? = nil,
    startedBy: String? = nil, answersWithZero: Bool = false, isVolatile: Bool? = nil
  ) -> RegisterField {
    let writing = writes.map { WriteEffect($0, effect) } ?? WriteEffect(access, text: effect)
    return RegisterField(
      card: card, space: space, offset: offset, width: width, name: name, bits: bits,
      access: access, function: function, reading: reads, writing: writing, source: source,
      basis: basis, need: need, startedBy: startedBy, answersWithZero: answersWithZero,
      isVolatile: isVolatile)
  }
}
