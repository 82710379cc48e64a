@testable import Core
import Model
import Testing

/// What indicators say of a few assets.
@Suite struct IndicatorTests {
  private static let step = Duration.seconds(900)

  private func indicator(
    _ value: String, _ timing: IndicatorDefinition.Timing = .every(step), unit: String = "%",
    _ change: (inout IndicatorDefinition) -> Void = { _ in }
  ) -> IndicatorDefinition {
    var definition = IndicatorDefinition(
      name: "measure", dimension: .environment, timing: timing, value: value, unit: unit)
    definition.leastCoverage = 0
    change(&definition)
    return definition
  }

  private func containers(_ count: Int) -> [Asset] {
    (0..<count).map { index in
      Asset(
        id: "C-\(index)", kind: .container, name: "Container \(index)",
        district: index < 2 ? "North" : "South")
    }
  }

  private func report(
    _ quantity: Quantity, _ value: Double, device: Int, after seconds: Int, arriving delay: Int = 0
  ) -> Event {
    let at = noon + .seconds(seconds)
    return uplink(
      [Reading(quantity, value, at: at)], device: device, receivedAt: at, arrivedAt: at + .seconds(delay))
  }

  @Test("A share is of those that are known, and coverage says how many that is")
  func share() throws {
    var town = try Town(
      containers(4),
      indicators: [indicator("share(container where fill_level >= 80 %)") { $0.isPerDistrict = true }])
    let outcomes = town.apply([
      .tick(noon + .seconds(1)),
      report(.fillLevel, 90, device: 0, after: 10), report(.fillLevel, 20, device: 1, after: 20),
      report(.fillLevel, 80, device: 2, after: 30), .tick(noon + .seconds(901)),
    ])
    let values = outcomes.flatMap(\.values)
    #expect(values.map(\.scope) == [0, 1, 2])
    #expect(values.map(\.from) == Array(repeating: noon + .seconds(900), count: 3))
    #expect(values.map(\.value) == [200.0 / 3, 50, 100])
    #expect(values.map(\.coverage) == [0.75, 1, 0.5])
    #expect(values.allSatisfy { $0.revision == 1 })
  }

  @Test("A late reading changes the values of its time, which get a new revision")
  func late() throws {
    var town = try Town(
      containers(1), indicators: [indicator("avg(container.fill_level)")])
    var values = town.apply([
      .tick(noon + .seconds(1)), report(.fillLevel, 10, device: 0, after: 100),
      .tick(noon + .seconds(1801)),
    ]).flatMap(\.values)
    #expect(values.map(\.value) == [10, 10])
    // Measured between the two moments: only the second is another.
    values = town.apply([
      report(.fillLevel, 30, device: 0, after: 1000, arriving: 1500), .tick(noon + .seconds(2701)),
    ]).flatMap(\.values)
    #expect(values.map(\.from) == [noon + .seconds(2700), noon + .seconds(1800)])
    #expect(values.map(\.value) == [30, 30])
    #expect(values.map(\.revision) == [1, 2])
  }

  @Test("A reading says nothing any more when it is too old")
  func old() throws {
    var town = try Town(
      containers(1),
      indicators: [
        indicator("avg(container.fill_level)") {
          $0.maxAge = .seconds(1000)
          $0.leastCoverage = 0.5
        }
      ])
    let values = town.apply([
      .tick(noon + .seconds(1)), report(.fillLevel, 10, device: 0, after: 100),
      .tick(noon + .seconds(1900)),
    ]).flatMap(\.values)
    #expect(values.map(\.value) == [10, nil])
    #expect(values.map(\.coverage) == [1, 0])
  }

  @Test("Over a day a share is one of time, until a reading is too old")
  func shareOfTime() throws {
    var town = try Town(
      containers(2),
      indicators: [
        indicator("share(container where fill_level >= 80 %)", .over(.day)) { $0.maxAge = .seconds(7200) }
      ])
    let midnight = 43_200
    town.apply([
      .tick(noon + .seconds(1)), report(.fillLevel, 90, device: 0, after: midnight),
      report(.fillLevel, 10, device: 0, after: midnight + 3600),
      report(.fillLevel, 90, device: 1, after: midnight + 3600), .tick(noon + .seconds(midnight + 86_400)),
    ])
    let day = try #require(town.city.indicatorViews(at: town.city.now).first?.value)
    // Of device 0 one hour of three, of device 1 two hours of two.
    #expect(day.value == 60)
    #expect(day.coverage == 5.0 / 48)
    #expect(day.at == noon + .seconds(midnight + 86_400))
  }

