import Foundation
import Platform
import Processor
import TestSupport

/// What the ROM of checks printed: a line a check, by the check's name.
struct Transcript {
  let oracle: String
  /// The checks in the order in which they ran.
  private(set) var names: [String] = []
  private(set) var results: [String: String] = [:]

  /// Takes the checks' lines out of an output; a line of a check has flags.
  init(_ oracle: String, _ output: Data) {
    self.oracle = oracle
    for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard line.contains(" fl="), let colon = line.range(of: ": ", options: .backwards) else {
        continue
      }
      let name = String(line[..<colon.lowerBound])
      names.append(name)
      results[name] = String(line[colon.upperBound...])
    }
  }
}

// MARK: - Running the ROM

extension Transcript {
  /// Assembles the ROM of checks.
  static func buildROM(in directory: URL) throws -> URL {
    let image = directory.appending(path: "rom.bin")
    _ = try Oracle.run(Oracle.scripts.appending(path: "build-rom"), [image.path])
    return image
  }

  static func bochs(_ image: URL) throws -> Transcript {
    let script = Oracle.scripts.appending(path: "run-bochs")
    return Transcript("bochs", try Oracle.run(script, [image.path]))
  }

  static func qemu(_ image: URL) throws -> Transcript {
    let script = Oracle.scripts.appending(path: "run-qemu")
    return Transcript("qemu", try Oracle.run(script, [image.path]))
  }

  /// On our own processor and platform.
  static func ours(_ image: URL) throws -> (transcript: Transcript, end: End) {
    let bytes = [UInt8](try Data(contentsOf: image))
    let rom = try Image(bytes, file: image.path, mebibytes: 16)
    var machine = Machine(.pentiumIII, image: rom, mebibytes: 16)
    let end = machine.run(until: 50_000_000)
    let output = machine.devices.debugOutput.map { UInt8($0.known!) }
    return (Transcript("ours", Data(output)), end)
  }
}
