@testable import Core
import Model
import Testing

/// A network server that hands nothing on: one alert, not one for each gateway and each device behind it.
@Suite struct NetworkServerTests {
  private static let gateways = [0xA840_411D_1234_0001, 0xA840_411D_1234_0002].map { DeviceKey(value: $0) }

  private static let rules: [RuleDefinition] = {
    var gateway = RuleDefinition(name: "gateway-down", scope: .gateway, when: "silent()")
    gateway.holdsFor = .seconds(120)
    gateway.inhibitedBy = ["network-silent"]
    var server = RuleDefinition(name: "network-silent", scope: .broker, when: "silent()")
    server.holdsFor = .seconds(60)
    server.summary = "nothing through {name}: {assets}"
    var device = RuleDefinition(name: "device-silent", scope: .anyKind, when: "silent()")
    device.holdsFor = .seconds(300)
    device.inhibitedBy = ["gateway-down", "network-silent"]
    return [gateway, server, device]
  }()

  /// Four rooms, of which the last has a radio that no gateway hears.
  private func town(brokers: [String] = ["mqtt://a"]) throws -> Town {
    var town = try Town(.room, count: 4, rules: Self.rules)
    for broker in brokers { _ = town.apply(.broker(broker, isConnected: true), at: noon) }
    return town
  }

  /// What devices report in some minutes: the first two through a gateway each, the third through both.
  private func reports(_ minutes: Range<Int>, of devices: [Int] = [0, 1, 2, 3], gateways: Int = 2) -> [Event]
  {
    minutes.flatMap { minute in
      devices.map { device in
        let at = noon + .seconds(60 * minute + 7 * device)
        return uplink(
          [Reading(.co2, Double(500 + minute), at: at)], counter: UInt32(minute), device: device,
          receivedAt: at
        ) {
          guard device < 3 else { return }
          $0.gateway = Self.gateways[gateways == 1 ? 0 : device % 2]
          if device == 2, gateways == 2 { $0.otherGateways.append(Self.gateways[1].value) }
        }
      } + [.tick(noon + .seconds(60 * minute + 59))]
    }
  }

  private func told(_ outcomes: [Outcome]) -> [String] {
    outcomes.flatMap(\.transitions)
      .filter { [.firing, .resolved, .unsuppressed].contains($0.step) && $0.alert.suppressedBy == nil }
      .map { "\($0.alert.ruleName) \($0.alert.subject) \($0.step)" }
  }

  @Test func oneAlertNamesAllThatAreBlind() throws {
    var town = try town()
    town.apply(reports(0..<30))
    let outcomes = town.apply(reports(30..<120, of: [3]))
    #expect(told(outcomes) == ["network-silent mqtt://a firing"])
    let alerts = town.city.alerts(at: town.city.now)
    #expect(alerts.map(\.summary).contains("nothing through mqtt://a: Asset 0, Asset 1, Asset 2"))
    #expect(alerts.count { $0.suppressedBy != nil } == 2 + 3, "two gateways and what they hear")
  }

  @Test func whatIsBehindItComesBackOneByOne() throws {
    var town = try town()
    town.apply(reports(0..<30) + reports(30..<120, of: [3]))
    let back = told(town.apply(reports(120..<170, of: [0, 1, 3])))
    #expect(back == ["network-silent mqtt://a resolved"], "what was quiet ends quietly")
    let open = town.city.alerts(at: town.city.now).filter { $0.state != .resolved }
    #expect(open.map(\.subject) == ["A-2"])
    let later = told(town.apply(reports(170..<200, of: [0, 1, 3])))
    #expect(later == ["device-silent A-2 unsuppressed"], "what never comes back is news in its own right")
  }

  @Test func anAssetThatNoGatewayHearsHasNoSuchExcuse() throws {
    var town = try town()
    town.apply(reports(0..<30))
    let outcomes = town.apply(reports(30..<120, of: []))
    #expect(told(outcomes) == ["network-silent mqtt://a firing", "device-silent A-3 firing"])
  }

