import Foundation
import Glibc
import Testing
import Wire

/// Killed again and again under load: what the publisher was told is safe is in the history, once.
///
/// The publisher is `belfry-sim flood`: it says how many of its messages the broker acknowledged. Each message
/// is one frame counter of one device, so a row of the history can be told from any other.
@Suite(.serialized) struct KillTests {
  static let devices = 200
  static let messages = 15_000
  static let rate = 3000

  /// `options` are lines of the broker's entry in the configuration.
  @Test(arguments: ["buffered: true", "buffered: false", "protocol: 5"])
  func nothingAcknowledgedIsLost(options: String) throws {
    let town = try Self.town(options)
    try town.startBroker()
    try town.startDaemon()
    let flood = try Self.startFlood(town)
    for pause: useconds_t in [400_000, 150_000, 700_000, 250_000, 550_000, 50_000] {
      usleep(pause)
      try town.killDaemon()
      try town.startDaemon()
    }
    try Self.expectAllOnce(town, flood)
  }

  @Test func aRestartOfTheBrokerLosesNothingEither() throws {
    let town = try Self.town("")
    try town.startBroker()
    try town.startDaemon()
    let flood = try Self.startFlood(town)
    usleep(500_000)
    try town.killDaemon()
    usleep(300_000)
    town.stopBroker()
    try town.startBroker()
    try town.startDaemon()
    usleep(300_000)
    try town.killDaemon()
    try town.startDaemon()
    try Self.expectAllOnce(town, flood)
  }

  /// What the daemon acknowledged before it found the damage is in the history that was set aside, the rest in the new
  /// one; what it had written and could not acknowledge any more comes again, to the new one.
  @Test func aDamagedHistoryTakesNothingAway() throws {
    let town = try Self.town("")
    try town.startBroker()
    try town.startDaemon()
    #expect(try town.stopDaemon() == 0)
    // Who closes a database last folds its log back.
    try town.damage("UPDATE progress SET readings = readings")
    try town.spoil("quarantine")
    try town.startDaemon()
    let flood = try Self.startFlood(town)
    try eventually("messages come in") { try town.status().ingest.committed > 1000 }
    try town.publish("v3/a/devices/b/up", "{")
    #expect(try town.waitForDaemon() == 1)
    try town.startDaemon()
    let said = String(decoding: flood.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    flood.process.waitUntilExit()
    #expect(said.contains("\(Self.messages) acknowledged"), "the publisher got all its PUBACKs: \(said)")
    let aside = try #require(try town.damagedHistories().first)
    func kept(in path: String) throws -> Set<String> {
      let uplinks = try town.uplinks(ofDevicesLike: "%", in: path).map { "\($0.device) \($0.counter)" }
      #expect(Set(uplinks).count == uplinks.count, "twice in \(path)")
      return Set(uplinks)
    }
    let before = try kept(in: aside)
    #expect(before.count > 1000)
    try? eventually("all messages are in one or the other", seconds: 20) {
      try before.union(kept(in: town.database)).count == Self.messages
    }
    #expect(try before.union(kept(in: town.database)).count == Self.messages)
  }

  static func town(_ options: String) throws -> Town {
    var assets = "asset,kind,name,district,latitude,longitude,device,codec,parameters\n"
    for number in 0..<devices {
      let eui = "70b3d57ed" + String(format: "%07x", number)
      assets += "r\(number),room,Room \(number),Centre,50.6,5.5,\(eui),elsys,\n"
    }
    let town = try Town(assets: assets)
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
    let changed = text.replacing("client_id: belfry-test\n", with: "client_id: belfry-test\n    \(options)\n")
    try town.write(changed, to: "belfry.yaml")
    // A broker that is started by root gives up its rights, and could not write its store here.
    let broker = try String(contentsOfFile: town.folder + "/mosquitto.conf", encoding: .utf8)
    try town.write(broker + "user root\n", to: "mosquitto.conf")
    return town
  }

  static func startFlood(_ town: Town) throws -> (process: Process, output: Pipe) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Programs.path("belfry-sim"))
    process.arguments = [
      "flood", "--broker", "mqtt://127.0.0.1:\(town.port)", "--devices", "\(devices)", "--count",
      "\(messages)", "--rate", "\(rate)",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }

  /// Waits for the publisher, and then until the daemon has everything that came.
  static func expectAllOnce(_ town: Town, _ flood: (process: Process, output: Pipe)) throws {
    let said = String(decoding: flood.output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    flood.process.waitUntilExit()
    #expect(said.contains("\(messages) acknowledged"), "the publisher got all its PUBACKs: \(said)")
    let all = "SELECT count(*) FROM uplink"
    // A moment longer than it takes, so that a message that came twice would have come.
    try? eventually("\(messages) uplinks in the history", seconds: 20) { try count(town, all) >= messages }
    try eventually("everything received is on disk") {
      let ingest = try town.status().ingest
      return ingest.received == ingest.committed
    }
    #expect(try count(town, all) == messages)
    #expect(
      try count(town, "SELECT count(*) FROM (SELECT DISTINCT device, frame_counter FROM uplink)") == messages)
    let ingest = try town.status().ingest
    #expect(ingest.received == ingest.decoded + ingest.duplicates)
  }

  private static func count(_ town: Town, _ query: String) throws -> Int {
    let result = try Programs.run("sqlite3", ["-readonly", town.database, query])
    return try #require(
      Int(result.output.trimmingCharacters(in: .whitespacesAndNewlines)), "\(result.errors)")
  }
}