  @Test("Over an hour it is a share of that hour alone, of the readings before it, too")
  func hour() throws {
    var town = try Town(
      containers(1), indicators: [indicator("share(container where fill_level >= 80 %)", .over(.hour))])
    town.apply([
      .tick(noon + .seconds(1)), report(.fillLevel, 90, device: 0, after: 600),
      report(.fillLevel, 10, device: 0, after: 2400), report(.fillLevel, 90, device: 0, after: 7200 - 900),
      .tick(noon + .seconds(3600)),
    ])
    var newest: IndicatorValue? { town.city.indicatorViews(at: town.city.now).first?.value }
    #expect(newest?.value == 60, "1800 s of the 3000 s that are known")
    #expect(newest?.coverage == 3000.0 / 3600)
    town.apply([.tick(noon + .seconds(7200))])
    #expect(newest?.from == noon + .seconds(3600))
    #expect(newest?.value == 25)
    #expect(newest?.coverage == 1)
    town.apply([.tick(noon + .seconds(3 * 3600))])
    #expect(newest?.value == 100, "nothing is heard, and what was said last still holds")
  }

  @Test("A running day counts what has been, not what a reading foretells")
  func running() throws {
    var town = try Town(
      containers(1), indicators: [indicator("avg(container.fill_level)", .over(.day))])
    let values = town.apply([
      .tick(noon - .seconds(43_200)), report(.fillLevel, 10, device: 0, after: 0),
      report(.fillLevel, 40, device: 0, after: 3600), .tick(noon + .seconds(7200)),
    ]).flatMap(\.values)
    let now = try #require(values.last)
    #expect(now.at == noon + .seconds(7200))
    #expect(now.value == 25)
    #expect(abs(now.coverage - 2.0 / 14) < 1e-12)
  }

  @Test("Stays are counted where they end, and covered while the bay is known")
  func events() throws {
    let bays = (0..<2).map {
      Asset(
        id: "B-\($0)", kind: .parkingBay, name: "Bay \($0)", parameters: Parameters(["free_minutes": "30"]))
    }
    var town = try Town(
      bays,
      indicators: [
        indicator(
          "count(parking_bay where stay_over > 0 min) / count(parking_bay where stay > 0 min)", .over(.day)),
        indicator("avg(parking_bay.stay where stay > 0 min)", .over(.day), unit: "min"),
        indicator(
          "count(parking_bay where stay > 1 min) / count(parking_bay)", .over(.day), unit: "/d"),
      ])
    let midnight = 43_200
    var events: [Event] = [.tick(noon + .seconds(1))]
    for (index, minutes) in [10, 20, 60].enumerated() {
      let end = midnight + 7200 * (index + 1)
      events.append(report(.occupied, 1, device: 0, after: end - minutes * 60))
      events.append(report(.occupied, 0, device: 0, after: end))
    }
    events.append(.tick(noon + .seconds(midnight + 86_400)))
    town.apply(events)
    let values = town.city.indicatorViews(at: town.city.now).compactMap(\.value)
    #expect(values.map { (($0.value ?? 0) * 1e6).rounded() / 1e6 } == [33.333333, 30, 1.5])
    let coverage = (86_400.0 - 6600) / (2 * 86_400)
    #expect(values.map(\.coverage) == [coverage, coverage, coverage])
    #expect(values.allSatisfy { $0.to == noon + .seconds(midnight + 86_400) })
  }

  @Test("A lamp that is still out counts among the repairs as one that takes longer")
  func lampsThatAreOut() throws {
    let place = Location(latitude: 41.55, longitude: 2.105)
    let lamps = (0..<3).map {
      Asset(
        id: "L-\($0)", kind: .luminaire, name: "Lamp", location: place,
        parameters: Parameters(["rated_w": "100"]))
    }
    let value = "(luminaire.repair_time where repair_time > 0 h)"
    var town = try Town(
      lamps,
      indicators: ["median", "p90"].map { name in indicator(name + value, .over(.day), unit: "h") })
    // From 22:00 on, each quarter of an hour: lit again after 1 h and 1.5 h, and never.
    var events: [Event] = [.tick(noon + .seconds(1))]
    for quarter in 0..<8 {
      for (lamp, out) in [4, 6, 100].enumerated() {
        events.append(
          report(.power, quarter < out ? 0 : 100, device: lamp, after: 36_000 + quarter * 900 + lamp))
      }
    }
    town.apply(events + [.tick(noon + .seconds(43_200))])
    #expect(town.city.indicatorViews(at: town.city.now).map(\.value?.value) == [1.5, nil])
  }

