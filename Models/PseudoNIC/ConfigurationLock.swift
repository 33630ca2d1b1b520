import Logic
import Specification

/// The lock over an RTL8139's configuration registers: what is written to them while the mode in
/// 9346CR is not "unlocked" is dropped.
public struct ConfigurationLock: Structure {
  /// 9346CR.EEM.
  public var mode = 0 as Bits<2>
  /// A register that the lock guards: CONFIG1, say.
  public var configuration = 0 as Bits<8>
  public var virtualMode = 0 as Bits<2>
  /// What OS2 saw last.
  public var seen = 0 as Bits<8>

  public init() {}

  public static let fields: [Field<ConfigurationLock>] = [
    Field("mode", \.mode), Field("configuration", \.configuration),
    Field("virtualMode", \.virtualMode), Field("seen", \.seen),
  ]

  /// The mode in which writes are taken.
  public static let unlocked = 3 as Bits<2>

  /// - Parameter treatment: the class of OS1's writes to 9346CR, 1 or 2-a
  public static func specification(_ treatment: Treatment) -> Specification<ConfigurationLock> {
    Specification(
      "RTL8139 configuration lock, class \(treatment.rawValue)", shape: ConfigurationLock(),
      actions: [
        Action("OS2 sets the mode") { _, _ in
          []
        } effect: { s, any in
          s.mode = any("mode")
        },
        Action("OS2 writes the configuration") { _, _ in
          []
        } effect: { s, any in
          s.configuration = (s.mode == unlocked).choose(any("data"), s.configuration)
        },
        Action("OS2 reads the configuration") { _, _ in
          []
        } effect: { s, _ in
          s.seen = s.configuration
        },
        Action("OS1 sets the mode") { _, _ in
          []
        } effect: { s, any in
          if treatment.reachesNIC { s.mode = any("mode") }
          s.virtualMode = any("mode")
        },
      ]
    ) { _ in
      []
    }
  }
}
