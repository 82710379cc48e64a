import Foundation
import Testing
import Wire

/// A start takes the newest snapshot and what came after it; without a good one it replays the history.
@Suite struct SnapshotTests {
  private struct Picture: Equatable {
    var assets: [AssetObject]
    var alerts: [AlertObject]

    init(of town: Town) throws {
      assets = try town.get(Page<AssetObject>.self, "/v1/assets").items
      alerts = try town.alerts()
    }
  }

  /// A town with an alert that somebody has acknowledged, stopped in peace, with its snapshot.
  private func stoppedTown() throws -> (town: Town, picture: Picture) {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    let id = try #require(try town.alerts().first { $0.state == "firing" }?.id)
    #expect(try town.belfry("alert", "acknowledge", id, "--comment", "on my way").status == 0)
    let picture = try Picture(of: town)
    #expect(try town.stopDaemon() == 0)
    return (town, picture)
  }

  private func snapshot(of town: Town) -> URL { URL(fileURLWithPath: town.database + "-snapshot") }

  @Test func aStopInPeaceLeavesNothingToReplay() throws {
    let (town, picture) = try stoppedTown()
    try town.startDaemon()
    #expect(town.log.contains("recovered from a snapshot and 0 uplinks"))
    #expect(try Picture(of: town) == picture)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    #expect(try town.settle(received: 1).duplicates == 1)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 290, counter: 2))
    #expect(try town.settle(received: 2).decoded == 1)
    let after = try Picture(of: town)
    try town.killDaemon()
    try town.startDaemon()
    #expect(town.log.contains("recovered from a snapshot and 1 uplinks"))
    #expect(try Picture(of: town) == after)
  }

  @Test func aDamagedSnapshotIsNotUsed() throws {
    let (town, picture) = try stoppedTown()
    var bytes = try Data(contentsOf: snapshot(of: town))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: snapshot(of: town))
    try town.startDaemon()
    #expect(town.log.contains("recovered from 1 uplinks"))
    #expect(try Picture(of: town) == picture)
  }

  @Test("A snapshot that knows more than the history, as beside a restored backup, is not used")
  func anotherHistory() throws {
    let (town, _) = try stoppedTown()
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: town.database + suffix) }
    try town.startDaemon()
    #expect(try town.asset("c1").readings.isEmpty)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    #expect(try town.settle(received: 1).decoded == 1)
  }
}
