@testable import Core
import Model
import Testing

/// How values stand to targets, and which way they go.
@Suite struct TargetTests {
  private func indicator(_ target: IndicatorTarget) throws -> Indicator {
    var definition = IndicatorDefinition(
      name: "full", dimension: .environment, timing: .every(.seconds(900)),
      value: "share(container where fill_level >= 80 %)", unit: "%")
    definition.target = target
    return try Indicator(definition)
  }

  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

  private func moment(_ text: String) throws -> Timestamp {
    Timestamp(seconds: Int64(try day(text).daysSinceEpoch) * 86_400)
  }

  /// From 20 % on the first day of 2026 to 10 % on the last of 2027: half of the way is 15 % a year later.
  private func planned() throws -> Indicator {
    try indicator(
      IndicatorTarget(
        atMost: "10 %", atLeast: nil, by: day("2027-12-31"),
        baseline: IndicatorTarget.Baseline(value: "20 %", at: day("2026-01-01"))))
  }

  @Test(
    "By the straight line from the baseline to the target at its day",
    arguments: [
      (9.0, TargetStatus.met), (10, .met), (14.9, .onTrack), (15.1, .atRisk), (17.4, .atRisk),
      (17.6, .offTrack),
      (25, .offTrack),
    ])
  func line(value: Double, status: TargetStatus) throws {
    #expect(try planned().status(of: value, at: moment("2026-12-31")) == status)
  }

  @Test("When its day has passed a target is met or missed")
  func past() throws {
    #expect(try planned().status(of: 10.1, at: moment("2028-01-01")) == .offTrack)
    #expect(try planned().status(of: 9.9, at: moment("2028-01-01")) == .met)
  }

  @Test("Without a value there is not enough data, with a target or without")
  func noValue() throws {
    #expect(try planned().status(of: nil, at: noon) == .notEnoughData)
  }

  @Test("A band has two ends, and without a day nothing is on its way")
  func band() throws {
    let band = try indicator(IndicatorTarget(atMost: "85 %", atLeast: "60 %"))
    #expect(band.status(of: 70, at: noon) == .met)
    #expect(band.status(of: 59, at: noon) == .offTrack)
    #expect(band.status(of: 86, at: noon) == .offTrack)
  }

  @Test("Until its day a target without a baseline is at risk")
  func noBaseline() throws {
    let target = try indicator(IndicatorTarget(atMost: "10 %", atLeast: nil, by: day("2027-12-31")))
    #expect(try target.status(of: 30, at: moment("2026-12-31")) == .atRisk)
  }

  @Test("Of the indicators with a target those are counted that are good; late readings change what was said")
  func targetsMet() throws {
    let values = [
      ("share(container where fill_level >= 80 %)", "50 %"), ("avg(container.fill_level)", "40 %"),
      ("share(container where battery < 20 %)", "10 %"),
    ]
    var indicators = values.enumerated().map { number, own in
      var definition = IndicatorDefinition(
        name: "\(number)", dimension: .environment, timing: .every(.seconds(900)), value: own.0, unit: "%")
      definition.target = IndicatorTarget(atMost: own.1, atLeast: nil)
      return definition
    }
    var all = IndicatorDefinition(
      name: "all", dimension: .governance, timing: .every(.seconds(3600)), value: "targets_met()", unit: "%")
    all.leastCoverage = 0.5
    indicators.append(all)
    var town = try Town([Asset(id: "C", kind: .container, name: "C")], indicators: indicators)
    func level(_ value: Double, at second: Int, arriving: Int) -> Event {
      let at = noon + .seconds(second)
      return uplink(
        [Reading(.fillLevel, value, at: at)], receivedAt: at, arrivedAt: noon + .seconds(arriving))
    }
    func told(_ event: Event) -> [IndicatorValue] { town.apply(event).values.filter { $0.indicator == 3 } }
    town.apply([.tick(noon + .seconds(1)), level(60, at: 100, arriving: 100)])
    let first = try #require(told(.tick(noon + .seconds(3601))).first)
    // Of the batteries nothing is known.
    #expect(first.value == 50)
    #expect(first.coverage == 2.0 / 3)
    #expect(told(level(30, at: 3000, arriving: 3700)).isEmpty)
    let second = try #require(told(.tick(noon + .seconds(4501))).first)
    #expect(second.from == noon + .seconds(3600))
    #expect(second.value == 100)
    #expect(second.revision == 2)
  }

  @Test("How targets are met is no number for an expression, and no period's")
  func targetsMetAlone() {
    for (value, timing) in [
      ("100 % - targets_met()", IndicatorDefinition.Timing.every(.seconds(900))),
      ("targets_met()", .over(.day)),
      ("targets_met()", .every(.seconds(60))),
    ] {
      let definition = IndicatorDefinition(
        name: "all", dimension: .governance, timing: timing, value: value, unit: "%")
      #expect(throws: RuleError.self) { try Indicator(definition) }
    }
  }

  @Test("A trend is one when the order of the values is, and wild ones don't hide it")
  func trend() {
    let rising = (0..<12).map { Double($0) * 0.5 }
    #expect(IndicatorTrend(of: rising) == .rising)
    #expect(IndicatorTrend(of: rising.reversed()) == .falling)
    var wild = rising
    wild[3] = 1000
    #expect(IndicatorTrend(of: wild) == .rising)
    #expect(IndicatorTrend(of: [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) == .steady)
    #expect(IndicatorTrend(of: Array(repeating: 4, count: 10)) == .steady)
    #expect(IndicatorTrend(of: [1, 2, 3, 4, 5, 6, 7]) == nil)
  }
}
