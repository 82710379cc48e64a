import Model
import Testing

@testable import SimulatedCity

/// A month of single assets, seen through perfect instruments.
@Suite struct AssetModelTests {
  private let world = World(utcOffset: SmallCity.utcOffset, seed: 11)
  private let place = Location(latitude: 50.63, longitude: 5.57)

  /// Calls `look` after each step of 30 days, for several assets of a kind.
  private func month(
    _ type: any AssetModel.Type, _ parameters: [String: String] = [:], assets: Int = 6,
    _ look: (Timestamp, any AssetModel, Step) -> Void
  ) throws {
    for index in 0..<assets {
      let asset = Asset(
        id: "\(index)", kind: .container, name: "", location: place, parameters: Parameters(parameters))
      var model = try type.init(
        asset, at: SmallCity.start, in: world, RandomSource(seed: 1, stream: UInt64(index)))
      var now = SmallCity.start
      while now < SmallCity.start + .seconds(30 * 86_400) {
        let step = model.advance(to: now, in: world)
        if step.next <= now { Issue.record("time stands still at \(now)") }
        look(now, model, step)
        now = step.next
      }
    }
  }

  private func expectInRange(_ model: any AssetModel) {
    for item in model.state.items where !item.quantity.range.contains(item.value) {
      Issue.record("\(item.quantity) \(item.value)")
    }
  }

  @Test func containersFillAndAreEmptied() throws {
    var (steps, above, emptied, lastLevel) = (0, 0, 0, 0.0)
    try month(Container.self, ["empty_mm": "1400", "full_mm": "150"]) { _, model, step in
      expectInRange(model)
      let level = model.state[.fillLevel] ?? -1
      #expect(abs((model.state[.distance] ?? -1) - (1400 - 12.5 * level)) < 1e-9)
      if step.occurrences.isEmpty {
        if level < lastLevel, steps % 8640 != 0 { Issue.record("fell from \(lastLevel) to \(level)") }
      } else {
        emptied += 1
        #expect(level <= 3)
      }
      lastLevel = level
      steps += 1
      above += model.conditions.contains(.fillAbove80) ? 1 : 0
    }
    #expect((30...150).contains(emptied))
    let share = Double(above) / Double(steps)
    #expect((0.01...0.3).contains(share), "\(share) of the time above 80 %")
  }

  @Test func baysAreUsedByDayAndMostlyKeptShort() throws {
    var (arrivals, overstays, night) = (0, 0, 0)
    var before = false
    var wasOverstay = false
    try month(ParkingBay.self, ["free_minutes": "30", "active": "Mo-Sa 08:00-18:00"]) { now, model, step in
      let occupied = model.conditions.contains(.occupied)
      #expect(step.isNoticed == (occupied != before) || now == SmallCity.start)
      if occupied, !before {
        arrivals += 1
        if world.local(now).hour < 5 { night += 1 }
      }
      let overstay = model.conditions.contains(.overstay)
      if overstay {
        #expect(occupied)
        #expect((8..<18).contains(world.local(now).hour) && world.local(now).weekday < 6)
        if !wasOverstay { overstays += 1 }
      }
      (before, wasOverstay) = (occupied, overstay)
    }
    #expect((3000...9000).contains(arrivals))
    #expect((0.02...0.15).contains(Double(overstays) / Double(arrivals)))
    #expect(night < arrivals / 50)
  }

  @Test func aRoomBreathesWithItsTimetable() throws {
    var (highest, lessonsAbove, nightAbove) = (0.0, 0, 0)
    try month(Room.self, ["capacity": "26", "volume_m3": "170"], assets: 2) { now, model, _ in
      expectInRange(model)
      let co2 = model.state[.co2] ?? 0
      highest = max(highest, co2)
      if co2 < 419 { Issue.record("less CO2 than outdoors: \(co2)") }
      guard model.conditions.contains(.co2Above1000) else { return }
      let local = world.local(now)
      if local.isWorkday, (8.5..<20).contains(local.hour) { lessonsAbove += 1 } else { nightAbove += 1 }
    }
    #expect((1500...5000).contains(highest))
    #expect(lessonsAbove > 0)
    // What remains of an afternoon in a tight room.
    #expect(nightAbove < lessonsAbove / 10)
  }

