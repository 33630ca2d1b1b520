import Logic
import Models
import Specification

/// N5, N8: OS1's commands are carried out once each, and OS2's own steps do what they did before.
enum CommandTheorems {
  private static let design = PseudoNICDesign.repaired

  /// Every step that gives or ends a command of OS1, exactly.
  static let once = PacketTheorems.theorem(
    "os1s-commands-are-carried-out-once", ["N5", "N8"],
    "a command of OS1 stands until it is carried out or refused, once, which an interrupt tells OS1",
    .holds, design,
    .step { step in
      let (before, after) = (step.before, step.after)
      switch step.action.label ?? step.action.name {
      case "fig.8 a-3": return after.virtual.isStarted
      case "fig.8 b-0":
        return Formula.all([
          before.virtual.isStarted, !after.virtual.isStarted, after.interrupt1, after.hasTouched,
        ])
      case "the pseudo-NIC refuses OS1's address":
        let isBad = !design.accepts(before.virtual.sendAddress, before.virtual.sendLength, before)
        return Formula.all([
          before.virtual.isStarted, isBad, !after.virtual.isStarted, after.interrupt1,
        ])
      case "fig.8 a": return after.virtual.isReceiving
      case "fig.8 c-3": return isDelivered(before, after)
      case "the pseudo-NIC refuses OS1's receive buffer":
        let (address, length) = (before.virtual.receiveAddress, before.virtual.receiveLength)
        return Formula.all([
          before.virtual.isReceiving, !design.accepts(address, length, before),
          !after.virtual.isReceiving,
        ])
      case "fig.8 c-1": return before.interrupt1 && !after.interrupt1
      default:
        return Formula.all([
          before.virtual.isStarted == after.virtual.isStarted,
          before.virtual.isReceiving == after.virtual.isReceiving,
          before.interrupt1 == after.interrupt1,
        ])
      }
    })

  private static func isDelivered(_ before: SharedCard, _ after: SharedCard) -> Formula {
    Formula.all([
      before.virtual.isReceiving, !after.virtual.isReceiving, before.inbox1.isFull,
      !after.inbox1.isFull, after.interrupt1, after.hasTouched,
      after.memory[before.virtual.receiveAddress] == before.inbox1.frame.payload,
    ])
  }

  /// OS2's receiving, exactly: figure 7 with a pseudo-NIC in its driver.
  static let os2sOwn = PacketTheorems.theorem(
    "os2-receives-as-without-a-pseudo-nic", ["N6", "N8"],
    "OS2 is interrupted for each frame in its buffer, and takes each of its own once", .holds,
    design,
    .step { step in
      let (before, after) = (step.before, step.after)
      switch step.action.label ?? step.action.name {
      case "fig.7 b-2": return after.interrupt2 && after.buffer.isFull
      case "fig.8 c-2":
        let for2 = design.isForOS2(before)
        let room = for2.implies(!before.inbox2.isFull && after.inbox2.isFull)
        let kept = (!for2).implies(before.inbox2.isEqual(to: after.inbox2))
        return Formula.all([room, kept, !after.interrupt2, !after.buffer.isFull])
      case "OS2's software takes its packet": return before.inbox2.isFull && !after.inbox2.isFull
      default:
        return Formula.all([
          before.interrupt2 == after.interrupt2, before.inbox2.isEqual(to: after.inbox2),
        ])
      }
    })
}
