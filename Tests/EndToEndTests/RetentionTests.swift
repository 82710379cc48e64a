import Foundation
import Model
import Testing
import Wire

/// What is older than the history keeps goes into sums, and nobody who asks sees the seam.
@Suite struct RetentionTests {
  @Test func oldReadingsAreSummedUpBesideTheIngest() throws {
    let town = try Town()
    let text = try String(contentsOfFile: town.configuration, encoding: .utf8)
    try town.write(
      text.replacing(
        "{path: run/belfry.db}", with: "{path: run/belfry.db, keep_readings: 1s, keep_hourly: 1y}"),
      to: "belfry.yaml")
    try town.startBroker()
    try town.startDaemon()
    let day = Timestamp.measured() - .seconds(86_400)
    for index in 0..<6 {
      try town.publish(
        Messages.topic(Messages.container),
        Messages.level(
          distance: 1400 - 200 * index, counter: index + 1, at: day + .seconds(Int64(index) * 1200)))
    }
    _ = try town.settle(received: 6)
    let question =
      "/v1/assets/c1/readings?quantity=distance&every=1d&from=\(day - .seconds(90_000))&to=\(day + .seconds(90_000))"
    let before = try town.get(Page<ReadingSummaryObject>.self, question)
    #expect(before.items.map(\.count).reduce(0, +) == 6)
    let asset = try town.asset("c1")
    // The stop leaves a snapshot: from then on a start needs none of them.
    #expect(try town.stopDaemon() == 0)
    try town.startDaemon()
    try eventually("all but the newest are summed up") { try town.number("SELECT count(*) FROM uplink") == 1 }
    #expect(try town.number("SELECT count(*) FROM hourly") > 0)
    #expect(try town.get(Page<ReadingSummaryObject>.self, question) == before)
    #expect(try town.stopDaemon() == 0)
    try town.startDaemon()
    #expect(try town.asset("c1").readings == asset.readings, "a start needs none of them")
  }

  @Test func stepsAreOfTheCitysClock() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    // In Liège 29 March 2026 begins at 23:00 UTC of the day before and has 23 hours.
    for (counter, time) in [
      (1, "2026-03-28T23:30:00Z"), (2, "2026-03-29T21:30:00Z"), (3, "2026-03-29T22:30:00Z"),
    ] {
      try town.publish(
        Messages.topic(Messages.container),
        Messages.level(distance: 1000, counter: counter, at: try #require(Timestamp(rfc3339: time))))
    }
    _ = try town.settle(received: 3)
    let page = try town.get(
      Page<ReadingSummaryObject>.self,
      "/v1/assets/c1/readings?quantity=distance&every=1d&from=2026-03-28T00:00:00Z&to=2026-03-31T00:00:00Z")
    #expect(page.items.map(\.count) == [2, 1])
    #expect(page.items.first?.from.timestamp.description == "2026-03-28T23:00:00.000Z")
    #expect(page.items.first?.to.timestamp.description == "2026-03-29T22:00:00.000Z")
    #expect(try town.ask("/v1/assets/c1/readings?every=36h").status == 400)
  }
}
