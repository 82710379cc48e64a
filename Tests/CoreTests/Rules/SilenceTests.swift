@testable import Core
import Model
import Testing

@Suite("Devices that fall silent") struct SilenceTests {
  private func rule(_ when: String, _ policy: SilencePolicy = .hold, holdsFor: Duration = .zero)
    -> RuleDefinition
  {
    var rule = RuleDefinition(name: "rule", scope: .anyKind, when: when)
    rule.onSilence = policy
    rule.holdsFor = holdsFor
    return rule
  }

  /// A report of CO2 each quarter of an hour, from noon on.
  private func reports(_ count: Int, co2: Double, from first: Int = 0) -> [Event] {
    (first..<first + count).map { number in
      let at = noon + .seconds(900 * number)
      return uplink([Reading(.co2, co2, at: at)], counter: UInt32(number), receivedAt: at)
    }
  }

  private func steps(_ outcomes: [Outcome]) -> [Transition] { outcomes.flatMap(\.transitions) }

  @Test("A device is silent when its time is over, at that very time, however long it has been known")
  func theMoment() throws {
    var town = try Town(rules: [rule("silent()")])
    let last = noon + .seconds(900 * 9)
    let limit = Duration.seconds(3 * 1024)
    let steps = steps(town.apply(reports(10, co2: 500) + [.tick(last + .seconds(86_400))]))
    #expect(steps.map(\.step) == [.pending, .firing])
    #expect(steps.map(\.at) == [last + limit, last + limit])
    #expect(steps.map(\.cause) == ["silence", "silence"])
    #expect(town.device(at: last + limit + .seconds(1)).isSilent)
  }

  @Test("It is told of a device when it is heard first, falls silent and is back, and of nothing between")
  func changesAreTold() throws {
    var town = try Town(count: 2)
    let outcomes = town.apply(reports(10, co2: 500) + reports(2, co2: 500, from: 30))
    #expect(outcomes.map(\.devices) == [[0]] + Array(repeating: [], count: 9) + [[0, 0], []])
    var silentTown = try Town(count: 2)
    let alone = silentTown.apply(.tick(noon + .seconds(86_400)))
    #expect(alone.devices.isEmpty, "who was never heard can't fall silent")
  }

  @Test func itEndsWithTheNextSignOfLife() throws {
    var town = try Town(rules: [rule("silent()")])
    let steps = steps(town.apply(reports(10, co2: 500) + reports(1, co2: 500, from: 30)))
    #expect(steps.map(\.step) == [.pending, .firing, .resolved])
    #expect(steps.last?.at == noon + .seconds(900 * 30))
    #expect(steps.last?.cause == "heard again")
  }

  @Test("A silence that is noted late waits for its deadline from the time when it began")
  func notedLate() throws {
    var town = try Town(rules: [rule("silent()", holdsFor: .seconds(1200))])
    let steps = steps(town.apply(reports(10, co2: 500) + reports(1, co2: 500, from: 30)))
    #expect(steps.map(\.step) == [.pending, .firing, .resolved])
  }

  @Test("While nobody listened nobody was silent: each device has its time from when the city is back")
  func afterAnAbsence() throws {
    let last = noon + .seconds(900 * 9)
    let limit = Duration.seconds(3 * 1024)
    let back = last + .seconds(20_000)
    var town = try Town(rules: [rule("silent()")])
    town.apply(reports(10, co2: 500))
    town.resume(at: back)
    #expect(town.apply(.tick(back + limit - .seconds(1))).transitions.isEmpty)
    #expect(!town.device(at: back + limit).isSilent)
    #expect(town.city.assetState(0, at: back + limit) == .ok)
    let steps = town.apply(.tick(back + .seconds(10_000))).transitions
    #expect(steps.map(\.step) == [.pending, .firing])
    #expect(steps.map(\.at) == [last + limit, last + limit], "silent it has been since then")
    #expect(town.device(at: back + .seconds(10_000)).isSilent)
    #expect(town.city.deviceCounts(at: back + .seconds(10_000)).silent == 1)

    var uninterrupted = try Town(rules: [rule("silent()")])
    let others = self.steps(uninterrupted.apply(reports(10, co2: 500) + [.tick(back + .seconds(10_000))]))
    #expect(steps.map(\.alert.id) == others.map(\.alert.id), "a recovery finds the same alert")
  }

