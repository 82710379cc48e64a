@testable import Core
import Model
import Randomness
import Testing

@Suite struct StationTests {
  private typealias Timeline = EventTimeline<Station>

  private func terms(_ parameters: [String: String] = [:]) -> Station.Terms {
    Station.Terms(Parameters(parameters), .utc)
  }

  private let midnight = noon - .seconds(12 * 3600)

  private func series(
    _ quantity: Quantity, every minutes: Int, _ values: [Double]
  ) -> [Reading] {
    values.enumerated().map { Reading(quantity, $1, at: midnight + .seconds(60 * minutes * $0)) }
  }

  @Test("An hour's mean is weighted by time, and counts with three quarters of the hour")
  func hours() {
    let quarters = series(.no2, every: 15, [10, 20, 30, 40, 50, 50, 50, 50, 0])
    #expect(Timeline.standing(quarters, terms())[.no2Hour] == [25, 50])
    let gap = [quarters[0], quarters[1], quarters[4], quarters[8]]
    #expect(Timeline.standing(gap, terms())[.no2Hour] == [17.5, 50])
    #expect(Timeline.standing(gap, terms(["hold_min": "20"]))[.no2Hour].isEmpty, "35 minutes are known")
    #expect(Timeline.standing(gap, terms(["hold_min": "30"]))[.no2Hour] == [50 / 3.0], "45 are")
  }

  @Test("A day's mean wants eighteen hours")
  func days() {
    let hourly = series(.pm10, every: 60, (0..<25).map { Double($0) })
    #expect(Timeline.standing(hourly, terms())[.pm10Day] == [11.5])
    #expect(Timeline.standing(hourly, terms()).times(.pm10Day) == [midnight])
    let eighteen = Array(hourly[..<18]) + [hourly[24]]
    #expect(Timeline.standing(eighteen, terms())[.pm10Day] == [8.5])
    #expect(Timeline.standing(Array(hourly[..<17]) + [hourly[24]], terms())[.pm10Day].isEmpty)
  }

  @Test("Ozone over eight hours wants six")
  func eightHours() {
    let hourly = series(.o3, every: 60, (0..<10).map { 100 + 10 * Double($0) })
    let standing = Timeline.standing(hourly, terms())
    #expect(standing[.o3EightHours] == [125, 130, 135, 145])
    #expect(standing.times(.o3EightHours).first == midnight + .seconds(5 * 3600))
  }

  @Test(
    "The index is that of the worst pollutant",
    arguments: [
      (8, 4, "revised", 1), (8, 16, "revised", 3), (61, 4, "revised", 4), (151, 4, "revised", 6),
      (10, 5, "revised", 1), (61, 4, "classic", 2), (341, 76, "classic", 6),
    ])
  func index(no2: Double, pm25: Double, bands: String, index: Double) {
    let readings = series(.pm25, every: 60, [pm25, 0]) + series(.no2, every: 60, [no2, 0])
    let standing = Timeline.standing(readings.sorted { $0.isBefore($1) }, terms(["air_index": bands]))
    #expect(standing[.airQualityIndex] == [index])
  }

  @Test("The classic index judges particles by the mean of 24 hours, of which eighteen must be known")
  func classicParticles() {
    let hourly = series(.pm25, every: 60, (0..<25).map { $0 < 18 ? 76 : 4 })
    let classic = Timeline.standing(hourly, terms(["air_index": "classic"]))
    #expect(classic[.airQualityIndex].prefix(2) == [6, 5])
    #expect(classic.times(.airQualityIndex).first == midnight + .seconds(17 * 3600))
    let revised = Timeline.standing(hourly, terms())[.airQualityIndex]
    #expect(Array(revised.prefix(19)) == Array(repeating: 4.0, count: 18) + [1])
  }

