import Foundation
import Model
import Testing
import Wire

/// What was wrong can be asked for again when it is long over.
@Suite struct AlertHistoryTests {
  private static let day = "2026-03-02T"

  /// Three alerts of a container that was full at eight, nine and ten o'clock, for half an hour each.
  private static func town() throws -> Town {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    var counter = 0
    for hour in ["08", "09", "10"] {
      for (minute, distance) in [("00", 300), ("30", 1400)] {
        counter += 1
        let time = try #require(Timestamp(rfc3339: "\(day)\(hour):\(minute):00Z"))
        try town.publish(
          Messages.topic(Messages.container), Messages.level(distance: distance, counter: counter, at: time))
      }
    }
    _ = try town.settle(received: 6)
    return town
  }

  private static func history(_ town: Town, _ query: String) throws -> Page<AlertObject> {
    try town.get(Page<AlertObject>.self, "/v1/alerts/history?" + query)
  }

  @Test func pastAlertsComeByTimePageAfterPage() throws {
    let town = try Self.town()
    #expect(try town.alerts().isEmpty, "all of them are long over")
    let all = try Self.history(town, "from=\(Self.day)00:00:00Z")
    #expect(
      all.items.map { $0.since?.timestamp.description.dropFirst(11).prefix(5) } == [
        "10:00", "09:00", "08:00",
      ])
    #expect(all.next == nil)
    for alert in all.items {
      #expect(alert.state == "resolved" && alert.rule == "container-nearly-full" && alert.asset == "c1")
      #expect(alert.firedAt == alert.since)
      let lasted = try #require(alert.resolvedAt).timestamp - (try #require(alert.firedAt)).timestamp
      #expect(lasted == .seconds(1800))
    }

    var ids: [String] = []
    var cursor = ""
    repeat {
      let page = try Self.history(town, "from=\(Self.day)00:00:00Z&limit=2" + cursor)
      #expect(page.items.count <= 2)
      ids += page.items.map(\.id)
      cursor = page.next.map { "&cursor=\($0)" } ?? ""
    } while !cursor.isEmpty
    #expect(ids == all.items.map(\.id))

    let between = try Self.history(town, "from=\(Self.day)09:00:00Z&to=\(Self.day)10:00:00Z")
    #expect(between.items.map(\.id) == [all.items[1].id], "from is included and to is not")
    for (filter, count) in [
      ("rule=container-nearly-full", 3), ("rule=room-co2-high", 0), ("asset=c1", 3), ("asset=r1", 0),
      ("severity=warning", 3), ("severity=critical", 0),
    ] {
      #expect(try Self.history(town, "from=\(Self.day)00:00:00Z&\(filter)").items.count == count, "\(filter)")
    }
    #expect(try Self.history(town, "").items.isEmpty, "the last day is the default")
    for query in [
      "from=yesterday", "cursor=7", "severity=bad", "to=\(Self.day)08:00:00Z&from=\(Self.day)09:00:00Z",
    ] {
      #expect(try town.ask("/v1/alerts/history?" + query).status == 400, "\(query)")
    }
  }

  @Test func anAlertOfThePastIsFoundByItsId() throws {
    let town = try Self.town()
    try town.killDaemon()
    try town.startDaemon()
    let page = try Self.history(town, "from=\(Self.day)00:00:00Z")
    #expect(page.items.count == 3, "a replay writes no alert twice")
    let first = try #require(page.items.last)
    #expect(try town.get(AlertObject.self, "/v1/alerts/\(first.id)") == first)
    #expect(first.summary.contains("7.7 %"), "the summary of its last step: \(first.summary)")
    #expect(try town.ask("/v1/alerts/nothere").status == 404)

    let shown = try town.belfry("alert", "show", first.id)
    #expect(shown.status == 0 && shown.output.contains("resolved"), "\(shown.output)\(shown.errors)")
    let list = try town.belfry("alert", "history", "--from", "\(Self.day)00:00:00Z", "--asset", "c1")
    #expect(list.status == 0, "\(list.errors)")
    #expect(list.output.split(separator: "\n").count == 4 && list.output.contains("30 min"), "\(list.output)")
    let json = try town.belfry("alert", "history", "--from", "\(Self.day)00:00:00Z", "--json")
    let decoded = try JSONDecoder().decode(Page<AlertObject>.self, from: Data(json.output.utf8))
    #expect(decoded.items == page.items)
    #expect(try town.belfry("alert", "history", "--from", "today").status == 64)
  }

  @Test func whatPeopleDidStaysWithTheAlert() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    // So long ago that it is out of the list as soon as it is over.
    let start = Timestamp.measured() - .seconds(7200)
    try town.publish(
      Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1, at: start))
    _ = try town.settle(received: 1)
    let id = try #require(try town.alerts().first?.id)
    #expect(try town.belfry("alert", "acknowledge", id, "--comment", "Luc is on his way").status == 0)
    #expect(try town.belfry("alert", "shelve", id, "--for", "2h", "--comment", "road works").status == 0)
    try town.publish(
      Messages.topic(Messages.container),
      Messages.level(distance: 1400, counter: 2, at: start + .seconds(60)))
    _ = try town.settle(received: 2)
    #expect(try town.alerts().isEmpty)
    let alert = try town.get(AlertObject.self, "/v1/alerts/\(id)")
    #expect(alert.state == "resolved")
    #expect(alert.acknowledged?.comment == "Luc is on his way")
  }
}

/// The story of an alert, from the daemon's history.
@Suite struct AlertExplainTests {
  private static let rules = """
    rules:
      - alert: container-nearly-full
        kind: container
        when: fill_level >= 80 %
        clear: fill_level < 65 %
        for: 20m
        summary: "{name}: {fill_level} full"

    """

