import Foundation
import Model
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
    let entries = try town.get(Page<IndicatorEntryObject>.self, "/v1/indicators/satisfaction/entries").items
    #expect(entries.map(\.value) == [4.1, 3.9])
    #expect(
      entries.allSatisfy { $0.at == "2026-03-31" && $0.scope == "city" && $0.by == "survey of the spring" })
    #expect(entries.map(\.comment) == ["", "812 answers"] && !entries[0].enteredBy.isEmpty)
    let page = try town.get(
      Page<IndicatorEntryObject>.self, "/v1/indicators/satisfaction/entries?limit=1")
    #expect(page.items == [entries[0]])
    let next = try town.get(
      Page<IndicatorEntryObject>.self,
      "/v1/indicators/satisfaction/entries?limit=1&cursor=\(try #require(page.next))")
    #expect(next.items == [entries[1]] && next.next == nil)
    #expect(try town.ask("/v1/indicators/satisfaction/entries?cursor=x").status == 400)
    #expect(try town.ask("/v1/indicators/nothing/entries").status == 404)
    let table = try town.belfry("indicator", "show", "satisfaction", "--entries").output
    #expect(table.contains("2026-03-31") && table.contains("812 answers"), "\(table)")
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

  /// A moment to come, at noon by UTC: so the day is the same in all of Europe.
  private let noon: Timestamp
  /// How many seconds before it the clock is now.
  private let ahead: Int

  init() {
    let now = Int(Timestamp.measured().secondsSinceEpoch)
    let start = now / 86_400 * 86_400 + 86_400 + 43_200
    noon = Timestamp(nanoseconds: Int64(start) * 1_000_000_000)
    ahead = start - now
  }

  /// A town at that moment, whose days and quarters of an hour have a value.
  private func laterTown(_ city: String = "Liège", zone: String = "Europe/Brussels") throws -> Town {
    let town = try Town()
    town.clock = try FakeClock(in: town.folder)
    try town.write(
      """
      indicators:
        - {indicator: fill-day, dimension: environment, value: avg(container.fill_level), over: day,
           unit: "%", max_age: 4h, final_after: 2d, min_coverage: 0 %}
        - {indicator: fill-now, dimension: environment, value: avg(container.fill_level), every: 15m,
           unit: "%", min_coverage: 0 %}

      """, to: "indicators.yaml")
    let configuration = try String(contentsOfFile: town.configuration, encoding: .utf8)
    try town.write(
      configuration.replacing("Liège", with: city).replacing("Europe/Brussels", with: zone)
        + "indicators: [indicators.yaml]\n", to: "belfry.yaml")
    try town.startBroker()
    try town.clock?.set(seconds: ahead)
    try town.startDaemon()
    return town
  }

  /// Ends the town's daemon and starts it anew so many hours after noon: it does not believe in clocks that jump.
  private func advance(_ town: Town, toHour hour: Int) throws {
    try town.killDaemon()
    try town.clock?.set(seconds: hour * 3600 + ahead)
    try town.startDaemon()
    try eventually("the quarters of an hour have passed") {
      try shown(town, "show", "fill-now").at.timestamp >= noon + .seconds(hour * 3600)
    }
  }

  /// The value of the day in which a moment lies.
  private func day(of moment: Timestamp, _ town: Town) throws -> IndicatorObject {
    let path = "/v1/indicators/fill-day?from=\(moment - .seconds(2 * 86_400))"
    let values = try town.get(Page<IndicatorObject>.self, path).items
    return try #require(
      values.first { value in
        value.period.map { $0.from.timestamp <= moment && moment < $0.to.timestamp } ?? false
      })
  }

  @Test(.enabled(if: FakeClock.isPossible, "it needs libfaketime"))
  func lateDataChangesTheValueOfADayUntilItIsFinalOverKills() throws {
    let town = try laterTown()
    let topic = Messages.topic(Messages.container)
    try town.publish(topic, Messages.level(distance: 1370, counter: 1, at: noon))
    _ = try town.settle(received: 1)

    // More than a day later the day is over, and its value provisional.
    try advance(town, toHour: 26)
    let first = try day(of: noon, town)
    #expect(first.value == 10 && first.provisional)
    #expect(first.at == first.period?.to)

    // A late reading of that day: half a second later it was fuller.
    try town.publish(topic, Messages.level(distance: 850, counter: 2, at: noon + .milliseconds(500)))
    _ = try town.settle(received: 1)
    try advance(town, toHour: 27)
    let second = try day(of: noon, town)
    #expect(try #require(second.value) > 49 && second.provisional)
    #expect(second.revision == first.revision + 1)

    // Two days after its end it is final, and what comes even later changes nothing.
    try advance(town, toHour: 75)
    var final = second
    final.provisional = false
    #expect(try day(of: noon, town) == final)
    try town.publish(topic, Messages.level(distance: 200, counter: 3, at: noon + .milliseconds(600)))
    _ = try town.settle(received: 1)
    try advance(town, toHour: 76)
    #expect(try day(of: noon, town) == final)
  }

  @Test(.enabled(if: FakeClock.isPossible, "it needs libfaketime"))
  func theSameDayOfTwoCitiesInTwoTimeZonesIsCompared() throws {
    let towns = [try laterTown(), try laterTown("Porto", zone: "Europe/Lisbon")]
    let files = try towns.map { town in
      try town.publish(
        Messages.topic(Messages.container), Messages.level(distance: 1370, counter: 1, at: noon))
      _ = try town.settle(received: 1)
      try advance(town, toHour: 27)
      let file = town.folder + "/export.json"
      #expect(try town.belfry("indicator", "export", file).status == 0)
      return file
    }
    let table = try towns[0].belfry("indicator", "compare", files[0], files[1]).output
    let rows = table.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(rows.first == "INDICATOR LIÈGE PORTO REMARK", "\(table)")
    #expect(rows.contains("fill-day 10 % 10 %"), "\(table)")
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
