import Foundation
import Testing

/// Who may import whom. A change of the table needs a page in `docs/decisions`.
@Suite struct ArchitectureTests {
  /// A module of ours: where it lies, what it may import of ours, and what of others.
  private struct Module {
    let folder: String
    let own: Set<String>
    let others: Set<String>
  }

  private static let table: KeyValuePairs<String, Module> = [
    // Words.
    "Model": Module(folder: "Sources/Model", own: [], others: []),
    // Pure: no clock, thread, random, file or socket; no Foundation.
    "CVectors": Module(folder: "Sources/CVectors", own: [], others: []),
    "Codecs": Module(folder: "Sources/Codecs", own: ["Model", "CVectors"], others: []),
    "Core": Module(folder: "Sources/Core", own: ["Model"], others: []),
    "Wire": Module(folder: "Sources/Wire", own: ["Model"], others: []),
    "SimulatedCity": Module(folder: "Simulators/SimulatedCity", own: ["Model"], others: []),
    // Tool.
    "CLinux": Module(folder: "Sources/CLinux", own: [], others: []),
    "Rings": Module(folder: "Sources/Rings", own: ["CLinux"], others: ["Glibc", "Synchronization"]),
    // Shells: each knows one technology.
    "CMosquitto": Module(folder: "Sources/CMosquitto", own: [], others: []),
    "CMosquittoIO": Module(folder: "Sources/CMosquittoIO", own: [], others: []),
    "Config": Module(
      folder: "Sources/Config", own: ["Model", "Core"],
      others: ["Dispatch", "Foundation", "Synchronization", "Yams"]),
    "MQTT": Module(
      folder: "Sources/MQTT", own: ["Model", "Rings", "CMosquitto", "CMosquittoIO"],
      others: ["Glibc", "Synchronization"]),
    "Storage": Module(
      folder: "Sources/Storage", own: ["Model", "Core", "Rings"],
      others: ["Foundation", "GRDB", "GRDBSQLite", "Glibc", "Synchronization"]),
    "API": Module(
      folder: "Sources/API", own: ["Model", "Core", "Wire"],
      others: [
        "Foundation", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "NIOCore",
        "NIOExtras",
        "NIOPosix", "ServiceLifecycle", "Synchronization",
      ]),
    "Delivery": Module(
      folder: "Sources/Delivery", own: [],
      others: ["AsyncHTTPClient", "Crypto", "Foundation", "Glibc", "NIOCore", "NIOHTTP1", "NIOPosix"]),
    "Scripts": Module(folder: "Sources/Scripts", own: ["Model"], others: ["Foundation", "Glibc"]),
    // Programs.
    "belfry-codec": Module(folder: "Sources/belfry-codec", own: [], others: []),
    "belfryd": Module(
      folder: "Sources/belfryd",
      own: [
        "Model", "Codecs", "Core", "Wire", "Rings", "Config", "MQTT", "Storage", "API", "Delivery", "Scripts",
        "CLinux",
      ],
      others: [
        "ArgumentParser", "Dispatch", "Foundation", "Glibc", "Logging", "ServiceLifecycle", "Synchronization",
        "UnixSignals",
      ]),
    "belfry": Module(
      folder: "Sources/belfry", own: ["Model", "Codecs", "Core", "Wire", "Config", "Storage", "Scripts"],
      others: ["ArgumentParser", "AsyncHTTPClient", "Dispatch", "Foundation", "Glibc", "NIOCore", "NIOHTTP1"]),
    "belfry-sim": Module(
      folder: "Simulators/belfry-sim", own: ["Model", "SimulatedCity", "Config", "MQTT"],
      others: ["ArgumentParser", "Foundation", "Glibc"]),
  ]

  @Test func modulesImportWhatTheTableAllows() throws {
    for (name, module) in Self.table {
      let allowed = module.own.union(module.others)
      for file in try Repository.files(under: [module.folder], ".swift") {
        for imported in Self.imports(in: try Repository.text(file)) {
          #expect(allowed.contains(imported), "\(file) imports \(imported), which \(name) may not")
        }
      }
    }
  }

