@testable import Core
import Model
import Randomness
import Testing

/// A city that goes on from its image is the city that never stopped.
@Suite struct ImageTests {
  private let end = noon + .seconds(60_000)

  private func steps(_ outcomes: [Outcome]) -> [Transition] { outcomes.flatMap(\.transitions) }

  @Test(
    "From any moment on, the image goes on as the city does",
    arguments: 1...8 as ClosedRange<UInt64>)
  func goesOn(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let town = RandomTown(seed: seed)
    let cut = Int.random(in: 0...town.events.count, using: &random)
    var original = try Town(town.assets, rules: town.rules)
    original.apply(Array(town.events[..<cut]))
    if let alert = original.city.alerts(at: original.city.now).first(where: { $0.state == .firing }) {
      let command = OperatorCommand(
        alert: alert.id, action: .shelve(until: original.city.now + .seconds(3000)), by: "ann",
        comment: "on my way", at: original.city.now)
      _ = original.apply(command)
    }
    var copy = try Town(town.assets, rules: town.rules)
    #expect(try copy.restore(from: original.city.image()).isEmpty)
    let rest = Array(town.events[cut...]) + [.tick(end)]
    #expect(original.apply(rest) == copy.apply(rest))
    #expect(original.city.alerts(at: end) == copy.city.alerts(at: end))
    for asset in town.assets.indices {
      #expect(original.values(of: asset) == copy.values(of: asset))
      #expect(original.city.assetView(asset, at: end).state == copy.city.assetView(asset, at: end).state)
    }
  }

  @Test("Editing one rule leaves the others as they are", arguments: 1...4 as ClosedRange<UInt64>)
  func oneRuleIsChanged(seed: UInt64) throws {
    let town = RandomTown(seed: seed)
    let cut = town.events.count / 2
    var rules = town.rules
    rules[0].when = "co2 > 1001 ppm"
    var original = try Town(town.assets, rules: town.rules)
    original.apply(Array(town.events[..<cut]))
    var copy = try Town(town.assets, rules: rules)
    let ended = try copy.restore(from: original.city.image())
    #expect(ended.allSatisfy { $0.alert.ruleName == rules[0].name })
    let rest = Array(town.events[cut...]) + [.tick(end)]
    let others = { (outcomes: [Outcome]) in
      outcomes.flatMap(\.transitions).filter { $0.alert.ruleName != rules[0].name }
    }
    #expect(others(original.apply(rest)) == others(copy.apply(rest)))
  }

  private static let assets = (0..<2).map { Asset(id: "A-\($0)", kind: .room, name: "Room \($0)") }

  private static func rule(_ name: String, _ when: String) -> RuleDefinition {
    RuleDefinition(name: name, scope: .kind(.room), when: when)
  }

  private func stuffyTown(_ rules: [RuleDefinition]) throws -> [UInt8] {
    var town = try Town(Self.assets, rules: rules)
    town.apply([
      uplink([Reading(.co2, 1500, at: noon)], counter: 1, device: 0, receivedAt: noon),
      uplink([Reading(.co2, 900, at: noon)], counter: 1, device: 1, receivedAt: noon),
    ])
    return town.city.image()
  }

  @Test func theAlertsOfARemovedRuleEndWithThatReason() throws {
    let stuffy = Self.rule("stuffy", "co2 > 1000 ppm")
    var town = try Town(Self.assets, rules: [])
    let ended = try town.restore(from: stuffyTown([stuffy]))
    #expect(ended.map(\.step) == [.resolved])
    #expect(ended.map(\.cause) == ["the rule was removed"])
    #expect(ended.map(\.alert.summary) == ["Room 0: stuffy"])
    #expect(town.city.alerts(at: noon).map(\.state) == [.resolved])
  }

  @Test func aChangedRuleLooksAtTheCityAsItIs() throws {
    var town = try Town(Self.assets, rules: [Self.rule("stuffy", "co2 > 800 ppm")])
    let steps = try town.restore(from: stuffyTown([Self.rule("stuffy", "co2 > 1000 ppm")]))
    #expect(
      steps.map { "\($0.alert.subject) \($0.step) \($0.cause)" } == [
        "A-0 resolved the rule was changed", "A-0 pending the rule is new", "A-0 firing the rule is new",
        "A-1 pending the rule is new", "A-1 firing the rule is new",
      ])
  }

  @Test func anAssetThatIsNoLongerRegisteredHasNoAlerts() throws {
    let stuffy = Self.rule("stuffy", "co2 > 1000 ppm")
    var town = try Town([Self.assets[1]], rules: [stuffy])
    // In this town the only device has the other's name.
    let ended = try town.restore(from: stuffyTown([stuffy]))
    #expect(
      ended.map { "\($0.alert.subject) \($0.step) \($0.cause)" } == [
        "A-0 resolved it is no longer registered"
      ])
    #expect(town.values()[.co2] == 900)
  }

  @Test("What a device measured that is no longer registered counts as silent")
  func aDeviceThatIsNoLongerRegistered() throws {
    var stuffy = Self.rule("stuffy", "co2 > 1000 ppm")
    stuffy.onSilence = .clear
    let definition = CityDefinition(
      name: "Test", timeZone: "Europe/Brussels", assets: Self.assets, devices: [])
    var city = City(definition: definition, rules: [try Rule(stuffy)])
    var effects = Effects()
    try city.restore(from: stuffyTown([stuffy]), &effects)
    #expect(effects.transitions.map(\.step) == [.resolved])
    #expect(effects.transitions.map(\.cause) == ["a device is no longer registered"])
  }

  @Test func aConditionThatNobodyAskedForHoldsSinceItsReading() throws {
    var town = try Town(Self.assets, rules: [Self.rule("long", "held(co2 > 1000 ppm) > 10m")])
    _ = try town.restore(from: stuffyTown([]))
    let steps = steps([town.apply(.tick(noon + .seconds(700)))])
    #expect(steps.map(\.alert.subject) == ["A-0", "A-0"])
    #expect(steps.first.map { $0.at - noon } == .seconds(615))
  }

  @Test("A cut, a foreign or an empty image is refused, whatever its length")
  func damaged() throws {
    let image = try stuffyTown([Self.rule("stuffy", "co2 > 1000 ppm")])
    for length in 0..<image.count {
      var town = try Town(Self.assets, rules: [])
      #expect(throws: ImageError.self) { try town.restore(from: Array(image[..<length])) }
    }
    var town = try Town(Self.assets, rules: [])
    #expect(throws: ImageError.otherVersion) { try town.restore(from: [255, 0, 0, 0] + image.dropFirst(4)) }
  }

  @Test(
    "What stands in an image as in memory has not changed unnoticed; if it has, raise the format's number")
  func layout() {
    let kinds: [Int32] = [21, 93, 536, 101, 176, 272, 1400, 1]
    let (first, last): ([Int32], [Int32]) = (
      [24, 16, 8, 8, 17, 33, 192, 54, 33], [168, 49, 176, 39, 22, 48, 72]
    )
    #expect(City.imageLayout == first + kinds + last)
  }
}