  @Test("A backlog after an absence ends all doubt")
  func backlogAfterAnAbsence() throws {
    let back = noon + .seconds(900 * 40)
    var town = try Town(rules: [rule("silent()")])
    town.apply(reports(10, co2: 500))
    town.resume(at: back)
    let backlog = reports(30, co2: 500, from: 10).map { $0.arriving(at: back + .seconds(5)) }
    #expect(steps(town.apply(backlog + [.tick(back + .seconds(2000))])).isEmpty)
  }

  @Test("A device that was never heard is not silent but unknown")
  func neverHeard() throws {
    var town = try Town(rules: [rule("silent()"), rule("not silent()")])
    #expect(steps(town.apply([.tick(noon), .tick(noon + .seconds(10 * 86_400))])).isEmpty)
  }

  @Test(
    "What a stale reading does",
    arguments: [
      (SilencePolicy.hold, [Transition.Step.pending, .firing]),
      (.clear, [.pending, .firing, .resolved]),
      (.fire, [.pending, .firing]),
    ])
  func policyOfAFiringAlert(policy: SilencePolicy, expected: [Transition.Step]) throws {
    var town = try Town(rules: [rule("co2 > 1000 ppm", policy)])
    let outcomes = town.apply(reports(10, co2: 2000) + [.tick(noon + .seconds(86_400))])
    #expect(steps(outcomes).map(\.step) == expected)
  }

  @Test(
    "A silence that ends with a good reading raises no alert on the way, whatever the rule says of silence",
    arguments: [
      (SilencePolicy.hold, [Transition.Step.pending, .firing, .resolved]),
      (.clear, [.pending, .firing, .resolved]),
      (.fire, [.pending, .firing, .resolved]),
    ])
  func backWithAGoodReading(policy: SilencePolicy, expected: [Transition.Step]) throws {
    var town = try Town(rules: [rule("co2 > 1000 ppm", policy)])
    let outcomes = town.apply(reports(10, co2: 2000) + reports(3, co2: 500, from: 40))
    #expect(steps(outcomes).map(\.step) == expected)
  }

  @Test("A silence that ends with a bad reading raises the alert at that reading's time")
  func backWithABadReading() throws {
    var town = try Town(rules: [rule("co2 > 1000 ppm", .clear)])
    let outcomes = town.apply(reports(10, co2: 2000) + reports(3, co2: 2000, from: 40))
    #expect(steps(outcomes).map(\.step) == [.pending, .firing, .resolved, .pending, .firing])
    #expect(steps(outcomes).last?.at == noon + .seconds(900 * 40))
  }

  @Test("With `fire` silence alone is enough")
  func fireOnSilence() throws {
    var town = try Town(rules: [rule("co2 > 1000 ppm", .fire)])
    let outcomes = town.apply(reports(10, co2: 500) + reports(1, co2: 500, from: 40))
    #expect(steps(outcomes).map(\.step) == [.pending, .firing, .resolved])
  }

  @Test("An asset is silent when all of its devices that were ever heard are")
  func severalDevices() throws {
    let definition = CityDefinition(
      name: "Test", timeZone: "Europe/Brussels", assets: [Asset(id: "A", kind: .room, name: "A")],
      devices: (0..<3).map { Device(id: Town.deviceID($0), codec: "elsys", asset: 0) })
    var city = City(definition: definition, rules: [try Rule(rule("silent()"))])
    var effects = Effects()
    let nothing: [Reading] = []
    for number in 0..<60 {
      let at = noon + .seconds(900 * number)
      for device in 0..<2 where device == 0 || number < 20 {
        var uplink = Uplink(device: DeviceKey(Town.deviceID(device)), receivedAt: at)
        uplink.frameCounter = UInt32(number)
        _ = city.apply(uplink, device: device, readings: nothing.span, arrivedAt: at, &effects)
      }
    }
    #expect(effects.transitions.isEmpty)
    let last = noon + .seconds(900 * 59)
    #expect(city.assetState(0, at: last) == .ok)
    city.advance(to: last + .seconds(86_400), &effects)
    #expect(effects.transitions.map(\.at) == Array(repeating: last + .seconds(3 * 1024), count: 2))
    #expect(city.deviceCounts(at: last + .seconds(86_400)).silent == 2)
  }
}
