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
    device.inhibitedBy = ["gateway-down", "network-silent", "broker-lost"]
    var broker = RuleDefinition(name: "broker-lost", scope: .broker, when: "not connected()")
    broker.summary = "no {name}: {assets}"
    return [gateway, server, device, broker]
  }()

  /// Four rooms, of which the last has a radio that no gateway hears.
  private func town(brokers: [String] = ["mqtt://a"]) throws -> Town {
    var town = try Town(.room, count: 4, rules: Self.rules, brokers: brokers)
    for broker in brokers {
      _ = town.apply(.broker(broker, isConnected: true), at: noon)
    }
    return town
  }

  /// What devices report in some minutes: the first two through a gateway each, the third through both, and these three
  /// through one broker; the fourth through the last.
  private func reports(
    _ minutes: Range<Int>, of devices: [Int] = [0, 1, 2, 3], gateways: Int = 2, brokers: Int = 1
  ) -> [Event] {
    minutes.flatMap { minute in
      devices.map { device in
        let at = noon + .seconds(60 * minute + 7 * device)
        return uplink(
          [Reading(.co2, Double(500 + minute), at: at)], counter: UInt32(minute), device: device,
          receivedAt: at
        ) {
          $0.broker = UInt8(device < 3 ? 0 : brokers - 1)
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

  @Test(
    "What reports rarely has the time that it ever has, from when it can be heard again", arguments: [2, 6])
  func rareReports(hours: Int) throws {
    var town = try town()
    let all = (0..<720).flatMap { reports($0..<$0 + 1, of: $0 % 60 == 0 ? [0, 1, 2, 3] : [0, 1, 3]) }
    town.apply(all)
    let back = 720 + 60 * hours
    #expect(told(town.apply(reports(720..<back, of: [3]))) == ["network-silent mqtt://a firing"])
    // It is not heard for another three hours and more, but it is alive.
    let steps = town.apply(reports(back..<back + 200, of: [0, 1, 3]) + reports(back + 200..<back + 201))
    #expect(told(steps) == ["network-silent mqtt://a resolved"])
    #expect(town.city.alerts(at: town.city.now).allSatisfy { $0.state == .resolved })
    let rest = reports(back + 201..<back + 1000, of: [0, 1, 3])
    #expect(told(town.apply(rest)) == ["device-silent A-2 firing"])
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

  @Test("Of several brokers one alert names what is behind its own network server")
  func severalBrokers() throws {
    var town = try town(brokers: ["mqtt://a", "mqtt://b"])
    town.apply(reports(0..<30, brokers: 2))
    let told = told(town.apply(reports(30..<120, of: [3], brokers: 2)))
    #expect(told == ["network-silent mqtt://a firing"])
    let alerts = town.city.alerts(at: town.city.now)
    #expect(alerts.map(\.summary).contains("nothing through mqtt://a: Asset 0, Asset 1, Asset 2"))
    #expect(alerts.count { $0.suppressedBy != nil } == 2 + 3, "two gateways and what they hear")
  }

  @Test("A broker that is lost hides only the silence of what is behind it")
  func oneOfSeveralIsLost() throws {
    var town = try town(brokers: ["mqtt://a", "mqtt://b"])
    town.apply(reports(0..<30, brokers: 2))
    let lostAt = noon + .seconds(30 * 60)
    let lost = town.apply(.broker("mqtt://a", isConnected: false), at: lostAt)
    #expect(lost.map(\.alert.summary).last == "no mqtt://a: Asset 0, Asset 1, Asset 2")
    let steps = told([town.apply(.tick(lostAt + .seconds(3 * 3600)))])
    #expect(steps == ["device-silent A-3 firing"])
    // What is behind it is heard from now on, or it is not.
    let back = lostAt + .seconds(3 * 3600)
    _ = town.apply(.broker("mqtt://a", isConnected: true), at: back)
    #expect(told(town.apply(reports(210..<212, of: [0, 1], brokers: 2))) == [])
    let later = told([town.apply(.tick(back + .seconds(6 * 3600)))])
    #expect(later.first == "network-silent mqtt://a firing")
    let open = town.city.alerts(at: town.city.now).filter { $0.ruleName == "device-silent" }
    #expect(open.map { $0.suppressedBy == nil } == [true, false, false, false])
  }

  @Test(
    "Of what came before the brokers were told apart nobody knows whether it is behind the one that is lost")
  func unknownBroker() throws {
    var town = try town(brokers: ["mqtt://a", "mqtt://b"])
    town.apply(
      (0..<30).map { minute in
        let at = noon + .seconds(60 * minute)
        return uplink([Reading(.co2, 500, at: at)], counter: UInt32(minute), receivedAt: at)
      })
    let lostAt = noon + .seconds(30 * 60)
    _ = town.apply(.broker("mqtt://b", isConnected: false), at: lostAt)
    #expect(told([town.apply(.tick(lostAt + .seconds(3 * 3600)))]) == [])
    _ = town.apply(.broker("mqtt://b", isConnected: true), at: lostAt + .seconds(3 * 3600))
    let steps = told([town.apply(.tick(lostAt + .seconds(6 * 3600)))])
    #expect(steps == ["device-silent A-0 firing"])
  }

  @Test("A fleet that reports all at once and then not for long makes a pause, not an outage")
  func reportsOnTheHour() throws {
    var town = try Town(.room, count: 40, rules: Self.rules)
    for hour in -6..<40 {
      // Half of them from then on no more: what one of the gateways hears.
      let burst = (0..<40).filter { hour < 30 || $0 % 2 == 0 }.map { device in
        let at = noon + .seconds(3600 * hour + 15 * device)
        return uplink(
          [Reading(.co2, Double(500 + hour), at: at)], counter: UInt32(hour + 100), device: device,
          receivedAt: at
        ) { $0.gateway = Self.gateways[device % 2] }
      }
      // It knows its pauses after a start, too.
      if hour == 20 {
        let image = town.city.image()
        town = try Town(.room, count: 40, rules: Self.rules)
        _ = try town.restore(from: image)
      }
      let told = told(town.apply(burst + [.tick(noon + .seconds(3600 * hour + 3599))]))
      #expect(told == (hour == 30 ? ["gateway-down a840411d12340002 firing"] : []), "hour \(hour)")
    }
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
    var before = try town(brokers: ["mqtt://old", "mqtt://a"])
    before.apply(reports(0..<30, brokers: 2))
    _ = before.apply(.broker("mqtt://old", isConnected: false), at: noon + .seconds(1810))
    #expect(before.city.alerts(at: before.city.now).map(\.subject) == ["mqtt://old"])

    var town = try Town(.room, count: 4, rules: Self.rules, brokers: ["mqtt://a", "mqtt://new"])
    let ended = try town.restore(from: before.city.image())
    #expect(ended.map { "\($0.alert.subject) \($0.step)" } == ["mqtt://old resolved"])
    // It sees nothing of what is gone, and knows still what came through the other.
    let start = noon + .seconds(1820)
    #expect(town.apply(.broker("mqtt://old", isConnected: false), at: start).isEmpty)
    let lost = town.apply(.broker("mqtt://a", isConnected: false), at: start + .seconds(1))
    #expect(lost.map(\.alert.summary).last == "no mqtt://a: Asset 3")
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
