@testable import Core
import Model
import Randomness
import Testing

@Suite struct ContainerTests {
  private typealias Timeline = EventTimeline<Container>
  private let terms = Container.Terms(Parameters())

  /// Levels an hour apart.
  private func hourly(_ levels: [Double]) -> [Reading] {
    levels.enumerated().map { Reading(.fillLevel, $1, at: noon + .seconds(3600 * $0)) }
  }

  @Test("A large drop to little is a collection; a small one, or one to half, is none")
  func collections() {
    let standing = Timeline.standing(hourly([10, 40, 80, 5, 30, 60, 35, 50, 90, 62, 20]), terms)
    #expect(standing[.fillAtCollection] == [80, 62])
    #expect(standing.times(.fillAtCollection).first == noon + .seconds(3 * 3600))
  }

  @Test("A level that comes back at once was never gone")
  func glitch() {
    let standing = Timeline.standing(hourly([20, 40, 60, 0, 61, 70, 80, 3, 8, 12]), terms)
    #expect(standing[.fillAtCollection] == [80])
    let rate = Timeline.standing(hourly([20, 21, 22, 23, 60, 0, 61]), terms)
    #expect(rate[.fillAtCollection].isEmpty)
  }

  @Test("The rate is a median of slopes: a bad reading does not move it, nor the time until it is full")
  func rate() throws {
    let steady = (0..<30).map { 10 + Double($0) }
    var spiked = steady
    spiked[12] = 70
    spiked[20] = 0
    for levels in [steady, spiked] {
      let standing = Timeline.standing(hourly(levels), terms)
      #expect(abs(try #require(standing[.fillRate].last) - 24) < 0.01)
      #expect(abs(try #require(standing[.timeToFull].last) - (95 - 39)) < 0.1)
    }
    #expect(Timeline.standing(hourly([1, 2, 3]), terms)[.fillRate].isEmpty, "too few")
  }

  @Test(
    "The interval holds the truth nearly nine times in ten, with a level that is uncertain too, and narrows")
  func interval() {
    var random = SeededRandom(seed: 7)
    var hits = 0
    var early = 0.0
    var late = 0.0
    for _ in 0..<200 {
      let levels = (0..<36).map { 10 + Double($0) + Double.random(in: -4...4, using: &random) }
      let standing = Timeline.standing(hourly(levels), terms)
      guard let level = levels.last, let low = standing[.timeToFullLow].last,
        let high = standing[.timeToFullHigh].last
      else { continue }
      if (low...high).contains(95 - level) { hits += 1 }
      early += standing[.timeToFullHigh][4] - standing[.timeToFullLow][4]
      late += high - low
    }
    #expect(hits >= 170)
    #expect(late < early / 3)
  }

  @Test func whatDoesNotFillIsFullInAYear() {
    let standing = Timeline.standing(hourly([50, 50, 50, 49, 49]), terms)
    #expect(standing[.timeToFull].last == 8760)
    #expect(Timeline.standing(hourly([70, 80, 90, 96]), terms)[.timeToFull].last == 0)
  }

  @Test("The time that it was full, each level held for six hours at most")
  func overflow() {
    var readings = hourly([80, 96, 98, 99, 2])
    #expect(Timeline.standing(readings, terms)[.overflowTime] == [180])
    readings[4].at = readings[4].at + .seconds(86_400)
    #expect(Timeline.standing(readings, terms)[.overflowTime] == [480])
  }

  @Test(
    "Any order and any duplicates come to the same collections and forecasts",
    arguments: 1...30 as ClosedRange<UInt64>)
  func anyOrder(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var level = 0.0
    let levels = (0..<200).map { _ in
      level += Double.random(in: 0...6, using: &random)
      if level > 70, Int.random(in: 0..<6, using: &random) == 0 { level = 0 }
      let seen = Int.random(in: 0..<40, using: &random) == 0 ? 0 : level
      return min(100, max(0, seen + Double.random(in: -1...1, using: &random)))
    }
    let standing = Timeline.standing(hourly(levels), terms)
    #expect(standing[.fillAtCollection].count > 3)
    #expect(Timeline.standing(random.disturbed(hourly(levels), reach: 15), terms) == standing)
  }

  @Test(
    "A year of two bins of Wyndham City: as a script finds it",
    arguments: [
      ("wyndham-bin-1511215-2019.csv", 44, 71.818), ("wyndham-bin-1511217-2019.csv", 13, 60.0),
    ])
  func wyndham(file: String, collections: Int, mean: Double) throws {
    let readings = try Fixture(file).readings(.fillLevel, "level", at: { "\($0)T12:00:00Z" }) {
      $0[2] != "ALERT" || $0[1] != "0"
    }
    let found = Timeline.standing(readings, terms)[.fillAtCollection]
    #expect(found.count == collections)
    #expect(abs(found.reduce(0, +) / Double(found.count) - mean) < 0.05)
  }
}
