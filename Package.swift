// swift-tools-version: 6.2
import PackageDescription

// Targets stand in import order: a target imports only what stands above it.
// Tests/TidyTests/ArchitectureTests.swift checks that; docs/ARCHITECTURE.md draws it.

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioExtras = Target.Dependency.product(name: "NIOExtras", package: "swift-nio-extras")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
  name: "belfry",
  products: [
    .executable(name: "belfryd", targets: ["belfryd"]),
    .executable(name: "belfry", targets: ["belfry"]),
    .executable(name: "belfry-codec", targets: ["belfry-codec"]),
    .executable(name: "belfry-sim", targets: ["belfry-sim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Words.
    .target(name: "Model"),
    // Pure: no clock, thread, random, file or socket; no Foundation.
    .systemLibrary(name: "CVectors"),
    .target(name: "Codecs", dependencies: ["Model", "CVectors"]),
    .target(name: "Core", dependencies: ["Model"]),
    .target(name: "Wire", dependencies: ["Model"]),
    .target(name: "SimulatedCity", dependencies: ["Model"], path: "Simulators/SimulatedCity"),
    // Tool.
    .systemLibrary(name: "CLinux"),
    .target(name: "Rings", dependencies: ["CLinux"]),
    // Shells: each knows one technology.
    .systemLibrary(
      name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
    .target(name: "CMosquittoIO"),
    .target(name: "Config", dependencies: ["Model", "Core", yams]),
    .target(name: "MQTT", dependencies: ["Model", "Rings", "CMosquitto", "CMosquittoIO"]),
    .target(name: "Storage", dependencies: ["Model", "Core", "Rings", grdb, sqlite]),
    .target(
      name: "API",
      dependencies: [
        "Model", "Core", "Wire", hummingbird, hummingbirdCore, httpTypes, nio, nioExtras, nioPosix, logging,
        serviceLifecycle,
      ],
      resources: [
        .embedInCode("Web/index.html"), .embedInCode("Web/belfry.css"), .embedInCode("Web/belfry.js"),
      ]),
    .target(name: "Delivery", dependencies: [httpClient, nio, nioHTTP1, nioPosix, crypto]),
    .target(name: "Scripts", dependencies: ["Model"]),
    // Programs.
    .executableTarget(name: "belfry-codec", linkerSettings: [.linkedLibrary("dl")]),
    .executableTarget(
      name: "belfryd",
      dependencies: [
        "Model", "Codecs", "Core", "Wire", "Rings", "Config", "MQTT", "Storage", "API", "Delivery", "Scripts",
        "CLinux", argumentParser, logging, serviceLifecycle, unixSignals,
      ]),
    .executableTarget(
      name: "belfry",
      dependencies: [
        "Model", "Codecs", "Core", "Wire", "Config", "Storage", "Scripts", argumentParser, httpClient, nio,
        nioHTTP1,
      ]),
    .executableTarget(
      name: "belfry-sim",
      dependencies: ["Model", "SimulatedCity", "Config", "MQTT", argumentParser],
      path: "Simulators/belfry-sim"),
    // Tests.
    .executableTarget(
      name: "pure-probe", dependencies: ["Model", "Codecs", "Core", "Wire", "SimulatedCity"],
      path: "Tests/PureProbe", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Randomness", path: "Tests/Randomness"),
    .testTarget(name: "ModelTests", dependencies: ["Model", "Randomness"]),
    .testTarget(name: "CodecsTests", dependencies: ["Codecs", "Randomness"], exclude: ["Vectors"]),
    .testTarget(
      name: "CoreTests", dependencies: ["Model", "Core", "SimulatedCity", "Codecs", "Randomness"],
      exclude: ["Fixtures", "Scenarios"]),
    .testTarget(name: "RingsTests", dependencies: ["Rings", "Randomness"]),
    .testTarget(name: "MQTTTests", dependencies: ["Rings", "MQTT"]),
    .testTarget(
      name: "ConfigTests", dependencies: ["Model", "Core", "Config", "Randomness"], exclude: ["Good", "Bad"]),
    .testTarget(
      name: "TruthTests", dependencies: ["Model", "Core", "Config", "Codecs", "SimulatedCity"]),
    .testTarget(name: "SimulatedCityTests", dependencies: ["Model", "SimulatedCity", "Codecs"]),
    .testTarget(
      name: "StorageTests", dependencies: ["Model", "Core", "Rings", "Storage", "Randomness", grdb],
      exclude: ["Old"]),
    .testTarget(name: "APITests", dependencies: ["Model", "Core", "Wire", "API"]),
    .testTarget(name: "BelfryTests", dependencies: ["belfry", "Model", "Wire"]),
    .testTarget(name: "WireTests", dependencies: ["Model", "Wire"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Model", "Core", "Wire", "Config", "belfryd", "belfry", "belfry-sim", "Randomness", grdb,
      ],
      exclude: ["recompute.py"]),
    .testTarget(name: "ScriptsTests", dependencies: ["Model", "Scripts", "belfry-codec"]),
    .testTarget(name: "TidyTests"),
  ],
  swiftLanguageModes: [.v6]
)

// House settings: the compiler holds what a reviewer would otherwise have to see.
for target in package.targets where target.type != .system {
  var settings = target.swiftSettings ?? []
  settings += [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
  if target.type != .test { settings.append(.strictMemorySafety()) }
  target.swiftSettings = settings
}