  @Test func oneGatewayThatIsQuietIsAGateway() throws {
    var town = try town()
    town.apply(reports(0..<30, gateways: 1))
    let outcomes = town.apply(reports(30..<120, of: [3], gateways: 1))
    #expect(told(outcomes) == ["gateway-down a840411d12340001 firing"])
  }

  @Test("Behind which of several brokers a gateway is nobody knows")
  func severalBrokers() throws {
    var town = try town(brokers: ["mqtt://a", "mqtt://b"])
    town.apply(reports(0..<30))
    let told = told(town.apply(reports(30..<120, of: [3])))
    #expect(told == ["gateway-down a840411d12340001 firing", "gateway-down a840411d12340002 firing"])
  }

  @Test("A gateway that fails when the server is back has no excuse")
  func aGatewayThatFailsAnew() throws {
    var town = try town()
    town.apply(reports(0..<30) + reports(30..<60, of: [3]) + reports(60..<80))
    // From now on only what the first gateway hears.
    let outcomes = town.apply(reports(80..<110, of: [0, 2, 3], gateways: 1))
    #expect(told(outcomes) == ["gateway-down a840411d12340002 firing"])
  }

  @Test("Where another gateway was away already it is the gateway")
  func theOtherWasAwayAlready() throws {
    var town = try town()
    town.apply(reports(0..<30))
    let first = told(town.apply(reports(30..<90, of: [0, 2, 3], gateways: 1)))
    #expect(first == ["gateway-down a840411d12340002 firing"])
    let second = told(town.apply(reports(90..<150, of: [3])))
    #expect(second == ["gateway-down a840411d12340001 firing"])
  }

  @Test("While the daemon did not run nobody was silent")
  func aStart() throws {
    var town = try town()
    town.apply(reports(0..<30))
    let start = noon + .seconds(6 * 3600)
    let steps =
      town.apply(.started, at: start) + town.apply(.broker("mqtt://a", isConnected: true), at: start)
    #expect(steps.isEmpty)
    #expect(told([town.apply(.tick(start + .seconds(3600)))]).first == "network-silent mqtt://a firing")
  }

  @Test("A broker that the configuration no longer names is not lost, and hides nobody's silence")
  func anotherBroker() throws {
    var broker = RuleDefinition(name: "broker-lost", scope: .broker, when: "not connected()")
    broker.summary = "{name}: {assets}"
    var town = try Town(.room, count: 4, rules: Self.rules + [broker])
    _ = town.apply(.broker("mqtt://old", isConnected: true), at: noon)
    town.apply(reports(0..<30))
    let lost = town.apply(.broker("mqtt://old", isConnected: false), at: noon + .seconds(1810))
    #expect(lost.map(\.alert.summary).last == "mqtt://old: Asset 0, Asset 1, Asset 2, Asset 3")
    let start = noon + .seconds(2000)
    #expect(town.apply(.started, at: start).isEmpty, "a start alone ends nothing")
    _ = town.apply(.broker("mqtt://new", isConnected: true), at: start + .seconds(1))
    let steps = town.apply(.tick(start + .seconds(6 * 3600))).transitions
    #expect(steps.contains { $0.alert.subject == "mqtt://old" && $0.step == .resolved })
    #expect(steps.contains { $0.alert.subject == "mqtt://new" && $0.alert.ruleName == "network-silent" })
  }

  @Test func anImageKnowsHowOftenAnythingIsHeard() throws {
    var town = try town()
    town.apply(reports(0..<30) + reports(30..<32, of: [3]))
    var copy = try Town(.room, count: 4, rules: Self.rules)
    _ = try copy.restore(from: town.city.image())
    let rest = reports(32..<120, of: [3])
    let original = town.apply(rest)
    #expect(original == copy.apply(rest))
    #expect(told(original) == ["network-silent mqtt://a firing"])
  }
}
