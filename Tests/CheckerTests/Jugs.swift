import Logic
import Specification

/// Two jugs of 3 and 5 measures beside a well, after the riddle that is folklore.
struct Jugs: Structure {
  var small: Bits<3> = 0
  var big: Bits<3> = 0

  static var fields: [Field<Jugs>] { [Field("small", \.small), Field("big", \.big)] }

  static let specification = Specification(
    "jugs", shape: Jugs(),
    actions: [
      Action("fill the small jug") { _, _ in
      } effect: { s, _ in
        s.small = 3
      },
      Action("fill the big jug") { _, _ in
      } effect: { s, _ in
        s.big = 5
      },
      Action("empty the small jug") { _, _ in
      } effect: { s, _ in
        s.small = 0
      },
      Action("empty the big jug") { _, _ in
      } effect: { s, _ in
        s.big = 0
      },
      Action("pour into the big jug") { _, _ in
      } effect: { s, _ in
        let room = 5 - s.big
        let poured = s.small.isBelow(room).choose(s.small, room)
        s.small -= poured
        s.big += poured
      },
      Action("pour into the small jug") { _, _ in
      } effect: { s, _ in
        let room = 3 - s.small
        let poured = s.big.isBelow(room).choose(s.big, room)
        s.big -= poured
        s.small += poured
      },
    ]
  ) { s in
    s = Jugs()
    return []
  }

  /// The same riddle on plain numbers: the states, small jug and big jug, at each distance.
  static let plain: [[[Int]]] = {
    func next(_ s: [Int]) -> [[Int]] {
      let (a, b) = (s[0], s[1])
      let (right, left) = (min(a, 5 - b), min(b, 3 - a))
      return [
        [3, b], [a, 5], [0, b], [a, 0], [a - right, b + right], [a + left, b - left],
      ]
    }
    var seen: Set<[Int]> = [[0, 0]]
    var frontier = [[0, 0]]
    var all: [[[Int]]] = []
    while !frontier.isEmpty {
      all.append(frontier)
      frontier = frontier.flatMap(next).filter { seen.insert($0).inserted }
    }
    return all
  }()
}