  @Test func theTableAllowsNothingThatIsNotUsed() throws {
    for (name, module) in Self.table {
      let files = try Repository.files(under: [module.folder], ".swift")
      let used = Set(try files.flatMap { Self.imports(in: try Repository.text($0)) })
      #expect(module.own.union(module.others).subtracting(used).isEmpty, "\(name)")
    }
  }

  @Test func everyFolderIsInTheTable() throws {
    let folders = try Repository.code.flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: Repository.root.appendingPathComponent(folder).path)
        .filter { !$0.hasPrefix(".") }.map { folder + "/" + $0 }
    }
    #expect(Set(folders) == Set(Self.table.map(\.value.folder)))
  }

  @Test func pureModulesKnowOnlyTheWords() throws {
    let pure = ["Model", "Codecs", "Core", "Wire", "SimulatedCity"]
    for (name, module) in Self.table where pure.contains(name) {
      #expect(module.own.isSubset(of: name == "Codecs" ? ["Model", "CVectors"] : ["Model"]), "\(name)")
      #expect(module.others.isEmpty, "\(name)")
    }
    // Values in, bits out: no library's function, and no memory.
    let vectors = try Repository.text("Sources/CVectors/vectors.h")
    #expect(vectors.matches(of: /#include.*/).map(\.output) == ["#include <stdint.h>"])
    #expect(!vectors.replacing(/\/\*[\s\S]*?\*\//, with: "").contains("*"))
  }

  @Test func shellsDoNotKnowEachOther() {
    let shells: Set = ["Config", "MQTT", "Storage", "API", "Delivery", "Scripts"]
    for (name, module) in Self.table where shells.contains(name) {
      #expect(module.own.isDisjoint(with: shells), "\(name)")
    }
  }

  @Test func theOperatorsProgramKnowsTheCoreForRulesOnly() throws {
    for file in try Repository.files(under: ["Sources/belfry"], ".swift") {
      let imports = Set(Self.imports(in: try Repository.text(file)))
      let isAboutRules = file.contains("/Rules/") || file.contains("/Verbs/Rule")
      #expect(isAboutRules || imports.isDisjoint(with: ["Core", "Config", "Storage"]), "\(file)")
    }
  }

  @Test func thePackageDeclaresTheTableInImportOrder() throws {
    let declared = try Self.declaredTargets(Repository.text("Package.swift"))
    #expect(declared.map(\.name) == Self.table.map(\.key))
    var above: Set<String> = []
    for (name, dependencies) in declared {
      #expect(dependencies.isSubset(of: above), "\(name) stands above what it imports")
      #expect(Self.table.first { $0.key == name }?.value.own == dependencies, "\(name)")
      above.insert(name)
    }
  }

  /// The modules that a file imports.
  private static func imports(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").drop { $0.hasPrefix("@") || access.contains($0) }
      guard words.first == "import" else { return nil }
      let name = words.dropFirst().first { !kinds.contains($0) }
      return name?.split(separator: ".").first.map(String.init)
    }
  }

  private static let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
  ]

  /// The targets of a package's description that are not tests, in their order, with those of its own
  /// targets on which each depends.
  private static func declaredTargets(_ text: String) throws -> [(name: String, dependencies: Set<String>)] {
    let start = try #require(text.range(of: "  targets: [\n"), "the package has targets")
    let end = try #require(text.range(of: "// Tests.\n"), "tests stand behind the programs")
    let call = /\.(?:target|executableTarget|systemLibrary)\(\s*name: "([^"]+)"/
    let dependencies = /dependencies: \[([^\]]*)\]/
    let targets = text[start.upperBound..<end.lowerBound]
    let matches = targets.matches(of: call)
    return matches.indices.map { index in
      let match = matches[index]
      let next = index + 1 < matches.count ? matches[index + 1].range.lowerBound : targets.endIndex
      let list = targets[match.range.upperBound..<next].firstMatch(of: dependencies)?.1 ?? ""
      return (String(match.1), Set(list.matches(of: /"([^"]+)"/).map { String($0.1) }))
    }
  }
}
