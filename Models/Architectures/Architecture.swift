import Logic

/// What runs on the processor in figures 1 and 2.
public enum Component: String, CaseIterable, Sendable {
  case monitor, os1, os2, application1, application2

  /// The name in prose.
  public var title: String {
    switch self {
    case .monitor: "the VM monitor"
    case .os1: "OS1"
    case .os2: "OS2"
    case .application1: "OS1's application"
    case .application2: "OS2's application"
    }
  }

  /// The OS that an application runs on; of anything else itself.
  public var system: Component {
    switch self {
    case .application1: .os1
    case .application2: .os2
    case .monitor, .os1, .os2: self
    }
  }

  public static let operatingSystems: [Component] = [.os1, .os2]
}

/// Devices that the architectures differ in the use of.
public enum Device: String, CaseIterable, Sendable {
  case nic, disk

  public var title: String { self == .nic ? "the NIC" : "the disk" }
}

/// How the parts of a machine stand to one another: figures 1a, 1b and 2 (A1, A2, A8).
///
/// This relation is all that the three differ in; what can happen follows from it.
public struct Architecture: Sendable {
  public let id: String
  public let title: Text
  /// Who runs under whom. A master takes the processor from its subordinates and gives it to them,
  /// looks into their memory, changes it and stops them; an OS is its applications' master.
  public let masters: [Component: Component]
  /// Who commands a device directly (A9).
  public let owners: [Device: Component]
  /// The OSes that an interrupt of their own takes the processor to, from any other: the switch (S5).
  public let switched: [Component]

  /// A1: every OS runs on a monitor.
  public static let vmMonitor = Architecture(
    id: "vm-monitor", title: Text("VM monitor (fig. 1a)", "VMモニタ（図1a）"),
    masters: [.os1: .monitor, .os2: .monitor].merging(applications) { $1 },
    owners: [.nic: .monitor, .disk: .monitor], switched: [])

  /// A2: OS2 is a client of OS1.
  public static let guestOS = Architecture(
    id: "guest-os", title: Text("OS2 on OS1 (fig. 1b)", "OS1上のOS2（図1b）"),
    masters: [.os2: .os1].merging(applications) { $1 },
    owners: [.nic: .os1, .disk: .os1], switched: [])

  /// A8: no master; the NIC is OS2's.
  public static let noMaster = Architecture(
    id: "no-master", title: Text("no master (fig. 2)", "マスタなし（図2）"),
    masters: applications, owners: [.nic: .os2, .disk: .os1], switched: [.os1, .os2])

  public static let all = [vmMonitor, guestOS, noMaster]

  private static let applications: [Component: Component] = [
    .application1: .os1, .application2: .os2,
  ]
}

extension Architecture {
  /// All that runs there, masters first.
  public var components: [Component] {
    Component.allCases.filter { masters[$0] != nil || masters.values.contains($0) }
  }

  /// Subordinates with their masters, in order.
  public var subordinates: [(component: Component, master: Component)] {
    components.compactMap { component in masters[component].map { (component, $0) } }
  }

  /// OSes with a master.
  public var guests: [(component: Component, master: Component)] {
    subordinates.filter { Component.operatingSystems.contains($0.component) }
  }

  /// The component itself, or the master above it that has none: whom the processor enters at a
  /// hardware interrupt while the component runs.
  public func top(_ component: Component) -> Component {
    masters[component].map(top) ?? component
  }

  /// Those without a master.
  public var tops: [Component] { components.filter { masters[$0] == nil } }

  /// What lets an OS through to a device: its master or, without one, the device's owner, which
  /// offers a pseudo-device; nil for the owner itself.
  public func server(_ component: Component, _ device: Device) -> Component? {
    owners[device] == component ? nil : masters[component] ?? owners[device]
  }
}

/// A value for each component.
public struct ByComponent<V: Value>: Structure {
  public var monitor: V
  public var os1: V
  public var os2: V
  public var application1: V
  public var application2: V

  public init(_ value: V) {
    (monitor, os1, os2, application1, application2) = (value, value, value, value, value)
  }

  public static var fields: [Field<ByComponent>] {
    [
      Field("monitor", \.monitor), Field("os1", \.os1), Field("os2", \.os2),
      Field("application1", \.application1), Field("application2", \.application2),
    ]
  }

  public subscript(component: Component) -> V {
    get { self[keyPath: Self.path(component)] }
    set { self[keyPath: Self.path(component)] = newValue }
  }

  private static func path(_ component: Component) -> WritableKeyPath<ByComponent, V> {
    switch component {
    case .monitor: \.monitor
    case .os1: \.os1
    case .os2: \.os2
    case .application1: \.application1
    case .application2: \.application2
    }
  }
}
