import Foundation
import Testing
import Wire

/// Indicators against the real daemon: what is defined, what people enter, and what a restart makes of it.
@Suite struct IndicatorTests {
  private static let indicators = """
    indicators:
      - indicator: containers-above-80
        title: Containers above 80 % full
        dimension: environment
        per: [city, district]
        value: share(container where fill_level >= 80 %)
        over: day
        unit: "%"
      - indicator: satisfaction
        dimension: governance
        entered: true
        unit: "1"
        target: {at_least: 4}

    """

  private func town() throws -> Town {
    let town = try Town()
    try town.write(Self.indicators, to: "indicators.yaml")
    let configuration = try String(contentsOfFile: town.configuration, encoding: .utf8)
    try town.write(configuration + "indicators: [indicators.yaml]\n", to: "belfry.yaml")
    try town.startBroker()
    try town.startDaemon()
    return town
  }

  private func shown(_ town: Town, _ arguments: String...) throws -> IndicatorObject {
    let result = try Programs.run("belfry", ["--socket", town.socket, "--json", "indicator"] + arguments)
    try #require(result.status == 0, "\(result.errors)")
    return try JSONDecoder().decode(IndicatorObject.self, from: Data(result.output.utf8))
  }

  @Test func whatPeopleEnterIsKeptWithEveryVersionAndSurvivesAKill() throws {
    let town = try town()
    let empty = try shown(town, "show", "satisfaction")
    #expect(empty.value == nil)
    #expect(empty.status == "not_enough_data")
    let first = try shown(
      town, "set", "satisfaction", "3.9", "--at", "2026-03-31", "--by", "survey of the spring",
      "--comment", "812 answers")
    #expect(first.value == 3.9)
    #expect(first.status == "off_track")
    let list = try town.belfry("indicator", "list").output.split(separator: "\n")
    #expect(list.contains { $0.hasPrefix("satisfaction") && $0.contains("3.9") && $0.contains("off track") })
    #expect(!first.provisional)
    try town.killDaemon()
    try town.startDaemon()
    #expect(try shown(town, "show", "satisfaction") == first)
    let second = try shown(
      town, "set", "satisfaction", "4.1", "--at", "2026-03-31", "--by", "survey of the spring")
    #expect((second.value, second.revision, second.status) == (4.1, 2, "met"))
    let history = try town.get(
      Page<IndicatorObject>.self, "/v1/indicators/satisfaction?from=2026-01-01T00:00:00Z")
    #expect(history.items == [second])
    let rows = try Programs.run(
      "sqlite3", [town.database, "SELECT value, source, comment FROM indicator_entry ORDER BY number"])
    #expect(rows.output == "3.9|survey of the spring|812 answers\n4.1|survey of the spring|\n")
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    let town = try town()
    let body = #"{"value": 5, "at": "2026-03-31", "by": "me"}"#
    for (path, body, status) in [
      ("containers-above-80", body, 409), ("nothing", body, 404),
      ("satisfaction", #"{"value": 5, "at": "March", "by": "me"}"#, 400),
      ("satisfaction", #"{"value": 5, "at": "2026-03-31", "by": ""}"#, 400),
      ("satisfaction", #"{"value": 5, "at": "2026-03-31", "by": "me", "scope": "Centre"}"#, 400),
    ] {
      let answer = try town.ask("/v1/indicators/\(path)/values", method: "POST", body: body)
      #expect(answer.status == status, "\(path) \(body): \(String(decoding: answer.body, as: UTF8.self))")
    }
    #expect(try town.ask("/v1/indicators/nothing").status == 404)
    #expect(try town.ask("/v1/indicators?scope=Nowhere").status == 400)
  }

  @Test func anExportIsComparedWithAnother() throws {
    let town = try town()
    let names = try town.get(Page<IndicatorObject>.self, "/v1/indicators").items.map {
      "\($0.name)/\($0.scope)"
    }
    #expect(names == ["containers-above-80/city", "satisfaction/city"])
    _ = try shown(town, "set", "satisfaction", "4.1", "--at", "2026-03-31", "--by", "survey")
    let file = town.folder + "/liege.json"
    #expect(try town.belfry("indicator", "export", file).status == 0)
    let other = town.folder + "/gent.json"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacing("Liège", with: "Gent").replacing(">= 80 %", with: ">= 75 %")
      .write(toFile: other, atomically: true, encoding: .utf8)
    let table = try town.belfry("indicator", "compare", file, other).output
    #expect(table.contains("GENT"))
    #expect(table.contains("containers-above-80") && table.contains("computed in different ways"))
    #expect(
      table.split(separator: "\n").contains { $0.hasPrefix("satisfaction") && !$0.contains("different") })
    #expect(try town.belfry("indicator", "compare", file, "nothing.json").status == 1)
  }
}
