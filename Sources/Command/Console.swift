import Glibc
import Report
import Synchronization

/// Standard output and error, for one writer at a time, with a status line on a terminal.
public final class Console: Sendable {
  public static let shared = Console()

  /// Colours for standard output, where it is a terminal that wants them.
  public let palette: Palette
  private let showsStatus: Bool
  /// The status line that stands on the screen.
  private let standing = Mutex("")

  private init() {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let refuses = Self.environment("NO_COLOR") != nil || Self.environment("TERM") == "dumb"
    palette = Palette(isOn: isTerminal && !refuses)
    showsStatus = isatty(STDERR_FILENO) == 1 && Self.environment("TERM") != "dumb"
  }

  /// The value of a variable that is set and not empty.
  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Writes a line to standard output.
  public func say(_ line: String) { write(line, to: STDOUT_FILENO) }

  /// Writes a line to standard error.
  public func complain(_ line: String) { write(line, to: STDERR_FILENO) }

  /// Shows what is going on, on a terminal only.
  public func status(_ text: String) {
    guard showsStatus else { return }
    standing.withLock { standing in
      standing = String(text.prefix(columns - 1))
      Self.put("\r\u{1B}[K" + standing, STDERR_FILENO)
    }
  }

  /// Writes bytes to standard output as they are.
  public func put(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { Self.put($0, STDOUT_FILENO) }
  }

  private func write(_ line: String, to file: Int32) {
    standing.withLock { standing in
      if !standing.isEmpty { Self.put("\r\u{1B}[K", STDERR_FILENO) }
      Self.put(line + "\n", file)
      if !standing.isEmpty { Self.put(standing, STDERR_FILENO) }
    }
  }

  private var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func put(_ text: String, _ file: Int32) {
    var text = text
    text.withUTF8 { put(UnsafeRawBufferPointer($0), file) }
  }

  private static func put(_ bytes: UnsafeRawBufferPointer, _ file: Int32) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Glibc.write(file, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0, file == STDOUT_FILENO { fail() }
      guard count > 0 else { return }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Ends the process, whose results are lost, with the reason and EX_IOERR.
  private static func fail() -> Never {
    put("Error: can't write standard output: \(Files.lastError)\n", STDERR_FILENO)
    _exit(74)
  }
}
