import Foundation
import Model
import Testing
import Wire

/// Rules over the history of a daemon that runs.
@Suite struct BacktestTests {
  /// What `belfry rule backtest --json` prints, as far as it is looked at here.
  private struct Report: Decodable {
    struct Side: Decodable {
      struct Result: Decodable {
        let rule: String
        let alerts: Int
        let open: Int
        let assets: Int
        let firing_s: Double
      }
      let rules: [Result]
    }
    struct Difference: Decodable {
      struct Item: Decodable {
        let asset: String
        let fired_at: String
      }
      let both: Int
      let only_here: [Item]
      let only_there: [Item]
    }
    let uplinks: Int
    let readings: Int
    let here: Side
    let there: Side?
    let differences: [Difference]?
  }

  private static func rules(_ limit: Int) -> String {
    """
    rules:
      - alert: container-full
        kind: container
        when: fill_level >= \(limit) %
        summary: "{name}: {fill_level} full"

    """
  }

  /// A container that was at 92 % for an hour, then at 77 % for an hour, an hour ago.
  private static func town() throws -> Town {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let start = Timestamp.measured() - .seconds(4 * 3600)
    for (hour, distance) in [1400, 300, 500, 1400].enumerated() {
      try town.publish(
        Messages.topic(Messages.container),
        Messages.level(distance: distance, counter: hour + 1, at: start + .seconds(3600 * hour)))
      // One by one: over the API, messages of a device that came in one batch can't be told apart.
      _ = try town.settle(received: hour + 1)
    }
    try town.write(rules(80), to: "high.yaml")
    try town.write(rules(70), to: "low.yaml")
    return town
  }

  private static func report(_ town: Town, _ arguments: String...) throws -> Report {
    let result = try Programs.run(
      "belfry", ["rule", "backtest", "--json"] + arguments, environment: ["BELFRY_SOCKET": town.socket])
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
  }

  @Test func theHistoryIsReadBesideTheDaemon() throws {
    let town = try Self.town()
    let high = try Self.report(town, town.folder + "/high.yaml", "--since", "1d")
    #expect(high.uplinks == 4)
    #expect(high.here.rules.map(\.alerts) == [1] && high.here.rules.map(\.open) == [0])
    #expect(high.here.rules.map(\.firing_s) == [3600] && high.here.rules.map(\.assets) == [1])
    #expect(high.there == nil)

    let both = try Self.report(
      town, town.folder + "/low.yaml", "--compare", town.folder + "/high.yaml", "--since", "1d")
    #expect(both.here.rules.map(\.firing_s) == [7200])
    #expect(both.there?.rules.map(\.firing_s) == [3600])
    #expect(both.differences?.map(\.both) == [1])

    let text = try town.belfry("rule", "backtest", town.folder + "/high.yaml", "--since", "1d")
    #expect(text.status == 0 && text.output.contains("c1 1x"), "\(text.output)\(text.errors)")
    let compared = try town.belfry(
      "rule", "backtest", town.folder + "/low.yaml", "--compare", town.folder + "/high.yaml")
    #expect(compared.output.contains("1 alert in both, 0 only in"), "\(compared.output)")
    #expect(try town.alerts().allSatisfy { $0.rule != "container-full" }, "it changes nothing")
  }

  @Test func whoMayNotReadTheFileAsksTheDaemon() throws {
    let town = try Self.town()
    let direct = try Self.report(town, town.folder + "/high.yaml", "--since", "1d")
    // The daemon has the file open; nobody else finds it now.
    _ = try town.get(Page<StoredReadingObject>.self, "/v1/readings")
    for end in ["", "-wal", "-shm"] {
      try FileManager.default.moveItem(atPath: town.database + end, toPath: town.folder + "/moved" + end)
    }
    let result = try town.belfry("rule", "backtest", town.folder + "/high.yaml", "--since", "1d", "--json")
    #expect(result.status == 0 && result.errors.contains("through the API"), "\(result.errors)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    #expect(report.uplinks == direct.uplinks && report.readings == direct.readings)
    #expect(report.here.rules.map(\.firing_s) == direct.here.rules.map(\.firing_s))
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let town = try Town()
    try town.write("rules: [{alert: x, kind: room, when: co2 > }]", to: "bad.yaml")
    let nobody = try town.belfry("rule", "backtest", town.folder + "/rules/rules.yaml")
    #expect(nobody.status == 69, "no daemon")
    try town.startBroker()
    try town.startDaemon()
    let bad = try town.belfry("rule", "backtest", town.folder + "/bad.yaml")
    #expect(bad.status == 78 && bad.errors.contains("bad.yaml:1: `when`, column"), "\(bad.errors)")
    #expect(
      try town.belfry("rule", "backtest", town.folder + "/rules/rules.yaml", "--since", "1x").status == 64)
    let city = try town.get(CityObject.self, "/v1/city")
    #expect(city.name == "Liège" && city.timezone == "Europe/Brussels" && city.holidays.isEmpty)
  }
}
