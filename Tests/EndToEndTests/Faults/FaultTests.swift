import Foundation
import Glibc
import Model
import Randomness
import Testing
import Wire

/// The daemon under load while things go wrong, and afterwards: nothing that was acknowledged is lost, nothing counts
/// twice, every alert is told, and the city is what its history says.
///
/// A seed chooses the faults, their order and their length. First there are faults, then there are none, and
/// everything must come right. `make faults` runs a few of each kind, `make soak` many:
///
///     BELFRY_FAULTS=200 BELFRY_SEED=7 swift test --filter FaultTests
///
/// A failure names the seed and the faults; docs/reliability.md has what was measured.
@Suite(.serialized) struct FaultTests {
  private struct Tally {
    var times = 0
    var recoveries: [Duration] = []
    var lost = 0
    var twice = 0
  }

  private static let environment = ProcessInfo.processInfo.environment
  /// How many faults; by default each kind once.
  private static let count = environment["BELFRY_FAULTS"].flatMap { Int($0) }
  private static let seed = environment["BELFRY_SEED"].flatMap { UInt64($0) } ?? 1
  private static let only = environment["BELFRY_FAULT"]

  @Test(
    .enabled(
      if: environment["BELFRY_FAULTS"] != nil || environment["BELFRY_FAULT"] != nil,
      "`make faults` runs it"))
  func everythingComesRight() throws {
    var random = SeededRandom(seed: Self.seed)
    let kinds = Fault.possible.filter { Self.only == nil || "\($0)" == Self.only }
    let count = Self.count ?? kinds.count
    var faults: [Fault] = []
    while faults.count < count { faults += kinds.shuffled(using: &random) }
    faults = Array(faults.prefix(count))
    let perSecond = 400
    // The load lasts longer than the faults.
    let messages = perSecond * faults.reduce(5) { $0 + $1.loadSeconds }
    let city = try FaultyTown(messages: messages)
    let flood = try city.flood(messages: messages, perSecond: perSecond)
    // A publisher that does not find its broker at the start gives up.
    try city.awaitProgress()
    var tallies: [Fault: Tally] = [:]
    var history: [String] = []
    // The last row of the history when a fault began.
    var begins: [(row: Int, fault: Fault)] = []
    do {
      for fault in faults {
        history.append("\(fault)")
        begins.append((try city.lastRow(), fault))
        try city.bring(fault, &random)
        usleep(.random(in: 50_000...1_500_000, using: &random))
        if fault.leavesTheDaemonToOthers { #expect(try city.town.ask("/-/ready").status == 200, "\(fault)") }
        let ended = ContinuousClock.now
        try city.take(away: fault)
        try city.awaitProgress()
        tallies[fault, default: Tally()].times += 1
        tallies[fault]?.recoveries.append(ContinuousClock.now - ended)
      }
      #expect(flood.wait(seconds: messages / perSecond + 60) == 0)
      let books = try city.expectAllRight(messages: messages)
      func fault(of row: Int) -> Fault? { (begins.last { $0.row < row } ?? begins.first)?.fault }
      for row in books.lost { if let fault = fault(of: row) { tallies[fault]?.lost += 1 } }
      for row in books.twice { if let fault = fault(of: row) { tallies[fault]?.twice += 1 } }
    } catch {
      let flood = try? String(contentsOfFile: city.town.folder + "/flood.log", encoding: .utf8)
      Issue.record(
        """
        seed \(Self.seed), after \(history.joined(separator: ", ")): \(error)
        status: \((try? city.town.ask("/v1/status")).map { String(decoding: $0.body, as: UTF8.self) } ?? "none")
        the publisher said: \(flood?.suffix(300) ?? "nothing")
        the daemon said: \(city.town.log.suffix(2000))
        """)
    }
    Self.report(tallies, messages: messages)
    print("longest stop in order: \(Self.seconds(city.longestStop))")
  }

  /// The table of docs/reliability.md.
  private static func report(_ tallies: [Fault: Tally], messages: Int) {
    print(
      "seed \(seed), \(messages) messages\n"
        + "| fault | times | lost | twice | recovery, median | longest |\n|---|---|---|---|---|---|")
    for (fault, tally) in tallies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let times = tally.recoveries.sorted()
      print(
        "| \(fault.rawValue) | \(tally.times) | \(tally.lost) | \(tally.twice) | \(seconds(times[times.count / 2])) | \(seconds(times[times.count - 1])) |"
      )
    }
  }

  private static func seconds(_ duration: Duration) -> String {
    String(format: "%.2f s", duration / .seconds(1))
  }
}

extension FaultyTown {
  /// The number of the last row of the history.
  func lastRow() throws -> Int { try number("SELECT coalesce(max(number), 0) FROM uplink") }

  /// Waits until messages that came after now are on disk.
  func awaitProgress() throws {
    let before = try lastRow()
    try eventually("messages are stored again") { try lastRow() > before }
  }