  @Test("A day before a long silence has its mean, though nobody saw its end")
  func dayBeforeSilence() {
    let hourly = series(.pm10, every: 60, (0..<20).map { _ in 30 })
    let back = Reading(.pm10, 30, at: midnight + .seconds(86_400 * 5))
    #expect(Timeline.standing(hourly + [back], terms())[.pm10Day] == [30])
    #expect(Timeline.standing(hourly + [back], terms())[.pm10Hour].count == 20)
    // Over the whole next day, but less than the hours that are kept.
    let soon = Reading(.pm10, 30, at: midnight + .seconds(3600 * 47))
    #expect(Timeline.standing(hourly + [soon], terms())[.pm10Day] == [30])
  }

  @Test("Ozone alone makes no index")
  func ozoneAlone() {
    let ozone = series(.o3, every: 60, [130, 130, 0])
    #expect(Timeline.standing(ozone, terms())[.airQualityIndex].isEmpty)
    let both = (ozone + series(.no2, every: 60, [5, 5])).sorted { $0.isBefore($1) }
    #expect(Timeline.standing(both, terms())[.airQualityIndex] == [4])
  }

  @Test(
    "The mean of the year so far wants 85 % of its hours, or what the registry asks for; it begins anew with the year"
  )
  func year() throws {
    let start = try #require(Timestamp(rfc3339: "2025-12-30T00:00:00Z"))
    // Twenty days of which two are not known; by the hour, a value for each day.
    let readings = (0..<480).filter { !(216..<264).contains($0) }.map {
      Reading(.no2, Double($0 / 24), at: start + .seconds(3600 * $0))
    }
    let indicative = Timeline.standing(readings, terms(["year_valid_percent": "13"]))
    // Of 2025 only its last two days are known; the days of 2026 are the values 2 to 19.
    let newYear = start + .seconds(2 * 86_400)
    let days = indicative.times(.no2Year)
    #expect(days.first == newYear)
    let means = indicative[.no2Year]
    #expect(means.first == 2)
    let known = (2...18).filter { $0 != 9 && $0 != 10 }.map(Double.init)
    #expect(means.count == known.count, "the last day is not over")
    #expect(abs((means.last ?? 0) - known.reduce(0, +) / Double(known.count)) < 1e-9)
    // 85 % are known until the gap, and again with 12 of 14 days.
    let fixed = Timeline.standing(readings, terms()).times(.no2Year)
    #expect(fixed == Array(days.prefix(7)) + Array(days.suffix(4)))
  }

