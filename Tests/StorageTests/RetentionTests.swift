import Core
import Foundation
import GRDB
import Model
import Randomness
import Testing

@testable import Storage

/// What is no longer kept one by one is still there in sums, each reading once.
@Suite struct RetentionTests {
  private let folder: TemporaryFolder
  private let database: Storage.Database

  /// Brussels in autumn 2026: summer time ends on 25 October at 01:00 UTC.
  private static let calendar = LocalCalendar(
    firstOffset: 7200, changes: [.init(at: Timestamp(seconds: 1_792_890_000), offset: 3600)])
  private static let start = Timestamp(seconds: 1_792_700_000)
  private static let end = start + .seconds(5 * 86_400)

  init() throws {
    folder = try TemporaryFolder()
    database = try Storage.Database(path: folder.history, fsync: false)
  }

  /// A town whose rooms report now and then for five days, some of it late.
  private func fill(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var town = try TownWithHistory(SmallTown.definition, database)
    var counters = [UInt32](repeating: 0, count: 3)
    var now = Self.start
    while now < Self.end {
      now = now + .seconds(Int64.random(in: 30...1200, using: &random))
      let device = Int.random(in: 0..<3, using: &random)
      counters[device] += 1
      let age = Bool.random(using: &random) ? 0 : Int64.random(in: 0...7200, using: &random)
      let at = now - .seconds(age)
      let readings = [
        Reading(.co2, Double(Int.random(in: 400...2000, using: &random)), at: at),
        Reading(.temperature, Double(Int.random(in: 10...30, using: &random)), at: at),
      ]
      _ = town.take(
        SmallTown.uplink(device, counter: counters[device], at: at), device: device, readings, arrivedAt: now)
    }
    town.write()
  }

  private func retention(readings: Int64, hourly: Int64) throws -> Retention {
    try Retention(
      database, keepReadings: .seconds(readings), keepHourly: .seconds(hourly), calendar: Self.calendar)
  }

  /// All that the history says of an asset, summed up by quantity and local day.
  private func days(_ asset: String) async throws -> [String: ReadingSum] {
    let selection = ReadingSelection(asset: asset, from: .distantPast, to: .distantFuture)
    let calendar = Self.calendar
    @Sendable func key(_ quantity: Quantity, _ at: Timestamp) -> String {
      "\(quantity.name) \(calendar.day(at: at))"
    }
    return try await History(database).fold(
      selection, from: nil, into: [String: ReadingSum](),
      sums: { days, stored in
        days[key(stored.quantity, stored.period.lowerBound), default: ReadingSum()].add(stored.sum)
      },
      { days, stored in
        days[key(stored.reading.quantity, stored.reading.at), default: ReadingSum()].add(stored.reading)
        return true
      }
    ).result
  }

  private func count(_ table: String) async throws -> Int {
    try await database.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func eachReadingIsThereOnceHoweverFarItIsSummedUp(seed: UInt64) async throws {
    try fill(seed: seed)
    let before = try await days("A-1")
    #expect(before.count > 10)
    let all = try await count("uplink")
    // The last two days as they are, the two before by hours, the first by days.
    let retention = try retention(readings: 2 * 86_400, hourly: 4 * 86_400)
    while try retention.step(now: Self.end, replayStart: .max) {}
    #expect(try await count("uplink") < all / 2)
    #expect(try await count("hourly") > 100)
    #expect(try await count("daily") > 5)
    #expect(try await days("A-1") == before)
    // And to the end: all but the newest uplink.
    let strict = try self.retention(readings: 0, hourly: 0)
    while try strict.step(now: Self.end, replayStart: .max) {}
    #expect(try await count("uplink") == 1)
    #expect(try await count("hourly") == 0)
    #expect(try await days("A-1") == before)
    let readings = try await database.pool.read { try Int.fetchOne($0, sql: "SELECT readings FROM progress") }
    let blobs = try database.extent().readings
    #expect(readings == blobs)
    #expect(blobs > 0 && blobs < 10, "those of the newest uplink")
  }

  @Test func whatAStartWouldReplayStays() async throws {
    try fill(seed: 4)
    let all = try await count("uplink")
    let retention = try retention(readings: 0, hourly: 86_400)
    while try retention.step(now: Self.end, replayStart: 100) {}
    #expect(try await count("uplink") == all - 99, "the row of the snapshot itself is its proof")
    while try retention.step(now: Self.end, replayStart: 0) {}
    #expect(try await count("uplink") == all - 99)
  }

  @Test func aClockThatIsSetForwardThrowsNothingAway() async throws {
    try fill(seed: 5)
    let all = try await count("uplink")
    let retention = try retention(readings: 8 * 86_400, hourly: 9 * 86_400)
    while try retention.step(now: Self.end + .seconds(1000 * 86_400), replayStart: .max) {}
    #expect(try await count("uplink") == all)
  }

  @Test func theHistoryGoesOnAfterwards() async throws {
    try fill(seed: 6)
    let retention = try retention(readings: 0, hourly: 86_400)
    while try retention.step(now: Self.end, replayStart: .max) {}
    let last = try await database.pool.read { try Int.fetchOne($0, sql: "SELECT max(number) FROM uplink") }
    var town = try TownWithHistory(SmallTown.definition, database)
    let now = Self.end + .seconds(60)
    _ = town.take(
      SmallTown.uplink(0, counter: 100_000, at: now), device: 0, [Reading(.co2, 500, at: now)], arrivedAt: now
    )
    town.write()
    let next = try await database.pool.read { try Int.fetchOne($0, sql: "SELECT max(number) FROM uplink") }
    #expect(next == last.map { $0 + 1 })
  }
}
