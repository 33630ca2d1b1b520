import Processor

/// The lines that the monitor follows: each the address of one of its routines, then operands.
struct ImageScript {
  private let routines: [String: UInt32]
  private(set) var words: [UInt32] = []
  /// Texts, each ending with a zero byte, and where the monitor finds them from the first.
  private(set) var texts: [UInt8] = []
  private var places: [String: UInt32] = [:]
  /// Operands that are texts: they are offsets until it is known where the texts go.
  private var references: [Int] = []

  init(_ routines: [String: UInt32]) { self.routines = routines }

  private mutating func line(_ routine: String, _ operands: UInt32...) {
    words.append(routines[routine]!)
    words += operands
  }

  private mutating func reference(_ text: String) -> UInt32 {
    if let place = places[text] { return place }
    let place = UInt32(texts.count)
    texts += Array(text.utf8) + [0]
    places[text] = place
    return place
  }

  mutating func step(_ number: String, _ text: String) {
    references += [words.count + 1, words.count + 2]
    line("step", reference(number), reference(text))
  }
  mutating func done(words: Int) {
    references.append(self.words.count + 1)
    line("done", reference("  (\(words) words, "))
  }
  mutating func text(_ text: String) {
    references.append(words.count + 1)
    line("text", reference(text))
  }
  mutating func check(_ word: ImageCheck.Word, _ name: String) {
    references.append(words.count + 4)
    let routine = word.segment.map { "through \($0)" } ?? "check"
    line(routine, word.address, word.mask, word.expected & word.mask, reference(name))
  }
  /// Prints a text where a word is not this one.
  mutating func unless(_ word: ImageCheck.Word, _ text: String) {
    references.append(words.count + 4)
    line("unless", word.address, word.mask, word.expected & word.mask, reference(text))
  }
  mutating func write(_ address: UInt32, _ word: UInt32) { line("write", address, word) }
  mutating func out(_ port: UInt16, _ byte: UInt8) { line("out", UInt32(port), UInt32(byte)) }
  mutating func await(_ requests: UInt8) { line("await", UInt32(requests)) }
  mutating func loadSegments() { line("segments") }
  mutating func loadLDTR() { line("ldtr") }
  mutating func leave(_ place: UInt32, _ eip: UInt32) { line("leave", place, eip) }
  mutating func peek(_ segment: Segment, _ address: UInt32) { line("peek \(segment)", address) }
  mutating func verdict() { line("verdict") }
  mutating func stop() { line("stop") }

  /// The script's bytes at an address, the texts behind the lines.
  func bytes(at address: UInt32) -> [UInt8] {
    var all = words
    let start = address + UInt32(4 * words.count)
    for index in references { all[index] += start }
    return all.flatMap(\.bytes) + texts
  }
}

extension UInt32 {
  /// Low byte first.
  var bytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: self >> (8 * UInt32($0))) } }
}
