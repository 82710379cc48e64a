import Foundation
import Testing

/// The rules of the house that the compiler does not hold.
@Suite struct ArchitectureTests {
  /// What each module may import. A new line here needs a page in `docs/decisions`.
  static let allowedImports: [String: Set<String>] = [
    "Model": [],
    "Codecs": ["Model"],
    "Core": ["Model"],
    "Wire": ["Model"],
    "SimulatedCity": ["Model"],
    "Rings": ["CLinux", "Glibc", "Synchronization"],
    "Config": ["Model", "Core", "Yams", "Foundation"],
    "MQTT": ["Model", "Rings", "CMosquitto", "Glibc", "Synchronization"],
    "Storage": ["Model", "Core", "Rings", "GRDB", "GRDBSQLite", "Foundation", "Glibc"],
    "API": [
      "Model", "Core", "Wire", "Hummingbird", "HTTPTypes", "NIOCore", "Logging", "Foundation", "Glibc",
      "Synchronization",
    ],
    "belfryd": [
      "Model", "Codecs", "Core", "Wire", "Rings", "Config", "MQTT", "Storage", "API", "ArgumentParser",
      "Logging", "ServiceLifecycle", "UnixSignals", "Dispatch", "Foundation", "Glibc", "Synchronization",
    ],
    "belfry": [
      "Model", "Codecs", "Wire", "ArgumentParser", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "Foundation",
      "Glibc", "Synchronization", "Dispatch",
    ],
    "belfry-sim": [
      "Model", "SimulatedCity", "Config", "MQTT", "ArgumentParser", "Foundation", "Glibc", "Synchronization",
      "Dispatch",
    ],
  ]

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The Swift files under `Sources` and `Simulators`, by path from the root.
  static let files: [String] = ["Sources", "Simulators"].flatMap { folder -> [String] in
    let base = root.appendingPathComponent(folder).path
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }.sorted()
  }

  static func text(_ file: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
  }

  @Test func importsGoDownOnly() throws {
    #expect(Self.files.count > 100)
    for file in Self.files {
      let module = String(file.split(separator: "/")[1])
      let allowed = try #require(Self.allowedImports[module], "\(module) is not in the table")
      for line in try Self.text(file).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place <= 1, line.first?.isLetter == true else {
          continue
        }
        let name = words.dropFirst(place + 1).last.map(String.init) ?? ""
        #expect(allowed.contains(name), "\(file) imports \(name)")
      }
    }
  }
}
