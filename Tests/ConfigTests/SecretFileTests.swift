import Config
import Foundation
import Testing

/// A folder with `belfry.yaml`, one with credentials, and the file `mqtt` in one, both or neither.
@Suite final class SecretFileTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("belfry-\(UUID().uuidString)")
  var credentials: URL { folder.appendingPathComponent("credentials") }
  var environment: [String: String] { ["CREDENTIALS_DIRECTORY": credentials.path] }

  init() throws {
    try FileManager.default.createDirectory(at: credentials, withIntermediateDirectories: true)
    try Data().write(to: folder.appendingPathComponent("assets.csv"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func secretFile(_ path: String) throws -> SecretFile {
    let yaml = """
      city: {name: Liège, timezone: Europe/Brussels, assets: [assets.csv]}
      mqtt:
        - broker: mqtt://127.0.0.1
          username: belfry
          password_file: \(path)
          subscribe: [{topic: a, format: senml}]
      """
    try Data("asset,kind\n".utf8).write(to: folder.appendingPathComponent("assets.csv"))
    try Data(yaml.utf8).write(to: folder.appendingPathComponent("belfry.yaml"))
    return try #require(CaseFolder(path: folder.path).load().brokers[0].passwordFile)
  }

  @Test func credentialsComeFirst() throws {
    try Data("from systemd".utf8).write(to: credentials.appendingPathComponent("mqtt"))
    try Data("from beside".utf8).write(to: folder.appendingPathComponent("mqtt"))
    let file = try secretFile("mqtt")
    #expect(try file.read(environment: environment).bytes == Array("from systemd".utf8))
    #expect(try file.read(environment: [:]).bytes == Array("from beside".utf8))
  }

  @Test func withoutCredentialOfThatNameTheFolderCounts() throws {
    try Data("from beside".utf8).write(to: folder.appendingPathComponent("mqtt"))
    #expect(try secretFile("mqtt").read(environment: environment).bytes == Array("from beside".utf8))
  }

  @Test func variableAndAbsolutePathAreTakenAtTheirWord() throws {
    try Data("from beside".utf8).write(to: folder.appendingPathComponent("mqtt"))
    let variable = try secretFile("$CREDENTIALS_DIRECTORY/mqtt")
    #expect(variable.location(environment: environment) == credentials.path + "/mqtt")
    #expect(throws: (any Error).self) { try variable.read(environment: environment) }
    let absolute = try secretFile("/etc/belfry/mqtt")
    #expect(absolute.location(environment: environment) == "/etc/belfry/mqtt")
  }

  @Test(
    "Only the line break of the editor is left out",
    arguments: [
      ("a b", "a b"), ("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), (" a ", " a "), ("\n", ""), ("", ""),
    ])
  func lineBreak(written: String, meant: String) throws {
    try Data(written.utf8).write(to: folder.appendingPathComponent("mqtt"))
    #expect(try secretFile("mqtt").read(environment: [:]).bytes == Array(meant.utf8))
  }

  @Test func whereASecretWasLookedForIsSaid() throws {
    let file = try secretFile("mqtt")
    let missing = #expect(throws: SecretFileError.self) { try file.read(environment: [:]) }
    let place = "the secret `mqtt` can't be read: \(folder.path)/mqtt"
    #expect(missing?.description.hasPrefix("\(place) does not exist; write the secret there") == true)
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("mqtt"), withIntermediateDirectories: false)
    let folderInstead = #expect(throws: SecretFileError.self) { try file.read(environment: [:]) }
    #expect(folderInstead?.description.hasPrefix("\(place) is not to be read") == true)
  }

  @Test func secretsDoNotPrint() throws {
    try Data("hunter2".utf8).write(to: folder.appendingPathComponent("mqtt"))
    let secret = try secretFile("mqtt").read(environment: [:])
    #expect("\(secret)" == "<secret>")
    #expect(String(reflecting: secret) == "<secret>")
  }
}
