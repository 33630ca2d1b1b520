import Logic

/// OS1 using a whole register map through the pseudo-NIC, under any table, beside what it should
/// find (N10).
///
/// The class of each access is left open and stays, so that what holds here holds under every table.
public struct MapUse: Structure {
  public var shared = SharedMap()
  /// The class of reads of each row, by its place among the ``Treatment``s.
  public var reading = Memory<16, 3>()
  /// The class of writes, likewise.
  public var writing = Memory<16, 3>()
  /// A NIC of OS1's own, whose registers are what the virtual ones should be. Class 2-c does to it
  /// what is done to a NIC; what other classes keep for OS1 is put there.
  public var own = Table(Port())
  /// A row, any one.
  public var probe = 0 as Bits<16>
  /// What OS1 wrote last to that row, before that its reset value.
  public var written = 0 as Bits<64>
  /// Whether an access of class 2-c to another row has acted on that row since.
  public var isMoved: Formula = false

  public init() {}

  public static let fields: [Field<MapUse>] = [
    Field("shared", \.shared), Field("reading", \.reading), Field("writing", \.writing),
    Field("own", \.own), Field("probe", \.probe), Field("written", \.written),
    Field("isMoved", \.isMoved),
  ]
}

extension MapUse {
  /// Whether OS1's accesses to a row have this class.
  public func isTreated(
    _ row: Bits<16>, _ direction: Direction, as treatment: Treatment
  ) -> Formula {
    let number = direction == .read ? reading[row] : writing[row]
    return number == Bits(UInt64(treatment.number))
  }

  /// Whether the virtual register of ``probe`` is for what OS1 writes alone: its writes are kept, and
  /// its reads put nothing in their place.
  public var keepsWritten: Formula {
    func isOne(_ direction: Direction, _ treatments: [Treatment]) -> Formula {
      Formula.any(treatments.map { isTreated(probe, direction, as: $0) })
    }
    return isOne(.write, [.executed, .virtual]) && isOne(.read, [.virtual, .refused])
  }

  /// The row of OS1's own NIC with what acts together with it.
  public func ownPort(_ row: Bits<16>, _ behaviour: Behaviour) -> Port {
    var port = own[row]
    if behaviour.actsBeside { port.beside = own[shared.beside[row]].field }
    return port
  }

  /// Does to OS1's own NIC what is done to a NIC.
  private mutating func act(
    on row: Bits<16>, _ behaviour: Behaviour, _ step: (inout Port) -> Void
  ) {
    var port = ownPort(row, behaviour)
    step(&port)
    let moved = port.beside
    port.beside = own[row].beside
    own.update(row) { $0 = port }
    if behaviour.actsBeside { own.update(shared.beside[row]) { $0.field = moved } }
  }

  /// Keeps account of an access of OS1 that has been carried out.
  mutating func note(
    _ access: TreatedAccess, _ row: Bits<16>, data: Bits<64>, changed: Bits<64>
  ) {
    let behaviour = access.behaviour
    if access.treatment == .alteredVirtual {
      act(on: row, behaviour) { port in
        switch access.direction {
        case .read: _ = behaviour.read(&port, changed: changed)
        case .write: port.write(behaviour.writing, data, changed: changed)
        }
      }
      if behaviour.actsBeside { isMoved = isMoved || shared.beside[row] == probe }
    } else {
      let kept = shared.rows[row].virtual.field
      own.update(row) { $0.field = kept }
    }
    guard access.direction == .write else { return }
    written = (row == probe).choose(data, written)
    isMoved = isMoved && row != probe
  }
}
