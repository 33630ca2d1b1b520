// swift-tools-version: 6.1

import PackageDescription

/// Terms are immutable once made, so that the run-time's exclusivity checks on their operands,
/// a tenth of a run, find nothing.
let withoutExclusivityChecks: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"])
]

/// What terms go through is optimised in a debug build as well, where it is most of a run. That
/// leaves preconditions as they are.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// The directed acyclic graph of rooms; imports point to the left only.
let package = Package(
  name: "dual-os-verify",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CZ3", pkgConfig: "z3", providers: [.apt(["libz3-dev"])]),
    .systemLibrary(name: "CMD", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .target(name: "CProcess"),
    .target(name: "Logic", swiftSettings: withoutExclusivityChecks + optimized),
    .target(name: "Processor", dependencies: ["Logic"], exclude: ["README.md"]),
    .target(
      name: "Platform", dependencies: ["Logic", "Processor", "Yams"], exclude: ["README.md"]),
    .target(
      name: "Solver", dependencies: ["Logic", "CProcess", "CZ3"], swiftSettings: optimized),
    .target(name: "Specification", dependencies: ["Logic"], swiftSettings: optimized),
    .target(
      name: "Checker", dependencies: ["Logic", "Solver", "Specification"],
      swiftSettings: optimized),
    .target(name: "Cache", dependencies: ["Checker", "CProcess", "CMD", "Logic", "Solver"]),
    .target(name: "Models", dependencies: ["Logic", "Specification", "Processor"], path: "Models"),
    .target(
      name: "Judge", dependencies: ["Logic", "Processor", "Platform", "Models", "Solver", "Yams"]),
    .target(name: "Cards", dependencies: ["Logic", "Processor", "Platform", "Models"]),
    .target(
      name: "Replay",
      dependencies: ["Logic", "Processor", "Platform", "Models", "Specification", "Cards"]),
    .target(name: "RegisterMaps", dependencies: ["Models", "Report"]),
    .target(
      name: "Proofs", dependencies: ["Checker", "Models", "Judge", "Solver"], path: "Proofs"),
    .target(name: "Report", dependencies: ["Logic", "Specification", "Checker"]),
    .target(
      name: "TableReports", dependencies: ["Models", "Proofs", "Report", "RegisterMaps"]),
    .target(
      name: "Command",
      dependencies: [
        "Cache", "Solver", "Specification", "Checker", "Report", "Yams",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "verify",
      dependencies: [
        "Cards", "Checker", "Command", "Judge", "Models", "Platform", "Processor", "Proofs",
        "RegisterMaps", "Replay", "Report", "Solver", "Specification", "TableReports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "benchmarks", dependencies: ["Checker", "Proofs", "WordSwitch", "word-proof"],
      path: "Benchmarks/Checker"),
    .target(
      name: "WordSwitch", dependencies: ["Logic", "Specification"], path: "Benchmarks/WordSwitch"),
    .executableTarget(
      name: "word-proof", dependencies: ["Checker", "Solver", "WordSwitch"],
      path: "Benchmarks/WordProof", linkerSettings: [.unsafeFlags(["-static-stdlib"])]),
    .executableTarget(
      name: "nic-speed", dependencies: ["Models", "Proofs", "RegisterMaps", "Solver"],
      path: "Benchmarks/NICs"),
    .executableTarget(
      name: "processor-speed", dependencies: ["Processor", "Logic"],
      path: "Benchmarks/Processor"),
    .executableTarget(
      name: "routine-speed", dependencies: ["Judge", "Replay", "Models", "Processor", "Solver"],
      path: "Benchmarks/Routine"),
    .executableTarget(
      name: "example-verify", dependencies: ["Command", "Logic", "Specification", "Checker"],
      path: "Tests/Example"),
    .target(name: "TestSupport", dependencies: ["Logic"], path: "Tests/Support"),
    .testTarget(name: "LogicTests", dependencies: ["TestSupport", "Logic", "Solver"]),
    .testTarget(name: "SolverTests", dependencies: ["TestSupport", "Logic", "Solver"]),
    .testTarget(
      name: "CacheTests",
      dependencies: ["TestSupport", "Cache", "Checker", "Logic", "Solver", "Specification"]),
    .testTarget(
      name: "CheckerTests",
      dependencies: ["Checker", "Solver", "Specification", "Logic", "Models", "Proofs"]),
    .testTarget(
      name: "ModelsTests",
      dependencies: ["TestSupport", "Models", "Logic", "Specification", "Processor"]),
    .testTarget(
      name: "TableReportsTests",
      dependencies: [
        "TestSupport", "TableReports", "Proofs", "Models", "RegisterMaps", "Report", "Checker",
        "Solver",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "RegisterMapsTests", dependencies: ["RegisterMaps", "Models"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "ProofsTests",
      dependencies: [
        "TestSupport", "Proofs", "Judge", "Models", "Checker", "Report", "Solver", "TableReports",
      ],
      exclude: ["Golden"]),
    .testTarget(
      name: "ReplayTests",
      dependencies: ["Replay", "Models", "Processor", "Proofs", "Specification"]),
    .testTarget(name: "CardsTests", dependencies: ["Cards", "Models", "Platform", "Processor"]),
    .testTarget(
      name: "JudgeTests",
      dependencies: ["TestSupport", "Judge", "Models", "Processor", "Solver", "Logic"]),
    .testTarget(name: "ReportTests", dependencies: ["Report", "Logic", "Specification"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "TestSupport", "Command", "Checker", "Report", "Logic", "Specification", "Solver",
        "example-verify",
        "verify",
      ]),
    .testTarget(name: "ProcessorTests", dependencies: ["TestSupport", "Processor", "Logic"]),
    .testTarget(
      name: "PlatformTests", dependencies: ["TestSupport", "Platform", "Processor", "Logic"]),
    .testTarget(
      name: "OracleTests",
      dependencies: [
        "TestSupport", "Processor", "Logic", "Platform", "Yams", "Models", "Proofs", "Replay",
        "Report", "Specification",
      ],
      exclude: ["differences.yaml", "Witness"]),
  ]
)
