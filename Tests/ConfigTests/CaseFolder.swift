import Config
import Foundation
import Testing

/// A configuration in a folder of its own under `Good` or `Bad`.
struct CaseFolder: CustomTestStringConvertible {
  static let formats = ["chirpstack-v4", "json", "milesight-nb", "senml", "tts-v3"]
  static let codecs = ["bosch-tps110", "elsys", "milesight-em310-udl", "nas-ul20xx"]

  let path: String

  var testDescription: String { path.split(separator: "/").last.map(String.init) ?? path }

  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static func all(_ kind: String) -> [CaseFolder] {
    let root = tests.appendingPathComponent(kind)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().map { CaseFolder(path: root.appendingPathComponent($0).path) }
  }

  static func good(_ name: String) -> CaseFolder {
    CaseFolder(path: tests.appendingPathComponent("Good/" + name).path)
  }

  /// A configuration that comes with the project.
  static func shipped(_ path: String) -> CaseFolder {
    CaseFolder(path: tests.deletingLastPathComponent().deletingLastPathComponent().path + "/" + path)
  }

  func load() throws(ConfigurationProblems) -> BelfryConfiguration {
    try BelfryConfiguration.load(
      path: path + "/belfry.yaml", knownFormats: Self.formats, knownCodecs: Self.codecs)
  }

  func text(_ file: String) throws -> String {
    try String(contentsOfFile: path + "/" + file, encoding: .utf8)
  }

  /// Paths as they would be from within the folder, so that expectations hold on any machine.
  func relative(_ text: String) -> String {
    text.replacingOccurrences(of: path + "/", with: "").replacingOccurrences(of: path, with: ".")
  }
}
