@testable import Core
import Model
import Testing

@Suite struct FunctionTests {
  @Test func theListIsSortedByName() {
    let names = ruleFunctions.map { $0.name }
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    for function in ruleFunctions { #expect(function.usage.hasPrefix(function.name + "(")) }
  }

  /// What `text` says at noon of a room that measured these values so many minutes before.
  private func truth(_ text: String, _ co2: [(minutesAgo: Int, value: Double)]) throws -> Bool? {
    let program = try Program.condition(text, field: "when")
    var state = LiveState(assetCount: 1)
    for need in program.needs(of: .room) { state.keep(need) }
    for (minutesAgo, value) in co2 {
      let reading = Reading(.co2, value, at: noon - .seconds(60 * minutesAgo))
      _ = state.take(reading, asset: 0, device: 0)
      state.windows.insert(reading, asset: 0, kind: .room)
      state.followHeldConditions(of: .room, touching: QuantitySet(.co2), asset: 0, at: reading.at)
    }
    let result = program.evaluate(state, asset: 0, now: noon)
    return result.isNaN ? nil : result == Truth.yes
  }

  @Test(
    "Over the last half hour: what was measured just then counts, what is older does not",
    arguments: [
      "avg(co2, 30m) = 600 ppm", "min(co2, 30m) = 400 ppm", "max(co2, 30m) = 800 ppm",
      "sum(co2, 30m) = 1800 ppm", "delta(co2, 30m) = 400 ppm", "rate(co2, 30m) = 1200 ppm",
      "avg(co2, 31m) = 950 ppm", "max(co2, 10m) = 800 ppm", "delta(co2, 40 min) = -1200 ppm",
    ])
  func windows(text: String) throws {
    let values = [(minutesAgo: 30, value: 2000.0), (20, 400), (10, 600), (0, 800)]
    #expect(try truth(text, values) == true)
    let inAnyOrder = [values[2], values[0], values[3], values[1]]
    #expect(try truth(text, inAnyOrder) == true, "late readings take their place")
  }

  @Test(
    "Too few readings say nothing",
    arguments: [
      ("avg(co2, 30m) > 0 ppm", 0), ("min(co2, 30m) > 0 ppm", 0), ("max(co2, 30m) > 0 ppm", 0),
      ("sum(co2, 30m) >= 0 ppm", 0), ("delta(co2, 30m) >= 0 ppm", 1), ("rate(co2, 30m) >= 0 ppm", 1),
    ])
  func tooFew(text: String, count: Int) throws {
    let values = (0..<count).map { (minutesAgo: $0, value: 500.0) }
    #expect(try truth(text, values + [(minutesAgo: 45, value: 500)]) == nil)
  }

  @Test("A long window of many readings keeps all that it needs")
  func manyReadings() throws {
    let values = (0..<2000).reversed().map { (minutesAgo: $0, value: Double($0 < 1440 ? 500 : 9000)) }
    #expect(try truth("avg(co2, 1d) = 500 ppm and max(co2, 1d) = 500 ppm", values) == true)
    #expect(try truth("sum(co2, 1d) = 720000 ppm", values) == true)
  }

  @Test func held() throws {
    #expect(try truth("held(co2 > 1000 ppm) > 19m", [(30, 900), (20, 1100), (10, 1200)]) == true)
    #expect(try truth("held(co2 > 1000 ppm) > 21m", [(30, 900), (20, 1100), (10, 1200)]) == false)
    #expect(try truth("held(co2 > 1000 ppm) >= 5m", [(30, 1100), (20, 900), (5, 1200)]) == true, "a break")
    #expect(try truth("held(co2 > 1000 ppm) = 0 s", [(30, 1100), (20, 900)]) == true)
    #expect(try truth("held(co2 > 1000 ppm) < 1h", []) == nil, "never measured")
  }

  /// A town of three rooms and a container in the north, and a room without a district.
  private func town(_ when: String) throws -> Town {
    let assets = (0..<5).map {
      Asset(id: "A-\($0)", kind: $0 == 3 ? .container : .room, name: "", district: $0 == 4 ? nil : "North")
    }
    return try Town(assets, rules: [RuleDefinition(name: "d", scope: .district, when: when)])
  }

  @Test(
    "Of a district: only its own assets of the kind, only those of which it is known",
    arguments: [
      "count(room where co2 > 1000 ppm) = 1", "count(room) = 3", "share(room where co2 > 1000 ppm) = 50 %",
      "avg(room.co2) = 1000 ppm", "count(room where co2 > 9000 ppm) = 0", "count(container) = 1",
      "count(container where co2 > 1 ppm) = 0 and avg(room.co2) > 1 ppm",
    ])
  func districts(when: String) throws {
    var town = try town(when)
    let outcomes = town.apply([
      uplink([Reading(.co2, 1500, at: noon)], counter: 1, device: 0, receivedAt: noon),
      uplink([Reading(.co2, 500, at: noon)], counter: 1, device: 1, receivedAt: noon),
      uplink([Reading(.co2, 9999, at: noon)], counter: 1, device: 4, receivedAt: noon),
      .tick(noon + .seconds(15)),
    ])
    let steps = outcomes[3].transitions
    #expect(steps.map(\.step) == [.pending, .firing])
    #expect(steps.allSatisfy { $0.alert.subject == "North" && $0.alert.asset == nil })
  }

  @Test("Of a district where nothing was measured a share and a mean are unknown")
  func unknownDistricts() throws {
    for when in ["share(room where co2 > 1 ppm) >= 0 %", "avg(room.co2) >= 0 ppm"] {
      var town = try town(when)
      let outcomes = town.apply([.tick(noon), .tick(noon + .seconds(60))])
      #expect(outcomes.flatMap(\.transitions).isEmpty)
    }
  }
}