  @Test func lampsFollowTheSun() throws {
    var (lit, steps, energy) = (0, 0, -1.0)
    try month(Luminaire.self, ["rated_w": "70"], assets: 2) { now, model, _ in
      expectInRange(model)
      steps += 1
      let isLit = model.conditions.contains(.lampOn)
      lit += isLit ? 1 : 0
      let altitude = place.map { Sun.sineOfAltitude(now, $0) } ?? 0
      let burnsByDay = model.conditions.contains(.dayBurning)
      if isLit, altitude > -0.01, !burnsByDay { Issue.record("lit by day at \(now)") }
      if burnsByDay, altitude < -0.08 { Issue.record("a day burner by night at \(now)") }
      if !isLit, altitude < -0.08, !model.conditions.contains(.lampFault) {
        Issue.record("dark by night at \(now)")
      }
      let total = model.state[.energy] ?? 0
      if steps % 8640 != 1, total < energy { Issue.record("energy went back") }
      energy = total
    }
    // In May a night is 8 to 9 hours long.
    #expect((0.28...0.42).contains(Double(lit) / Double(steps)))
  }

  /// A relay that sticks does so at dawn, for half a day to four days, with all power.
  @Test func someLampsBurnByDay() throws {
    var (steps, burning, begins) = (0, 0, 0)
    var wasBurning = false
    try month(Luminaire.self, ["rated_w": "70"], assets: 40) { _, model, _ in
      steps += 1
      let isBurning = model.conditions.contains(.dayBurning)
      if isBurning {
        burning += 1
        #expect(model.state[.power] ?? 0 > 70)
        #expect(model.state[.lampOn] == 1)
      }
      if isBurning, !wasBurning { begins += 1 }
      wasBurning = isBurning
    }
    #expect(begins > 0)
    #expect(burning < steps / 50)
  }

  @Test func buildingsUseMoreByDay() throws {
    var (day, night, energy, left) = ([Double](), [Double](), -1.0, 0)
    try month(Building.self, ["base_w": "2000", "day_w": "10000"], assets: 2) { now, model, _ in
      expectInRange(model)
      let state = model.state
      let power = state[.power] ?? 0
      let local = world.local(now)
      if local.isWorkday, (9..<17).contains(local.hour) { day.append(power) }
      if local.hour < 5, !model.conditions.contains(.leftOn) { night.append(power) }
      if model.conditions.contains(.leftOn) { left += 1 }
      let total = state[.energy] ?? 0
      if now > SmallCity.start, total < energy { Issue.record("energy went back") }
      energy = total
      let apparent = (state[.voltage] ?? 0) * (state[.current] ?? 0)
      if !(0.85...1).contains(power / apparent) { Issue.record("\(power) W of \(apparent) VA") }
    }
    #expect((11_000...17_000).contains(day.reduce(0, +) / Double(day.count)))
    #expect((1800...3000).contains(night.reduce(0, +) / Double(night.count)))
    #expect(left > 0)
  }

  @Test func streetsAreLoudestByDay() throws {
    var (day, night, loud, steps) = ([Double](), [Double](), 0, 0)
    try month(Station.self, assets: 3) { now, model, _ in
      expectInRange(model)
      steps += 1
      let noise = model.state[.noiseLAeq] ?? 0
      switch world.local(now).hour {
      case 8..<18: day.append(noise)
      case 1..<4: night.append(noise)
      default: break
      }
      if model.conditions.contains(.noiseAbove75) { loud += 1 }
    }
    #expect((58...68).contains(day.reduce(0, +) / Double(day.count)))
    #expect((42...56).contains(night.reduce(0, +) / Double(night.count)))
    #expect((0.001...0.05).contains(Double(loud) / Double(steps)))
  }

  @Test func soilDriesAndIsWetted() throws {
    // From the second week on nothing is left of the start.
    var (moisture, rises) = ([Double](), 0)
    try month(GreenSpace.self) { now, model, _ in
      expectInRange(model)
      guard now > SmallCity.start + .seconds(7 * 86_400) else { return }
      let value = model.state[.soilMoisture] ?? 0
      if let last = moisture.last, world.rain(now) > 1, value > last { rises += 1 }
      moisture.append(value)
      if model.conditions.contains(.soilDry) != (value < 15) { Issue.record("\(value) % is dry or not") }
    }
    let (lowest, highest) = (moisture.min() ?? 0, moisture.max() ?? 0)
    #expect((3...10).contains(lowest))
    #expect((20...40).contains(highest))
    #expect(rises > 100)
  }
}
