import Foundation
import Testing
import Wire

/// What the daemon does not start with, and what it says then.
@Suite struct StartTests {
  @Test func aFileInTheSocketsPlaceIsLeftAlone() throws {
    let town = try Town()
    try FileManager.default.createDirectory(atPath: town.folder + "/run", withIntermediateDirectories: true)
    try town.write("somebody's letter", to: "run/api.sock")
    let result = try Programs.run("belfryd", ["--config", town.configuration])
    #expect(result.status == 1)
    #expect(result.errors.contains("is not a socket"), "\(result.errors)")
    #expect(try String(contentsOfFile: town.socket, encoding: .utf8) == "somebody's letter")
  }

  @Test func aSocketThatSomebodyListensOnIsNotTaken() throws {
    let town = try Town()
    try town.startDaemon()
    // Another history, the same socket.
    let file = town.folder + "/belfry.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try town.write(text.replacing("run/belfry.db", with: "run/other.db"), to: "belfry.yaml")
    let result = try Programs.run("belfryd", ["--config", file])
    #expect(result.status == 1)
    #expect(result.errors.contains("another daemon listens on \(town.socket)"), "\(result.errors)")
    #expect(try town.status().ready)
  }

  @Test func aDatabaseWithoutTheTablesOfAHistoryIsLeftAlone() throws {
    let town = try Town()
    try town.startDaemon()
    #expect(try town.stopDaemon() == 0)
    try town.damage("DROP TABLE uplink")
    let result = try Programs.run("belfryd", ["--config", town.configuration])
    #expect(result.status == 1)
    #expect(result.errors.contains(town.database), "\(result.errors)")
    #expect(result.errors.contains("no such table"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: town.socket))
    #expect(try town.damagedHistories() == [], "it may be somebody else's")
  }

  @Test func aHistoryOfANewerVersionIsLeftAlone() throws {
    let town = try Town()
    try town.startDaemon()
    #expect(try town.stopDaemon() == 0)
    try town.damage("INSERT INTO grdb_migrations VALUES ('999')")
    let result = try Programs.run("belfryd", ["--config", town.configuration])
    #expect(result.status == 1)
    #expect(result.errors.contains("newer belfryd"), "\(result.errors)")
    #expect(try town.damagedHistories() == [])
  }

  @Test func aMissingConfigurationIsSaid() throws {
    for arguments in [["check", "--config", "/nowhere/belfry.yaml"], ["--config", "/nowhere/belfry.yaml"]] {
      let result = try Programs.run("belfryd", arguments)
      #expect(result.status == 78)
      #expect(result.errors.contains("/nowhere/belfry.yaml"), "\(result.errors)")
    }
  }

  @Test func theSocketHasTheRightsThatWereAskedFor() throws {
    let town = try Town()
    let file = try String(contentsOfFile: town.configuration, encoding: .utf8)
    try town.write(
      file.replacing("{socket: run/api.sock}", with: #"{socket: run/api.sock, socket_mode: "0600"}"#),
      to: "belfry.yaml")
    try town.startDaemon()
    let rights = try FileManager.default.attributesOfItem(atPath: town.socket)[.posixPermissions] as? Int
    #expect(rights == 0o600)
    #expect(try town.ask("/-/healthy").status == 200)
    #expect(try town.ask("/-/ready").status == 200)
  }
}
