import Foundation
import Testing
import Wire

/// `belfry backup`: a copy while messages come in, from which a daemon can go on.
@Suite(.serialized) struct BackupTests {
  @Test func aCopyUnderLoadIsSoundAndADaemonGoesOnFromIt() throws {
    let town = try KillTests.town("")
    try town.startBroker()
    try town.startDaemon()
    let flood = try KillTests.startFlood(town)
    try eventually("messages come in") { try town.status().ingest.committed > 1000 }
    let file = town.folder + "/copy.db"
    let result = try town.belfry("backup", file)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix(file))
    #expect(flood.process.isRunning, "the copy was made while messages came in")
    try KillTests.expectAllOnce(town, flood)
    #expect(try Programs.run("sqlite3", [file, "PRAGMA quick_check"]).output == "ok\n")

    let heir = try KillTests.town("")
    try FileManager.default.createDirectory(atPath: heir.folder + "/run", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: file, toPath: heir.database)
    try heir.startDaemon()
    let uplinks = try heir.number("SELECT count(*) FROM uplink")
    #expect((1000..<KillTests.messages).contains(uplinks))
    #expect(try heir.number("SELECT readings FROM progress") == heir.status().storage.readings)
    #expect(try heir.status().devices.heard == KillTests.devices)
  }

  @Test func aFileThatIsThereIsNotLost() throws {
    let town = try Town()
    try town.startDaemon()
    try town.write("a letter", to: "copy.db")
    let file = town.folder + "/copy.db"
    let refused = try town.belfry("backup", file)
    #expect(refused.status == 1)
    #expect(refused.errors.contains("--force"), "\(refused.errors)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "a letter")

    let forced = try town.belfry("--json", "backup", "--force", file)
    #expect(forced.status == 0, "\(forced.errors)")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(forced.output == "{\"bytes\":\(attributes[.size] ?? 0),\"file\":\"\(file)\"}\n")
    let names = try FileManager.default.contentsOfDirectory(atPath: town.folder + "/run")
    #expect(!names.contains { $0.contains("backup") }, "nothing is left beside the history")
    #expect(town.log.contains("a backup of"))
    #expect(try town.belfry("backup", town.folder + "/none/copy.db").status == 1)
  }
}
