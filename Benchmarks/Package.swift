// swift-tools-version: 6.2
import PackageDescription

// The parts that are measured beside a twin in C. The modules are the daemon's own, by symbolic links, so
// that a benchmark never stands in the main graph.
let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CVectors"),
    .target(name: "Rings", dependencies: ["CLinux"]),
    .target(name: "Model"),
    .target(name: "Codecs", dependencies: ["Model", "CVectors"]),
    .target(name: "Core", dependencies: ["Model"]),
    .target(name: "Config", dependencies: ["Model", "Core", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "Storage",
      dependencies: [
        "Model", "Core", "Rings", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    .executableTarget(name: "ring", dependencies: ["Rings"]),
    .executableTarget(name: "backtest", dependencies: ["Storage", "Core", "Rings", "Model"]),
    .executableTarget(name: "rows", dependencies: ["Storage", "Rings", "Model"]),
    .executableTarget(name: "decode", dependencies: ["Codecs", "Model"]),
    .executableTarget(name: "rules", dependencies: ["CLinux", "Core", "Model"]),
    .executableTarget(name: "indicators", dependencies: ["Config", "Core", "Model"]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"), .treatAllWarnings(as: .error),
  ]
}
