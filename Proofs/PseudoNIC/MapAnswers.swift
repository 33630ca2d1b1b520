import Logic
import Models
import Specification

// What the classes say of one access, on a whole map (N10).
extension Transition<MapUse> {
  /// What OS2 and the device do, and what an access reaches beside, leaves virtual registers and
  /// what OS1 has read as they were.
  var leavesOS1: Formula {
    agree(virtual(before.shared.rows), virtual(after.shared.rows))
      && agree(answers(before.shared.rows), answers(after.shared.rows))
  }

  /// An access of OS1 does to NIC and virtual registers what its class says, and a read returns it.
  func isCarriedOut(_ access: TreatedAccess, _ row: Bits<16>) -> Formula {
    let own = access.direction == .read ? readsRightly(access, row) : true
    return Formula.all([onNIC(access, row), onVirtual(access, row), own])
  }

  /// Classes 1 and 2-b do to the NIC what OS2's own access does, 2-b with OS2's own setting for a
  /// write; the others leave it alone.
  private func onNIC(_ access: TreatedAccess, _ row: Bits<16>) -> Formula {
    let any = inputs()
    let behaviour = access.behaviour
    var expected = before.shared
    if access.treatment.reachesNIC {
      expected.act(on: row, behaviour) { field in
        switch access.direction {
        case .read: _ = field.nic.read(behaviour, changed: any("changed"))
        case .write:
          let data = access.treatment == .altered ? field.setting : any("data")
          field.nic.write(behaviour.writing, data, changed: any("changed"))
        }
      }
    }
    return agree(nic(expected.rows), nic(after.shared.rows))
  }

  /// What becomes of the virtual registers, of all rows.
  private func onVirtual(_ access: TreatedAccess, _ row: Bits<16>) -> Formula {
    let own = access.treatment == .alteredVirtual
    if own { return agree(virtual(after.shared.rows), after.own.leaves) }
    var expected = before.shared.rows
    if let kept = kept(access, row) { expected.update(row) { $0.virtual.field = kept } }
    return agree(virtual(expected), virtual(after.shared.rows))
  }

  /// What classes 1, 2-a and 2-b put in the virtual register; nil for nothing.
  private func kept(_ access: TreatedAccess, _ row: Bits<16>) -> Bits<64>? {
    switch (access.treatment, access.direction) {
    case (.executed, .read), (.altered, .read): after.shared.rows[row].answer
    case (.executed, .write), (.virtual, .write): inputs()("data")
    case (.altered, .write): before.shared.rows[row].setting
    case (.virtual, .read), (.refused, _), (.alteredVirtual, _): nil
    }
  }

  private func readsRightly(_ access: TreatedAccess, _ row: Bits<16>) -> Formula {
    let behaviour = access.behaviour
    let answer = after.shared.rows[row].answer
    let isProbe = row == before.probe && before.keepsWritten && !before.isMoved
    switch access.treatment {
    case .executed: return answer == held(row, behaviour)
    case .virtual:
      let written = behaviour.isReadable ? before.written : 0
      let image = behaviour.isReadable ? before.shared.rows[row].virtual.field : 0
      return answer == image && isProbe.implies(answer == written)
    case .altered: return comparesRightly(answer, row, behaviour)
    case .alteredVirtual:
      return answer == behaviour.peek(before.ownPort(row, behaviour))
    case .refused: return answer == Treatment.error
    }
  }

  /// The error value exactly where OS1's setting, what it wrote last to the register that chooses, is
  /// not OS2's, what the NIC holds there.
  private func comparesRightly(
    _ answer: Bits<64>, _ row: Bits<16>, _ behaviour: Behaviour
  ) -> Formula {
    let isError = answer == Treatment.error
    let given = answer == Treatment.withoutError(held(row, behaviour))
    func rightly(_ differ: Formula) -> Formula { differ.choose(isError, !isError && given) }
    let theirs = before.shared.rows[before.probe].nic.field
    let isChosen = before.shared.chooser[row] == before.probe && before.keepsWritten
    return rightly(before.shared.settingsDiffer(row))
      && (isChosen && !before.isMoved).implies(rightly(before.written != theirs))
  }

  /// What a read of the NIC gives.
  private func held(_ row: Bits<16>, _ behaviour: Behaviour) -> Bits<64> {
    var port = before.shared.rows[row].nic
    if behaviour.actsBeside {
      port.beside = before.shared.rows[before.shared.beside[row]].nic.field
    }
    return behaviour.peek(port)
  }

  private func nic(_ rows: Table<SharedField>) -> [Leaf] { rows.columns(SharedField.nicPlaces) }
  private func virtual(_ rows: Table<SharedField>) -> [Leaf] {
    rows.columns(SharedField.virtualPlaces)
  }
  private func answers(_ rows: Table<SharedField>) -> [Leaf] {
    rows.columns(SharedField.places(["answer"]))
  }

  private func agree(_ a: [Leaf], _ b: [Leaf]) -> Formula {
    Formula.all(zip(a, b).map { $0.isEqual(to: $1) })
  }
}
