import Logic
import Specification

extension PseudoNICDesign {
  var receiving: [Action<SharedCard>] { arriving + sorting + os1Receives }

  /// From the network into OS2's buffer: figure 7.
  private var arriving: [Action<SharedCard>] {
    [
      Action("a frame arrives from the network", label: "fig.7 b-1") { s, any in
        s.receiveFIFO.hasRoom
      } effect: { s, any in
        var frame = Frame()
        frame.payload = any("packet")
        frame.party = any("for")
        frame.address = destination(frame.party, s)
        frame.serial1 = s.flow1.arrivedCount
        frame.serial2 = s.flow2.arrivedCount
        when(isLetIn(frame.address, s), &s) { s in
          s.receiveFIFO.put(frame)
          when(frame.isOS1s, &s) { $0.flow1.arrived[$0.flow1.arrivedCount] = frame.payload }
          when(frame.isOS2s, &s) { $0.flow2.arrived[$0.flow2.arrivedCount] = frame.payload }
          s.flow1.arrivedCount += frame.isOS1s.asBits()
          s.flow2.arrivedCount += frame.isOS2s.asBits()
        } else: { s in
          s.filteredCount += 1
        }
      },
      Action("the engine copies a frame to OS2's buffer", label: "fig.7 b-2") { s, _ in
        !s.receiveFIFO.isEmpty
        !s.buffer.isFull
      } effect: { s, _ in
        s.buffer.put(s.receiveFIFO.take())
        s.interrupt2 = true
      },
    ]
  }

  /// The address under which a peer reaches whom it means: what it has seen as a source.
  public func destination(_ party: OneOf<Party>, _ s: SharedCard) -> Bits<48> {
    party.choose { party in
      switch party {
      case .os1: source1(s)
      case .os2: s.mac2
      case .everyone: Frame.broadcast
      }
    }
  }

  /// The card's filter.
  func isLetIn(_ address: Bits<48>, _ s: SharedCard) -> Formula {
    let isOS1s = filtersBoth ? address == s.mac1 : false
    return Formula.any([address == s.mac2, address == Frame.broadcast, isOS1s])
  }

  /// OS2's driver and the pseudo-NIC in it share out what came.
  private var sorting: [Action<SharedCard>] {
    [
      Action("OS2 passes on what came for it", label: "fig.8 c-2") { s, _ in
        s.buffer.isFull
        !s.inbox2.isFull || !isForOS2(s)
        dropsForWantOfRoom ? true : !isForOS1(s) || !s.inbox1.isFull
      } effect: { s, _ in
        let (for1, for2) = (isForOS1(s), isForOS2(s))
        when(for2, &s) { $0.inbox2.put($0.buffer.frame) }
        let hasRoom = !s.inbox1.isFull
        when(for1 && hasRoom, &s) { $0.inbox1.put($0.buffer.frame) }
        s.flow1.droppedCount += (for1 && !hasRoom).asBits()
        s.flow1.sortedCount += s.buffer.frame.isOS1s.asBits()
        s.flow2.sortedCount += s.buffer.frame.isOS2s.asBits()
        s.buffer.isFull = false
        s.interrupt2 = false
      },
      Action("OS2's software takes its packet") { s, _ in
        s.inbox2.isFull
      } effect: { s, _ in
        s.inbox2.isFull = false
      },
    ]
  }

  /// Whom the destination says that a frame is for.
  public func isForOS1(_ s: SharedCard) -> Formula {
    let address = s.buffer.frame.address
    // With one address for both there is nothing to tell them by.
    return addressing == .own
      ? address == s.mac1 || address == Frame.broadcast : address == Frame.broadcast
  }

  public func isForOS2(_ s: SharedCard) -> Formula {
    s.buffer.frame.address == s.mac2 || s.buffer.frame.address == Frame.broadcast
  }

  private var os1Receives: [Action<SharedCard>] {
    [
      Action("OS1 offers a receive buffer", label: "fig.8 a") { s, _ in
        !s.virtual.isReceiving
      } effect: { s, any in
        s.virtual.receiveAddress = any("address")
        s.virtual.receiveLength = any("length")
        s.virtual.isReceiving = true
      },
      Action("the pseudo-NIC copies a packet to OS1's buffer", label: "fig.8 c-3") { s, _ in
        s.inbox1.isFull
        s.virtual.isReceiving
        accepts(s.virtual.receiveAddress, s.virtual.receiveLength, s)
      } effect: { s, any in
        s.memory[s.virtual.receiveAddress] = s.inbox1.frame.payload
        s.touch(s.virtual.receiveAddress, s.virtual.receiveLength, any)
        s.inbox1.isFull = false
        s.virtual.isReceiving = false
        s.interrupt1 = true
      },
      Action("OS1 answers its interrupt", label: "fig.8 c-1") { s, _ in
        s.interrupt1
      } effect: { s, _ in
        s.interrupt1 = false
      },
    ]
      + (check == .none
        ? []
        : [
          Action("the pseudo-NIC refuses OS1's receive buffer") { s, _ in
            s.virtual.isReceiving
            !accepts(s.virtual.receiveAddress, s.virtual.receiveLength, s)
          } effect: { s, _ in
            s.virtual.isReceiving = false
          }
        ])
  }
}
