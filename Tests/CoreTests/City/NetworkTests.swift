@testable import Core
import Model
import Testing

/// Gateways and brokers: one alert for what is wrong, not one for each device behind it.
@Suite struct NetworkTests {
  private static let west = DeviceKey(value: 0xA840_411D_1234_0001)
  private static let east = DeviceKey(value: 0xA840_411D_1234_0002)

  private static let rules: [RuleDefinition] = {
    var gateway = RuleDefinition(name: "gateway-down", scope: .gateway, when: "silent()")
    gateway.summary = "{name} hears nobody: {assets}"
    var silent = RuleDefinition(name: "device-silent", scope: .anyKind, when: "silent()")
    silent.holdsFor = .seconds(300)
    silent.inhibitedBy = ["gateway-down", "broker-lost"]
    var broker = RuleDefinition(name: "broker-lost", scope: .broker, when: "not connected()")
    broker.holdsFor = .seconds(60)
    return [gateway, silent, broker]
  }()

  /// Four rooms; the first three are heard by the west alone, the fourth by both.
  private func town() throws -> Town { try Town(.room, count: 4, rules: Self.rules) }

  private func report(_ device: Int, minute: Int, west: Bool = true) -> Event {
    let at = noon + .seconds(60 * minute + device)
    return uplink(
      [Reading(.co2, Double(500 + minute), at: at)], counter: UInt32(minute), device: device, receivedAt: at
    ) {
      $0.gateway = device == 3 ? Self.east : Self.west
      if device == 3, west { $0.otherGateways.append(Self.west.value) }
    }
  }

  /// Half an hour in which all is well, then `minutes` in which the west is gone.
  private func loseTheWest(_ town: inout Town, minutes: Int) -> [Transition] {
    town.apply((0..<30).flatMap { minute in (0..<4).map { report($0, minute: minute) } })
    let after = (30..<30 + minutes).flatMap { minute -> [Event] in
      [report(3, minute: minute, west: false), .tick(noon + .seconds(60 * minute + 59))]
    }
    return town.apply(after).flatMap(\.transitions)
  }

  private func told(_ steps: [Transition]) -> [String] {
    steps.filter { $0.step == .firing || $0.step == .resolved }.filter { $0.alert.suppressedBy == nil }
      .map { "\($0.alert.ruleName) \($0.alert.subject) \($0.step)" }
  }

  @Test func oneAlertNamesAllThatAreBlind() throws {
    var town = try town()
    let steps = loseTheWest(&town, minutes: 60)
    #expect(told(steps) == ["gateway-down a840411d12340001 firing"])
    let down = try #require(steps.first { $0.step == .firing && $0.alert.ruleName == "gateway-down" })
    #expect(down.alert.summary == "a840411d12340001 hears nobody: Asset 0, Asset 1, Asset 2")
    let alerts = town.city.alerts(at: town.city.now)
    #expect(alerts.count == 4)
    #expect(alerts.filter { $0.ruleName == "device-silent" }.allSatisfy { $0.suppressedBy == "gateway-down" })
  }

  @Test func theDevicesComeBackOneByOne() throws {
    var town = try town()
    _ = loseTheWest(&town, minutes: 60)
    let first = town.apply((90..<96).flatMap { minute in [0, 3].map { report($0, minute: minute) } })
    let back = first.flatMap(\.transitions)
    #expect(back.map { "\($0.alert.subject) \($0.step)" } == ["A-0 resolved", "a840411d12340001 resolved"])
    let second = town.apply((96..<100).flatMap { minute in [0, 1, 3].map { report($0, minute: minute) } })
    #expect(second.flatMap(\.transitions).map { "\($0.alert.subject) \($0.step)" } == ["A-1 resolved"])
    // The third never comes back: that is news in its own right.
    let rest = (100..<170).flatMap { minute in [0, 1, 3].map { report($0, minute: minute) } }
    let last = town.apply(rest).flatMap(\.transitions)
    #expect(last.map { "\($0.alert.subject) \($0.step)" } == ["A-2 unsuppressed"])
  }

  @Test func whatSeveralGatewaysHearHasNoSuchExcuse() throws {
    var town = try town()
    town.apply((0..<30).flatMap { minute in (0..<4).map { report($0, minute: minute) } })
    let rest = (30..<90).flatMap { minute in (0..<3).map { report($0, minute: minute) } }
    #expect(told(town.apply(rest).flatMap(\.transitions)).contains("device-silent A-3 firing"))
  }