  @Test("With fewer events than are asked for there is no value")
  func fewEvents() throws {
    let bays = [Asset(id: "B", kind: .parkingBay, name: "Bay")]
    let counts = [2, 3]
    var town = try Town(
      bays,
      indicators: counts.map { count in
        indicator(
          "count(parking_bay where stay > 15 min) / count(parking_bay where stay > 0 min)", .over(.day)
        ) {
          $0.name = "at least \(count)"
          $0.leastEvents = count
        }
      })
    let midnight = 43_200
    var events: [Event] = [.tick(noon + .seconds(1)), report(.occupied, 0, device: 0, after: midnight)]
    for (index, minutes) in [10, 20].enumerated() {
      let end = midnight + 7200 * (index + 1)
      events.append(report(.occupied, 1, device: 0, after: end - minutes * 60))
      events.append(report(.occupied, 0, device: 0, after: end))
    }
    town.apply(events + [.tick(noon + .seconds(midnight + 86_400))])
    let values = town.city.indicatorViews(at: town.city.now).compactMap(\.value)
    #expect(values.map(\.value) == [50, nil])
    #expect(values.allSatisfy { $0.coverage == 1 })
    #expect(throws: RuleError.self) {
      try Indicator(indicator("avg(container.fill_level)", .over(.day)) { $0.leastEvents = 1 })
    }
  }

  @Test("Only the hours that count are counted, on the city's clocks")
  func hours() throws {
    let rooms = [Asset(id: "R", kind: .room, name: "Room")]
    let hours = IndicatorDefinition.Hours.fixed(try OpeningHours("Mo-Su 08:00-12:00"))
    var town = try Town(
      rooms,
      indicators: [
        indicator("share(room where co2 > 900 ppm)", .over(.day)) { $0.hours = hours },
        indicator("avg(room.co2)", .over(.day), unit: "ppm") { $0.hours = hours },
      ])
    let midnight = 43_200
    town.apply([
      .tick(noon + .seconds(1)), report(.co2, 1000, device: 0, after: midnight),
      report(.co2, 600, device: 0, after: midnight + 9 * 3600), .tick(noon + .seconds(midnight + 86_400)),
    ])
    let values = town.city.indicatorViews(at: town.city.now).compactMap(\.value)
    #expect(values.map(\.value) == [25, 700])
    #expect(values.map(\.coverage) == [1, 1])
  }

  @Test("hours() is how long a condition held, in the mean of all assets")
  func hoursOfMean() throws {
    var town = try Town(
      containers(2),
      indicators: [
        indicator("hours(container where fill_level >= 95 %)", .over(.day), unit: "h"),
        indicator(
          "hours(container where fill_level >= 95 %) / hours(container where fill_level >= 0 %)", .over(.day)),
      ])
    let midnight = 43_200
    town.apply([
      .tick(noon + .seconds(1)), report(.fillLevel, 96, device: 0, after: midnight),
      report(.fillLevel, 10, device: 1, after: midnight),
      report(.fillLevel, 10, device: 0, after: midnight + 3 * 3600),
      .tick(noon + .seconds(midnight + 86_400)),
    ])
    let values = town.city.indicatorViews(at: town.city.now).compactMap(\.value)
    #expect(values.map(\.value) == [1.5, 6.25])
  }

  @Test("Levels are averaged by their energy: 60, 60, 70 and 80 dB give 74.47")
  func level() throws {
    var town = try Town(
      [Asset(id: "S", kind: .station, name: "Station")],
      indicators: [
        indicator("level(station.noise_laeq)", .over(.day), unit: "dB[A]") { $0.maxAge = .seconds(3600) }
      ])
    let midnight = 43_200
    var events: [Event] = [.tick(noon + .seconds(1))]
    for (hour, level) in [60.0, 60, 70, 80].enumerated() {
      events.append(report(.noiseLAeq, level, device: 0, after: midnight + hour * 3600))
    }
    town.apply(events + [.tick(noon + .seconds(midnight + 86_400))])
    let value = try #require(town.city.indicatorViews(at: town.city.now).first?.value?.value)
    #expect(abs(value - 74.4716) < 1e-4)
  }

  @Test(
    "What can't be told is refused",
    arguments: [
      ("hours(container where fill_level > 10 %)", IndicatorDefinition.Timing.every(step), "h"),
      ("hours(parking_bay where stay > 10 min)", .over(.day), "h"),
      ("level(room.co2)", .over(.day), "ppm"), ("avg(building.energy_day)", .every(step), "kWh"),
    ])
  func refused(value: String, timing: IndicatorDefinition.Timing, unit: String) {
    #expect(throws: RuleError.self) { try Indicator(indicator(value, timing, unit: unit)) }
  }

  @Test("The values of days are counted, as many as there are")
  func days() throws {
    var town = try Town(
      [Asset(id: "S", kind: .station, name: "Station")],
      indicators: [
        indicator("count(station where no2_day > 10 ug/m3) / count(station)", .over(.week), unit: "/wk")
      ])
    // Two whole days and the first hours of the third.
    let midnight = 43_200
    let readings = (0...52).map { report(.no2, 20, device: 0, after: midnight + $0 * 3600) }
    town.apply([.tick(noon + .seconds(1))] + readings)
    town.apply(.tick(noon + .seconds(7 * 86_400)))
    #expect(town.city.indicatorViews(at: town.city.now).first?.value?.value == 2)
  }

  @Test("Running periods are told in minutes of their own, once an hour each")
  func spread() throws {
    let indicators = ["a", "b", "c"].map { name in
      indicator("avg(container.fill_level)", .over(.day)) { $0.name = name }
    }
    var town = try Town(containers(1), indicators: indicators)
    town.apply([.tick(noon - .seconds(43_200)), report(.fillLevel, 10, device: 0, after: 0)])
    let values = town.apply(.tick(noon + .seconds(3599))).values.filter { $0.from < $0.to }
    #expect(values.map(\.indicator) == [1, 2])
    #expect(Set(values.map { $0.at.nanoseconds }).count == 2)
  }
}
