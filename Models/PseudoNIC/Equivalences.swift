import Specification

/// Why some changes to the steps of the models of this folder are equivalent.
enum Equivalences {
  /// By action.
  static let ofSharedCard: [String: [Change: String]] = [
    "OS1 copies a packet to its send buffer": [
      .drop("not virtual.isStarted"): ownHarm,
      .keep("memory"): "OS1's memory may hold anything already",
    ],
    "OS1 writes its buffer's address and length": [
      .drop("not virtual.isStarted"): ownHarm, .keep("virtual.sendAddress"): anyCommand,
    ],
    "OS1 gives the start command": [.drop("not virtual.isStarted"): ownHarm],
    "OS1 offers a receive buffer": [
      .drop("not virtual.isReceiving"): ownHarm, .keep("virtual.receiveAddress"): anyCommand,
    ],
    "OS2 has a packet sent": [
      .keep("slot2.frame.serial1"): otherNumber, .free("slot2.frame.serial1"): otherNumber,
    ],
    "the pseudo-NIC takes OS1's packet": [
      .keep("slot1.frame.serial2"): otherNumber, .free("slot1.frame.serial2"): otherNumber,
    ],
    "the pseudo-NIC gives OS1's packet to the NIC": [
      .keep("sendFIFO.entries[0].serial2"): otherNumber,
      .keep("sendFIFO.entries[1].serial2"): otherNumber,
      .keep("sendFIFO.entries[2].serial2"): otherNumber,
      .free("sendFIFO.entries[2].serial2"): otherNumber,
    ],
    "a frame arrives from the network": [
      .keep("filteredCount"): "with both addresses in the filter it stays as it is"
    ],
    "OS2 passes on what came for it": [.drop("true"): "it says nothing where frames are dropped"],
  ]

  static let ofAnyDevice: [String: [Change: String]] = [
    "the device changes a register": [
      .keep("registers"): "OS2's writes change registers too",
      .free("registers"): "several such steps set any registers",
    ],
    "OS1 reads a register": [.keep("registers"): "what goes through has no effect"],
    "OS1 writes a register": [.keep("registers"): "what goes through has no effect"],
  ]

  static let ofTwoSteps: [String: [Change: String]] = [
    "the device changes a register": [
      .keep("registers"): "registers may hold anything already",
      .free("registers"): "several such steps set any registers",
      .drop("not isBetween"): "what is read may change on the way, for both runs alike",
    ],
    "OS2 selects": [
      .drop("not isBetween"): "to select again is to select"
    ],
    "the pseudo-NIC reads a register for OS1": [
      .keep("result"): "OS2 is given its shadow", .free("result"): "OS2 is given its shadow",
    ],
  ]

  static let ofCommandUnit: [String: [Change: String]] = [
    "OS2 gives a command": [
      .keep("own"): "the pseudo-NIC's block is dumped to within its own step alone"
    ],
    "OS1 asks for the counters": [.keep("dumpsToOwn"): "the address is OS2's before and after"],
  ]

  private static let ownHarm =
    "OS1's driver waits for its own good; that it does no harm otherwise is proved without"
  private static let anyCommand = "what OS1 writes may be anything, as what it wrote before"
  private static let otherNumber = "nobody looks at its number among the other OS's frames"
}

extension [Action<SharedCard>] {
  var excused: Self { map { $0.excusing(Equivalences.ofSharedCard[$0.name] ?? [:]) } }
}

extension [Action<AnyDevice>] {
  var excused: Self { map { $0.excusing(Equivalences.ofAnyDevice[$0.name] ?? [:]) } }
}

extension [Action<TwoStep>] {
  var excused: Self { map { $0.excusing(Equivalences.ofTwoSteps[$0.name] ?? [:]) } }
}

extension [Action<CommandUnit>] {
  var excused: Self { map { $0.excusing(Equivalences.ofCommandUnit[$0.name] ?? [:]) } }
}
