import Logic
import Specification

/// A small memory that starts anyhow, into which any word may be put that the guard lets through.
struct Shelf: Structure {
  enum Light: CaseIterable { case green, amber, red }

  var places = Memory<8, 8>()
  var light = OneOf(Light.green)
  var last: Bits<8> = 0
  var isOpen: Formula = false

  static var fields: [Field<Shelf>] {
    [
      Field("places", \.places), Field("light", \.light), Field("last", \.last),
      Field("isOpen", \.isOpen),
    ]
  }

  static let put = Action<Shelf>("put") { s, any in
    s.isOpen
    (any("place") as Bits<8>).isBelow(2)
    (any("thing") as Bits<8>) != s.last
  } effect: { s, any in
    s.places[any("place")] = any("thing")
    s.last = any("thing")
  }

  static let turn = Action<Shelf>("turn") { _, _ in
  } effect: { s, any in
    s.light = any("light")
    s.isOpen = s.light == .green
  }

  /// Its light and its places are open at the start, but not red, and with nothing at place 1.
  static let specification = Specification("shelf", shape: Shelf(), actions: [put, turn]) { s in
    s.last = 0
    s.isOpen = false
    return [s.light != .red, s.places[1] == 0]
  }
}
