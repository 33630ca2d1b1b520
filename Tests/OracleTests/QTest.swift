import Foundation
import Glibc
import TestSupport

/// QEMU with one card, driven over its qtest socket: no guest code runs beyond `cli; hlt`, unless a
/// kernel is given.
///
/// The protocol is lines of text, documented at the head of QEMU's `softmmu/qtest.c`.
final class QTest {
  private let process = Process()
  private let directory: URL
  private var connection: Int32 = -1
  private var network: Int32 = -1
  private var pending: [UInt8] = []

  /// - Parameters:
  ///   - device: as in `-device`
  ///   - kernel: a multiboot file to run; after a triple fault the machine stands still
  init(device: String, kernel: [UInt8]? = nil) throws {
    directory = try Oracle.temporaryDirectory()
    let image = directory.appending(path: "image")
    try kernel.map { Data($0) }.map { try $0.write(to: image) } ?? Self.haltingROM.write(to: image)
    let start =
      kernel == nil
      ? ["-bios", image.path]
      : ["-kernel", image.path, "-cpu", "pentium", "-action", "reboot=shutdown,shutdown=pause"]
    let paths = ["qtest", "in", "out"].map { directory.appending(path: $0).path }
    network = try Self.datagramSocket(at: paths[2])
    process.executableURL = URL(filePath: Oracle.find("qemu-system-i386")!)
    process.arguments =
      start + [
        "-M", "pc", "-accel", "tcg", "-icount", "shift=0,sleep=off", "-m", "32", "-nodefaults",
        "-display", "none", "-qtest", "unix:\(paths[0]),server=on,wait=off", "-qtest-log",
        "/dev/null", "-netdev",
        "dgram,id=n0,local.type=unix,local.path=\(paths[1]),remote.type=unix,remote.path=\(paths[2])",
        "-device", "\(device),netdev=n0,addr=03.0,mac=52:54:00:12:34:56",
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    connection = try Self.connected(to: paths[0])
  }

  deinit {
    close(connection)
    close(network)
    // A card that is stuck in a loop of its own hears no other signal.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  /// 64 KiB that end at the reset vector with CLI and HLT.
  private static let haltingROM: Data = {
    var bytes = [UInt8](repeating: 0xF4, count: 0x10000)
    bytes[0xFFF0] = 0xFA
    return Data(bytes)
  }()

  // MARK: - Sockets

  private static func address(_ path: String) -> (sockaddr_un, socklen_t) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
    return (address, socklen_t(MemoryLayout<sockaddr_un>.size))
  }

  private static func with<R>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
  ) -> R {
    var (address, size) = address(path)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, size) }
    }
  }

  private static func datagramSocket(at path: String) throws -> Int32 {
    let file = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard file >= 0, with(path, { bind(file, $0, $1) }) == 0 else { throw Failure.noSocket }
    return file
  }

  /// Connects as soon as QEMU listens, within five seconds.
  private static func connected(to path: String) throws -> Int32 {
    for _ in 0..<1000 {
      let file = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      if with(path, { connect(file, $0, $1) }) == 0 {
        var limit = timeval(tv_sec: 3, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        return file
      }
      close(file)
      usleep(5000)
    }
    throw Failure.noSocket
  }

  enum Failure: Error {
    case noSocket
    case noAnswer(String)
  }

  // MARK: - Commands

  /// Sends a command; what QEMU answers behind OK.
  @discardableResult
  func ask(_ command: String) throws -> String {
    let bytes = Array((command + "\n").utf8)
    guard write(connection, bytes, bytes.count) == bytes.count else {
      throw Failure.noAnswer(command)
    }
    while true {
      let line = try line(for: command)
      if line.hasPrefix("OK") { return String(line.dropFirst(2).drop { $0 == " " }) }
      if !line.hasPrefix("IRQ") { throw Failure.noAnswer("\(command): \(line)") }
    }
  }

  private func line(for command: String) throws -> String {
    while true {
      if let end = pending.firstIndex(of: 10) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 1)
        return line
      }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = read(connection, &chunk, chunk.count)
      guard count > 0 else { throw Failure.noAnswer(command) }
      pending += chunk[..<count]
    }
  }

  private func number(_ command: String) throws -> UInt64 {
    let answer = try ask(command)
    guard let value = UInt64(answer.drop { $0 == "0" || $0 == "x" }, radix: 16) ?? zero(answer)
    else { throw Failure.noAnswer("\(command): \(answer)") }
    return value
  }

  private func zero(_ text: String) -> UInt64? {
    text.allSatisfy { "0x".contains($0) } ? 0 : nil
  }

  private static let letters = [1: ("b", "b"), 2: ("w", "w"), 4: ("l", "l")]

  func input(_ port: UInt64, _ bytes: Int) throws -> UInt64 {
    try number("in\(Self.letters[bytes]!.0) 0x\(String(port, radix: 16))")
  }

  func output(_ port: UInt64, _ value: UInt64, _ bytes: Int) throws {
    let (port, value) = (String(port, radix: 16), String(value, radix: 16))
    try ask("out\(Self.letters[bytes]!.0) 0x\(port) 0x\(value)")
  }

  func load(_ address: UInt64, _ bytes: Int) throws -> UInt64 {
    try number("read\(Self.letters[bytes]!.1) 0x\(String(address, radix: 16))")
  }

  func store(_ address: UInt64, _ value: UInt64, _ bytes: Int) throws {
    let (address, value) = (String(address, radix: 16), String(value, radix: 16))
    try ask("write\(Self.letters[bytes]!.1) 0x\(address) 0x\(value)")
  }

  /// Bytes of memory, as hexadecimal text.
  func memory(_ address: UInt64, _ count: Int) throws -> String {
    try ask("read 0x\(String(address, radix: 16)) 0x\(String(count, radix: 16))")
  }

  // MARK: - The network

  /// Puts a frame onto the card's wire.
  func receive(_ frame: [UInt8]) {
    let path = directory.appending(path: "in").path
    _ = Self.with(path) { sendto(network, frame, frame.count, 0, $0, $1) }
  }

  /// The frames that the card has sent.
  func sentFrames() -> [[UInt8]] {
    var frames: [[UInt8]] = []
    var buffer = [UInt8](repeating: 0, count: 2048)
    while true {
      let count = recv(network, &buffer, buffer.count, 0)
      guard count > 0 else { return frames }
      frames.append(Array(buffer[..<count]))
    }
  }
}