  @Test("Another limit gives another result: how much must be known, and where bands end")
  func ownLimits() {
    let half = [Reading(.no2, 20, at: midnight), Reading(.no2, 30, at: midnight + .seconds(5400))]
    let short = ["hold_min": "30"]
    #expect(Timeline.standing(half, terms(short))[.no2Hour].isEmpty)
    #expect(Timeline.standing(half, terms(short.merging(["valid_percent": "50"]) { $1 }))[.no2Hour] == [20])
    let twelve =
      series(.pm10, every: 60, (0..<12).map { _ in 30 }) + [Reading(.pm10, 30, at: noon + .seconds(43_200))]
    #expect(Timeline.standing(twelve, terms())[.pm10Day].isEmpty)
    #expect(Timeline.standing(twelve, terms(["valid_percent": "50"]))[.pm10Day] == [30])
    let night = series(.noiseLAeq, every: 60, (0..<40).map { _ in 60 }).filter {
      !(23..<28).contains(hour($0))
    }
    // The first night is known, of the second three hours of eight.
    #expect(Timeline.standing(night, terms())[.lnight].count == 1)
    #expect(Timeline.standing(night, terms(["valid_percent": "35"]))[.lnight].count == 2)
    let first = series(.no2, every: 60, [61, 0])
    #expect(Timeline.standing(first, terms())[.airQualityIndex] == [4])
    #expect(Timeline.standing(first, terms(["no2_bands": "5, 10, 20, 60, 80"]))[.airQualityIndex] == [5])
    let peak = series(.pm10, every: 60, [30, 50, 0])
    #expect(Timeline.standing(peak, terms())[.airQualityIndex] == [2, 3])
    #expect(
      Timeline.standing(peak, terms(["particle_mean_h": "2", "valid_percent": "50"]))[.airQualityIndex]
        == [2, 2])
  }

  private func hour(_ reading: Reading) -> Int { Int((reading.at - midnight).inSeconds / 3600) }

  @Test("Noise is averaged as energy: 60, 60, 70 and 80 dB give 74.47")
  func energyMean() {
    // In the night, whose mean is said: a quarter of it each.
    let values: [Double] = [50, 60, 60, 70, 80, 50]
    let times = [0, 16, 18, 20, 22, 24].map { midnight + .seconds(3600 * ($0 + 7)) }
    let readings = zip(values, times).map { Reading(.noiseLAeq, $0, at: $1) }
    let night = Timeline.standing(readings, terms(["hold_min": "120"]))[.lnight]
    #expect(night.count == 1)
    #expect(night.allSatisfy { abs($0 - 74.47) < 0.005 })
  }

  @Test("Lden of a constant level is 6.4 dB more; a part that is hardly known makes it unknown")
  func lden() {
    let hourly = series(.noiseLAeq, every: 60, Array(repeating: 60, count: 60))
    let standing = Timeline.standing(hourly, terms())
    #expect(standing[.lden].count == 2)
    #expect(standing[.lden].allSatisfy { abs($0 - 66.4) < 0.01 })
    #expect(standing.times(.lden).first == midnight + .seconds(7 * 3600))
    #expect(standing.times(.lnight).last == midnight + .seconds(47 * 3600))
    let noEvening = hourly.filter { !(19..<23).contains(Int(($0.at - midnight).inSeconds) / 3600 % 24) }
    #expect(Timeline.standing(noEvening, terms())[.lden].isEmpty)
  }

  @Test("An episode is told once, where it begins; an hour of which nothing is known ends it")
  func episodes() {
    let no2 = series(.no2, every: 60, [160, 170, 100, 151, 210, 220, 230, 240, 20, 210, 210, 20])
    let standing = Timeline.standing(no2, terms())
    #expect(standing.times(.no2Episode) == [0, 3, 9].map { midnight + .seconds(3600 * $0) })
    #expect(standing.times(.no2AlertEpisode) == [midnight + .seconds(3600 * 6)], "the third hour above 200")
    #expect(Timeline.standing(no2, terms(["no2_information_ug_m3": "19"])).times(.no2Episode) == [midnight])
    #expect(Timeline.standing(no2, terms(["no2_alert_ug_m3": "235"]))[.no2AlertEpisode].isEmpty)
    let gap = Timeline.standing(
      [no2[0], no2[1]] + series(.no2, every: 60, no2.map { _ in 160 })[4...], terms())
    #expect(gap.times(.no2Episode) == [0, 4].map { midnight + .seconds(3600 * $0) })
    let o3 = Timeline.standing(series(.o3, every: 60, [190, 250, 260, 100, 181, 0]), terms())
    #expect(o3.times(.o3Episode) == [0, 4].map { midnight + .seconds(3600 * $0) })
    #expect(o3.times(.o3AlertEpisode) == [midnight + .seconds(3600)])
  }

  @Test("An episode of particles is one of days")
  func episodesOfDays() {
    let days = [95.0, 95, 20, 95, 20]
    let hourly = (0..<120).map { Reading(.pm10, days[$0 / 24], at: midnight + .seconds(3600 * $0)) }
    let standing = Timeline.standing(hourly, terms())
    #expect(standing.times(.pm10Episode) == [0, 3].map { midnight + .seconds(86_400 * $0) })
    #expect(Timeline.standing(hourly, terms(["pm10_information_ug_m3": "10"]))[.pm10Episode].count == 1)
  }

  @Test("When day, evening and night begin, and what they weigh, are limits")
  func noiseLimits() {
    let hourly = series(.noiseLAeq, every: 60, Array(repeating: 60, count: 60))
    func lden(_ limits: [String: String]) -> (levels: [Double], times: [Timestamp]) {
      let standing = Timeline.standing(hourly, terms(limits))
      return (standing[.lden], standing.times(.lden))
    }
    let early = lden(["noise_parts_h": "6, 18, 22"])
    #expect(early.times.first == midnight + .seconds(6 * 3600))
    #expect(early.levels.allSatisfy { abs($0 - 66.4) < 0.01 } && !early.levels.isEmpty)
    let short = lden(["noise_parts_h": "7, 19, 22"])
    #expect(short.levels.allSatisfy { abs($0 - 66.67) < 0.01 } && !short.levels.isEmpty)
    let mild = lden(["noise_penalties_db": "3, 6"])
    #expect(mild.levels.allSatisfy { abs($0 - 63.34) < 0.01 } && !mild.levels.isEmpty)
  }

  @Test("Any order and any duplicates come to the same", arguments: 1...15 as ClosedRange<UInt64>)
  func anyOrder(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let readings = (0..<200).flatMap { step -> [Reading] in
      let at = midnight + .seconds(1800 * step)
      return [
        Reading(.no2, .random(in: 0...250, using: &random), at: at),
        Reading(.noiseLAeq, .random(in: 40...80, using: &random), at: at),
      ]
    }.sorted { $0.isBefore($1) }
    let standing = Timeline.standing(readings, terms())
    #expect(Timeline.standing(random.disturbed(readings, reach: 12), terms()) == standing)
    #expect(standing[.no2Day].count == 4 && standing[.lden].count >= 2)
    #expect(standing[.no2Episode].count > 2)
    let indicative = terms(["year_valid_percent": "0.1"])
    let year = Timeline.standing(readings, indicative)
    #expect(Timeline.standing(random.disturbed(readings, reach: 12), indicative) == year)
    #expect(year[.no2Year].count == 4)
  }

  @Test(
    "Measured NO2 of two stations: the means of the hours are what was reported, and their bands",
    arguments: [("paris-fr04014", 1004, 27.74), ("london-westminster", 969, 24.78)])
  func measured(station: String, hours: Int, mean: Double) throws {
    let fixture = try Fixture("openaq-no2-\(station)-2019.csv")
    let readings = fixture.readings(.no2, "ug_m3", at: { "\($0):00:00Z" })
    #expect(readings.count == hours)
    let standing = Timeline.standing(readings, terms())
    // The last hour is not over.
    #expect(standing[.no2Hour] == readings.dropLast().map(\.value))
    #expect(abs(readings.map(\.value).reduce(0, +) / Double(hours) - mean) < 0.01)
    #expect(standing[.airQualityIndex].allSatisfy { (1...4).contains($0) })
    #expect(standing[.no2Day].count >= 38)
  }

  @Test(
    "Measured stations: each hour that was reported is an hour; a tenth of the hours makes one day and no year",
    arguments: [
      ("no2-antwerp-betr801", Quantity.no2, 94, 25.617, 1), ("pm25-antwerp-betr801", .pm25, 100, 21.54, 1),
      ("pm25-london-westminster", .pm25, 1008, 8.995, 42),
    ])
  func reported(station: String, pollutant: Quantity, hours: Int, mean: Double, days: Int) throws {
    let readings = try Fixture("openaq-\(station)-2019.csv").readings(
      pollutant, "ug_m3", at: { "\($0):00:00Z" })
    let (hour, day, year): (Quantity, Quantity, Quantity) =
      pollutant == .no2 ? (.no2Hour, .no2Day, .no2Year) : (.pm25Hour, .pm25Day, .pm25Year)
    let standing = Timeline.standing(readings, terms())
    #expect(standing[hour] == readings.dropLast().map(\.value))
    #expect(standing[hour].count == hours)
    #expect(abs(standing[hour].reduce(0, +) / Double(hours) - mean) < 0.001)
    #expect(standing[day].count == days)
    #expect(standing[year].isEmpty, "since 1 January most hours are not known")
    let indicative = Timeline.standing(readings, terms(["year_valid_percent": "1"]))[year]
    #expect(indicative.isEmpty == false)
  }
}