  @Test("Where both gateways are gone, neither would have heard it")
  func whatSeveralGatewaysHeardIsExplainedByAllOfThem() throws {
    var town = try town()
    town.apply((0..<30).flatMap { minute in (0..<4).map { report($0, minute: minute) } })
    let steps = town.apply((30..<90).map { .tick(noon + .seconds(60 * $0)) }).flatMap(\.transitions)
    #expect(told(steps).allSatisfy { $0.hasPrefix("gateway-down") })
    #expect(steps.contains { $0.alert.subject == "A-3" && $0.step == .firing })
  }

  @Test("A message that comes late does not bring a gateway back")
  func lateMessages() throws {
    var town = try town()
    _ = loseTheWest(&town, minutes: 60)
    let at = noon + .seconds(29 * 60 + 30)
    let late = uplink(
      [Reading(.co2, 900, at: at)], counter: 1000, device: 1, receivedAt: at,
      arrivedAt: noon + .seconds(91 * 60)
    ) { $0.gateway = Self.west }
    let steps = town.apply([late, .tick(noon + .seconds(92 * 60))]).flatMap(\.transitions)
    #expect(!told(steps).contains("gateway-down a840411d12340001 resolved"))
  }

  @Test func nobodyIsSilentWhileTheBrokerIsAway() throws {
    var town = try town()
    town.apply((0..<30).flatMap { minute in (0..<4).map { report($0, minute: minute) } })
    let lost = noon + .seconds(30 * 60)
    var steps = town.apply(.broker("mqtt://a", isConnected: false), at: lost)
    steps += town.apply(.tick(lost + .seconds(6 * 3600))).transitions
    #expect(told(steps) == ["broker-lost mqtt://a firing"])
    #expect(steps.first { $0.step == .firing }.map { $0.at - lost } == .seconds(60))

    let back = lost + .seconds(6 * 3600)
    let returned = town.apply(.broker("mqtt://a", isConnected: true), at: back)
    #expect(told(returned) == ["broker-lost mqtt://a resolved"])
    // From now on silence means something again.
    let silent = told(town.apply(.tick(back + .seconds(3600))).transitions)
    #expect(silent.contains("gateway-down a840411d12340001 firing"))
  }

  @Test func aBrokerThatHadToWaitIsToldOf() throws {
    var rule = RuleDefinition(name: "ingest-overload", scope: .broker, when: "overloaded(5m)")
    rule.summary = "{name}: too much"
    var town = try Town(rules: [rule])
    let first = town.apply(.overloaded(broker: "mqtt://a"), at: noon)
    #expect(told(first) == ["ingest-overload mqtt://a firing"])
    #expect(town.apply(.tick(noon + .seconds(290))).transitions.isEmpty)
    let steps = town.apply(.tick(noon + .seconds(330))).transitions
    #expect(told(steps) == ["ingest-overload mqtt://a resolved"])
  }

  @Test func anImageKnowsTheNetwork() throws {
    var town = try town()
    _ = loseTheWest(&town, minutes: 60)
    var copy = try self.town()
    _ = try copy.restore(from: town.city.image())
    let rest = (90..<170).flatMap { minute in [0, 1, 3].map { report($0, minute: minute) } }
    let original = town.apply(rest)
    #expect(original == copy.apply(rest))
  }

  @Test func aRegisteredGatewayHasItsName() throws {
    let assets = [
      Asset(id: "A-0", kind: .room, name: "Room"), Asset(id: "GW-1", kind: .gateway, name: "Cointe"),
    ]
    let definition = CityDefinition(
      name: "Test", timeZone: "Europe/Brussels", assets: assets,
      devices: [
        Device(id: Town.deviceID(0), codec: "elsys", asset: 0),
        Device(id: "A840411D12340001", codec: "elsys", asset: 1),
      ])
    var network = Network(definition)
    var uplink = Uplink(device: DeviceKey(Town.deviceID(0)), receivedAt: noon)
    uplink.gateway = Self.west
    network.note(uplink, device: 0, at: noon, arrivedAt: noon, Today(), since: noon)
    #expect(network.nameOfGateway(0) == "GW-1")
  }
}