  /// The history is in use: a moment's refusal is not a failure.
  private func number(_ sql: String) throws -> Int {
    for _ in 0..<100 {
      if let number = try? town.number(sql) { return number }
      usleep(20_000)
    }
    return try town.number(sql)
  }

  /// Where in the history messages are missing, and where they are twice: the row of the second, or the row of the
  /// device that came where the missing one should have.
  typealias Books = (lost: [Int], twice: [Int])

  /// Looks at everything when there are no faults any more.
  /// - Returns: what is wrong with the books, by the rows.
  func expectAllRight(messages: Int) throws -> Books {
    let said = try String(contentsOfFile: town.folder + "/flood.log", encoding: .utf8)
    #expect(
      said.contains("\(messages) acknowledged"),
      "the publisher has all its PUBACKs: \(said.suffix(200))")
    #expect(try town.damagedHistories() == [], "a history was set aside that nobody has damaged")
    let broker = try String(contentsOfFile: town.folder + "/mosquitto.log", encoding: .utf8)
    #expect(!broker.contains("are being dropped"), "the broker's queue was full: it has lost some itself")
    let ours =
      "FROM uplink WHERE device IN (SELECT number FROM device WHERE name LIKE '70b3d57ed%')"
    // What the broker has kept meanwhile may be nearly all of them.
    try? eventually("all messages are in the history", seconds: Double(60 + messages / 1000)) {
      try number("SELECT count(*) \(ours)") >= messages
    }
    let books = try books(messages: messages)
    let rejected = try town.status().ingest.rejected.sorted { $0.key < $1.key }
    #expect(books.lost.isEmpty, "lost: \(books.lost.count), refused since the last start: \(rejected)")
    #expect(books.twice.isEmpty, "twice: \(books.twice.count)")
    try eventually("all is quiet") {
      let ingest = try town.status().ingest
      return ingest.received == ingest.committed
    }
    try eventually("nothing waits for its time") { try town.status().alerts.pending == 0 }
    try expectAllTold()
    try expectTheCityIsItsHistory()
    return books
  }

  /// What the history has of so many messages: the devices take turns, and each counts its own from 0.
  private func books(messages: Int) throws -> Books {
    var rows: [String: [Int: Int]] = [:]
    var books = Books(lost: [], twice: [])
    for uplink in try town.uplinks(ofDevicesLike: "70b3d57ed%") {
      if rows[uplink.device]?[uplink.counter] != nil { books.twice.append(uplink.row) }
      rows[uplink.device, default: [:]][uplink.counter] = uplink.row
    }
    for number in 0..<Self.devices {
      let counters = rows[Self.eui(number)] ?? [:]
      for counter in 0..<(messages + Self.devices - 1 - number) / Self.devices where counters[counter] == nil
      {
        books.lost.append(counters.filter { $0.key > counter }.map(\.value).min() ?? .max)
      }
    }
    return books
  }

  /// Whoever fired was told, and who was told of a beginning was told of the end.
  private func expectAllTold() throws {
    func untold() throws -> Set<String> {
      let fired = Set(try town.texts("SELECT DISTINCT alert FROM transition WHERE state = 'firing'"))
      return fired.subtracting(hook.alerts.compactMap { $0.annotations["alert"] })
    }
    try? eventually("everything is told", seconds: 60) {
      try town.status().notifications.map(\.waiting) == [0] && untold().isEmpty
    }
    #expect(try untold() == [])
    #expect(try town.status().notifications.map(\.givenUp) == [0])
    let told = hook.alerts
    let ended = Set(
      try town.texts("SELECT DISTINCT alert FROM transition WHERE state = 'resolved'"))
    let last = Dictionary(
      told.map { ($0.annotations["alert"] ?? "", $0.status) }, uniquingKeysWith: { $1 })
    for (alert, status) in last {
      #expect((status == "resolved") == ended.contains(alert), "\(alert)")
    }
  }

  /// A daemon that knows nothing but the history comes to the same city.
  private func expectTheCityIsItsHistory() throws {
    let assets = try town.get(Page<AssetObject>.self, "/v1/assets?limit=1000").items
    let alerts = try firing()
    #expect(try town.stopDaemon() == 0)
    try? FileManager.default.removeItem(atPath: town.database + "-snapshot")
    try town.startDaemon()
    let again = try town.get(Page<AssetObject>.self, "/v1/assets?limit=1000").items
    #expect(again.map(\.readings) == assets.map(\.readings))
    let replayed = try firing()
    #expect(
      replayed == alerts, "gained \(replayed.subtracting(alerts)), lost \(alerts.subtracting(replayed))")
  }

  private func firing() throws -> Set<String> {
    let alerts = try town.get(Page<AlertObject>.self, "/v1/alerts?state=firing&limit=1000").items
    return Set(alerts.map { "\($0.rule) of \($0.asset) since \($0.since?.timestamp.description ?? "")" })
  }
}
