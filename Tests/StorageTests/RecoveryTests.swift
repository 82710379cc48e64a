import Core
import GRDB
import Model
import Randomness
import Testing

@testable import Storage

@Suite struct RecoveryTests {
  /// One message of a made-up day.
  private struct Message {
    var uplink: Uplink
    var device: Int
    var readings: [Reading]
    var arrivedAt: Timestamp
  }

  /// Hours of four devices: late and stored values, gaps, rejoins, a device without counter, signals and
  /// gateways that are known or not.
  private func messages(_ random: inout SeededRandom) -> [Message] {
    var messages: [Message] = []
    for device in 0..<4 {
      var counter: UInt32 = 0
      var session = random.next()
      var at = SmallTown.start
      for _ in 0..<60 {
        at = at + .milliseconds(Int.random(in: 60_000...600_000, using: &random))
        if Int.random(in: 0..<20, using: &random) == 0 { at = at + .seconds(9000) }
        counter += .random(in: 1...2, using: &random)
        if Int.random(in: 0..<15, using: &random) == 0 { (session, counter) = (random.next(), 0) }
        var uplink = SmallTown.uplink(device, counter: device == 1 ? nil : counter, at: at)
        if device != 1 { uplink.session = session }
        if Bool.random(using: &random) { uplink.deduplication = random.next() }
        uplink.port = .random(in: 0...255, using: &random)
        if Bool.random(using: &random) {
          uplink.rssi = .random(in: -120...0, using: &random)
          uplink.snr = .random(in: -20...12, using: &random)
          uplink.gateway = DeviceKey(value: random.next())
        }
        let isLate = Int.random(in: 0..<8, using: &random) == 0
        let delay = Int.random(in: 0...(isLate ? 4_000_000 : 4000), using: &random)
        messages.append(
          Message(
            uplink: uplink, device: device, readings: readings(device, at, &random),
            arrivedAt: at + .milliseconds(delay)))
      }
    }
    return messages.enumerated().sorted { ($0.1.arrivedAt, $0.0) < ($1.1.arrivedAt, $1.0) }.map(\.element)
  }

  private func readings(_ device: Int, _ at: Timestamp, _ random: inout SeededRandom) -> [Reading] {
    let times =
      Int.random(in: 0..<6, using: &random) == 0 ? [at - .seconds(600), at - .seconds(300), at] : [at]
    return times.flatMap { at in
      device == 3
        ? [Reading(.distance, .random(in: 0...1700, using: &random), at: at)]
        : [
          Reading(.co2, .random(in: 400...1800, using: &random), at: at),
          Reading(.temperature, .random(in: -20...140, using: &random), at: at),
        ]
    }
  }

  /// All that can be asked of a city but the counters of this run.
  private func picture(_ city: borrowing City, at now: Timestamp) -> [String] {
    var lines: [String] = []
    for asset in city.definition.assets.indices { lines.append("\(city.assetView(asset, at: now))") }
    for device in city.definition.devices.indices {
      let view = city.deviceView(device, at: now)
      lines.append(
        "\(view.device) \(view.heardAt, default: "") \(view.isSilent) \(view.cadence, default: "") "
          + "\(view.deliveryRatio, default: "") \(view.rssi, default: "") \(view.snr, default: "") "
          + "\(view.gateway, default: "") \(view.uplinks)")
    }
    for alert in city.alerts(at: now) { lines.append("\(alert)") }
    return lines
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func theHistoryBringsBackTheCity(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.history, fsync: false)
    let rules = try SmallTown.rules()
    let messages = messages(&random)
    var live = try TownWithHistory(SmallTown.definition, rules: rules, database)
    var commands = 0
    for (index, message) in messages.enumerated() {
      _ = live.take(message.uplink, device: message.device, message.readings, arrivedAt: message.arrivedAt)
      if index % 7 == 0, let alert = live.city.alerts(at: live.city.now).first {
        let actions: [OperatorCommand.Action] = [
          .acknowledge, .shelve(until: live.city.now + .seconds(1000)), .unshelve,
        ]
        let action = actions.randomElement(using: &random) ?? .acknowledge
        let command = OperatorCommand(
          alert: alert.id, action: action, by: "anna", comment: "é", at: live.city.now + .milliseconds(1))
        if (try? live.carryOut(command)) != nil { commands += 1 }
      }
      if index % 11 == 0 {
        live.pass(until: live.city.now + .milliseconds(.random(in: 0...1000, using: &random)))
      }
      if index % 50 == 0 { live.write() }
    }
    // Time passes, and alerts that waited fire, before the daemon ends.
    live.pass(until: live.city.now + .seconds(700))
    live.write()
    #expect(commands > 5)

    var recovered = try TownWithHistory(SmallTown.definition, rules: rules, database)
    #expect(recovered.city.now == live.city.now)
    let now = live.city.now
    #expect(picture(recovered.city, at: now) == picture(live.city, at: now))
    #expect(live.city.alerts(at: now).contains { $0.state == .firing }, "enough happens")

    // What is delivered again is known, with and without a counter.
    for message in messages.suffix(20) {
      let verdict = recovered.take(
        message.uplink, device: message.device, message.readings, arrivedAt: now)
      #expect(verdict == .duplicate)
    }
    // And life goes on as it would have.
    let later = now + .seconds(40_000)
    for device in 0..<4 {
      let uplink = SmallTown.uplink(device, counter: 100_000, at: later)
      let readings = readings(device, later, &random)
      #expect(live.take(uplink, device: device, readings, arrivedAt: later) == .accepted)
      #expect(recovered.take(uplink, device: device, readings, arrivedAt: later) == .accepted)
    }
    #expect(picture(recovered.city, at: later) == picture(live.city, at: later))
  }

  @Test func aDeviceThatLeftTheRegistryIsLeftOut() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.history, fsync: false)
    var whole = try TownWithHistory(SmallTown.definition, database)
    for device in 0..<4 {
      let readings = [Reading(.humidity, Double(device), at: SmallTown.start)]
      let uplink = SmallTown.uplink(device, counter: 1, at: SmallTown.start)
      _ = whole.take(uplink, device: device, readings, arrivedAt: SmallTown.start)
    }
    whole.write()
    var smaller = SmallTown.definition
    smaller.devices.removeFirst(2)
    smaller.devices.swapAt(0, 1)
    var city = City(definition: smaller, rules: [])
    var news: [Transition] = []
    let recovered = try database.recover(&city, &news)
    #expect(recovered.uplinks == 2)
    #expect(city.assetView(0, at: city.now).readings.isEmpty)
    #expect(city.assetView(3, at: city.now).readings.map(\.value) == [3])
    #expect(city.deviceView(0, at: city.now).uplinks == 1)
  }

  @Test func aHistoryThatIsDamagedIsSaid() throws {
    let folder = try TemporaryFolder()
    let database = try Storage.Database(path: folder.history, fsync: false)
    try database.pool.write { try $0.execute(sql: "DROP TABLE uplink") }
    var city = City(definition: SmallTown.definition, rules: [])
    var error: StorageError?
    var news: [Transition] = []
    do throws(StorageError) { _ = try database.recover(&city, &news) } catch let thrown { error = thrown }
    #expect(error?.description.contains(folder.history) ?? false)
  }
}
