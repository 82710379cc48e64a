import Foundation
import Testing
import Wire

/// A history that is damaged is set aside and told of, and the daemon goes on with a new one; nothing else is.
@Suite struct DamagedHistoryTests {
  private static let messages = 100

  /// A town with some history, whose daemon does not run; all of it in one file, as after a stop and a checkpoint.
  private static func stoppedTown() throws -> Town {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publishLines(
      (1...messages).map { Messages.uplink(Messages.room, port: 5, counter: $0, "0100e2") })
    try town.publish("v3/a/devices/b/up", "{")
    _ = try town.settle(received: messages + 1)
    #expect(try town.stopDaemon() == 0)
    // Who closes a database last folds its log back.
    try town.damage("UPDATE progress SET readings = readings")
    // The start is to read the history.
    try FileManager.default.removeItem(atPath: town.database + "-snapshot")
    return town
  }

  private static func size(_ file: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
  }

  /// The daemon runs on a new history, takes messages, and says where the old one is.
  private static func expectFreshStart(_ town: Town) throws -> String {
    let aside = try #require(try town.damagedHistories().first)
    #expect(try town.damagedHistories() == [aside])
    #expect(town.log.contains("critical the history is damaged and was set aside as \(aside)"), "\(town.log)")
    #expect(try town.number("SELECT count(*) FROM uplink") == 0)
    let before = try town.status().ingest.received
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: before + 1)
    #expect(try town.asset("c1").readings["distance"]?.value == 300)
    #expect(try town.status().storage.damaged == [aside])
    #expect(try town.belfry("status").output.contains(aside))
    return aside
  }

  @Test func whatIsNoDatabaseIsSetAsideAndToldOfAsLongAsItLiesThere() throws {
    let town = try Self.stoppedTown()
    let letter = Data("This is a letter, not a history.".utf8)
    try letter.write(to: URL(fileURLWithPath: town.database))
    try town.startDaemon()
    let aside = try Self.expectFreshStart(town)
    #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == letter)
    let doctor = try town.belfry("doctor")
    #expect(doctor.status == 1)
    #expect(doctor.output.contains("ERROR  history"), "\(doctor.output)")
    #expect(doctor.output.contains(aside), "\(doctor.output)")
    try FileManager.default.moveItem(atPath: aside, toPath: town.folder + "/taken-away")
    #expect(try town.status().storage.damaged == nil)
    #expect(try town.belfry("doctor").output.contains("ok  history"))
    // The new one is sound.
    #expect(try town.stopDaemon() == 0)
    try town.startDaemon()
    #expect(try town.asset("c1").readings["distance"]?.value == 300)
    #expect(try town.damagedHistories() == [])
  }

  @Test func aTruncatedDatabaseIsSetAside() throws {
    let town = try Self.stoppedTown()
    let size = try Self.size(town.database)
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: town.database))
    try file.truncate(atOffset: UInt64(size / 2))
    try town.startDaemon()
    #expect(try Self.size(Self.expectFreshStart(town)) == size / 2)
  }

  @Test func aPageThatTheStartCantReadIsMetAndSetAside() throws {
    let town = try Self.stoppedTown()
    try town.spoil("uplink")
    // Whoever has the history open can't change it under itself: systemd starts the daemon again.
    let result = try Programs.run("belfryd", ["--config", town.configuration])
    #expect(result.status == 1)
    #expect(result.errors.contains("set aside"), "\(result.errors)")
    #expect(try town.damagedHistories().count == 1)
    try town.startDaemon()
    #expect(try town.status().storage.damaged?.count == 1)
    #expect(try town.number("SELECT count(*) FROM uplink") == 0)
  }

  @Test func aPageThatTheJournalCantReadEndsTheDaemonAndNothingIsAcknowledged() throws {
    let town = try Self.stoppedTown()
    // Nobody reads it before a message is refused.
    try town.spoil("quarantine")
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 400, counter: 1))
    _ = try town.settle(received: 1)
    #expect(try town.damagedHistories() == [])
    try town.publish("v3/a/devices/b/up", "{ again")
    #expect(try town.waitForDaemon() == 1)
    #expect(town.log.contains("critical the history is damaged and was set aside"), "\(town.log)")
    try town.startDaemon()
    _ = try town.settle(received: 1)
    #expect(try town.texts("SELECT payload FROM quarantine") == ["{ again"], "it is delivered once more")
    let aside = try #require(try town.damagedHistories().first)
    // What docs/operating/backup.md advises.
    let saved = town.folder + "/saved.db"
    let text = try Programs.run("sqlite3", [aside, ".dump"]).output
    _ = try Programs.run("sqlite3", [saved], input: text.replacing(/ROLLBACK;.*/, with: "COMMIT;"))
    let count = try Programs.run("sqlite3", [saved, "SELECT count(*) FROM uplink"]).output
    #expect(count == "\(Self.messages + 1)\n", "what it holds can still be read")
  }

  @Test func aLogThatBreaksOffIsSetAside() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    for counter in 1...20 {
      try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: counter))
    }
    _ = try town.settle(received: 20)
    try town.killDaemon()
    let log = town.database + "-wal"
    let half = try Self.size(log) / 2
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: log))
    try file.truncate(atOffset: UInt64(half))
    try town.startDaemon()
    let aside = try Self.expectFreshStart(town)
    #expect(try Self.size(aside + "-wal") == half, "what is left is kept")
  }

  @Test func aRestoredHistoryIsNotSetAside() throws {
    let town = try Self.stoppedTown()
    let backup = town.folder + "/backup.db"
    try FileManager.default.copyItem(atPath: town.database, toPath: backup)
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    try town.killDaemon()
    // As docs/operating/backup.md says.
    for suffix in ["", "-wal", "-shm", "-snapshot"] {
      try? FileManager.default.removeItem(atPath: town.database + suffix)
    }
    try FileManager.default.copyItem(atPath: backup, toPath: town.database)
    try town.startDaemon()
    #expect(try town.damagedHistories() == [])
    #expect(try town.number("SELECT count(*) FROM uplink") == Self.messages)
    #expect(town.log.contains("as a restored one does"), "\(town.log)")
  }

  @Test(.enabled(if: Programs.canTrace, "it needs strace, and leave to trace"))
  func aDiskThatCantBeReadSetsNothingAside() throws {
    let town = try Self.stoppedTown()
    let before = try Data(contentsOf: URL(fileURLWithPath: town.database))
    let result = try Programs.run(
      "strace",
      [
        "-f", "-o", "/dev/null", "-P", town.database, "-e", "trace=pread64", "-e", "inject=pread64:error=EIO",
        Programs.path("belfryd"), "--config", town.configuration,
      ])
    #expect(result.status == 1)
    #expect(result.errors.contains("disk I/O error"), "\(result.errors)")
    #expect(try town.damagedHistories() == [])
    #expect(try Data(contentsOf: URL(fileURLWithPath: town.database)) == before)
    try town.startDaemon()
    #expect(try town.number("SELECT count(*) FROM uplink") == Self.messages)
  }
}