  private static func publish(_ town: Town, _ distance: Int, counter: Int, at text: String) throws {
    let time = try #require(Timestamp(rfc3339: "2026-03-02T\(text):00Z"))
    try town.publish(
      Messages.topic(Messages.container), Messages.level(distance: distance, counter: counter, at: time))
  }

  private static func explain(_ town: Town, _ id: String) throws -> AlertExplanation {
    try town.get(AlertExplanation.self, "/v1/alerts/\(id)/explain")
  }

  @Test func anAlertIsExplainedFromItsFirstReadingToItsEnd() throws {
    let town = try Town(rules: Self.rules)
    try town.startBroker()
    try town.startDaemon()
    try Self.publish(town, 1200, counter: 1, at: "08:00")
    try Self.publish(town, 300, counter: 2, at: "08:10")
    _ = try town.settle(received: 2)
    let id = try #require(try town.alerts().first?.id)
    let pending = try Self.explain(town, id)
    #expect(pending.alert.state == "pending")
    #expect(pending.outlook?.firesAt != nil && pending.outlook?.endsAt == nil)
    #expect(pending.rule?.isCurrent == true)

    try Self.publish(town, 310, counter: 3, at: "08:40")
    _ = try town.settle(received: 3)
    #expect(try town.belfry("alert", "acknowledge", id, "--comment", "Luc goes").status == 0)
    let firing = try Self.explain(town, id)
    #expect(firing.outlook == .init(firesAt: nil, endsAt: nil, endsWhen: "fill_level < 65 %"))
    try Self.publish(town, 500, counter: 5, at: "08:20")
    try Self.publish(town, 1400, counter: 4, at: "09:10")
    _ = try town.settle(received: 5)

    let story = try Self.explain(town, id)
    #expect(story.alert.state == "resolved" && story.outlook == nil)
    #expect(story.steps.map(\.step) == ["pending", "firing", "acknowledged", "resolved"])
    let levels = story.steps.map { step in
      step.readings.filter { $0.quantity == "fill_level" }.map { $0.value.rounded() }
    }
    #expect(levels == [[23, 92], [92, 92], [], [77, 8]])
    #expect(story.steps[2].comment == "Luc goes" && story.steps[2].by != nil)
    #expect(story.steps[1].at.timestamp.description == "2026-03-02T08:30:00.000Z")
    #expect(story.late.map(\.at.timestamp.description) == ["2026-03-02T08:20:00.000Z"])

    let text = try town.belfry("alert", "explain", id)
    #expect(text.status == 0, "\(text.errors)")
    for words in [
      "fill_level >= 80 % became true", "had been true for 20 min", "Luc goes", "which came late",
      "fill_level < 65 % became true", "fill_level 92.3 %", "before that 23.1 %",
      try #require(story.rule?.version),
    ] { #expect(text.output.replacing(/\s+/, with: " ").contains(words), "\(words): \(text.output)") }
    let json = try town.belfry("alert", "explain", id, "--json")
    #expect(try JSONDecoder().decode(AlertExplanation.self, from: Data(json.output.utf8)) == story)

    // The rule is worded anew: the alert of the past is explained by the words of its time.
    try town.write(Self.rules.replacing("80 %", with: "90 %"), to: "rules/rules.yaml")
    _ = try town.stopDaemon()
    try town.startDaemon()
    let past = try Self.explain(town, id)
    #expect(past.rule?.when == "fill_level >= 80 %" && past.rule?.isCurrent == false)
    #expect(past.steps == story.steps)
    #expect(try town.ask("/v1/alerts/nothere/explain").status == 404)
    #expect(try town.belfry("alert", "explain", "nothere").status == 1)
  }

  @Test func anAlertOfADistrictNamesTheAssetsBehindIt() throws {
    let rules = """
      rules:
        - {alert: district-stuffy, per: district, when: share(room where co2 > 1000 ppm) >= 50 %, summary: "{district}"}

      """
    var assets = "asset,kind,name,district,device,codec\n"
    let devices = (0..<4).map { "70b3d57ed000000\($0)" }
    for (number, device) in devices.enumerated() {
      assets += "r\(number),room,Salle \(number),Centre,\(device),elsys\n"
    }
    let town = try Town(rules: rules, assets: assets)
    try town.startBroker()
    try town.startDaemon()
    // CO2 as Elsys sends it (06, two bytes): 1,100, 1,500 and 600 ppm; the fourth room says nothing.
    for (device, bytes) in zip(devices, ["06044c", "0605dc", "060258"]) {
      try town.publish(Messages.topic(device), Messages.uplink(device, port: 5, counter: 1, bytes))
    }
    _ = try town.settle(received: 3)
    // Districts are looked at every 15 seconds.
    try eventually("the district's alert fires", seconds: 60) { try !town.alerts().isEmpty }
    let id = try #require(try town.alerts().first?.id)
    let members = try #require(try Self.explain(town, id).members)
    #expect((members.total, members.counting, members.unknown) == (4, 2, 1))
    #expect(members.shown.map(\.asset) == ["r1", "r0", "r2", "r3"])
    #expect(members.shown.map(\.counts) == [true, true, false, nil])
    #expect(members.shown[0].readings.map(\.value) == [1500])
    let text = try town.belfry("alert", "explain", id).output
    #expect(text.contains("2 of 3 count now; 1 other not known"), "\(text)")
    #expect(text.contains("r1 (Salle 1), co2 1,500 ppm"), "\(text)")
  }
}
