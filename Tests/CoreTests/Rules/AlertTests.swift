@testable import Core
import Model
import Testing

@Suite("Alerts as people see them") struct AlertTests {
  private func rule(
    _ name: String = "stuffy", _ when: String = "co2 > 1000 ppm",
    _ change: (inout RuleDefinition) -> Void = { _ in }
  ) -> RuleDefinition {
    var rule = RuleDefinition(name: name, scope: .kind(.room), when: when)
    rule.summary = "{name}: {co2}"
    change(&rule)
    return rule
  }

  private func report(_ co2: Double, _ second: Int, room: Int = 0) -> Event {
    let at = noon + .seconds(second)
    return uplink([Reading(.co2, co2, at: at)], counter: UInt32(second), device: room, receivedAt: at)
  }

  @Test func whatAnAlertSays() throws {
    var town = try Town(rules: [rule { $0.holdsFor = .seconds(60) }])
    let outcomes = town.apply([report(1200, 0), report(1300, 90), report(900, 120)])
    let steps = outcomes.flatMap(\.transitions)
    #expect(steps.map(\.alert.state) == [.pending, .firing, .resolved])
    #expect(steps.map(\.alert.summary) == ["Asset 0: 1200 ppm", "Asset 0: 1200 ppm", "Asset 0: 900 ppm"])
    #expect(steps.map(\.alert.value) == [1200, 1200, 900])
    #expect(steps.map(\.notedAt) == [noon, noon + .seconds(90), noon + .seconds(120)])
    let last = try #require(steps.last?.alert)
    #expect(last.subject == "A-0")
    #expect(last.asset == 0)
    #expect(last.since == noon)
    #expect(last.firedAt == noon + .seconds(60))
    #expect(last.resolvedAt == noon + .seconds(120))
  }

  @Test("An id is short, and follows from rule, asset and time alone")
  func ids() throws {
    func id(_ name: String, room: Int, second: Int, other rules: [RuleDefinition] = []) throws -> String {
      var town = try Town(count: 2, rules: rules + [rule(name)])
      return try #require(town.apply(report(1200, second, room: room)).transitions.first?.alert.id)
    }
    let id1 = try id("stuffy", room: 0, second: 0)
    #expect(id1.wholeMatch(of: /[0-9a-hjkmnp-tv-z]+/) != nil, "Crockford's digits")
    #expect(try id1 == id("stuffy", room: 0, second: 0))
    #expect(try id1 == id("stuffy", room: 0, second: 0, other: [rule("first", "co2 > 9000 ppm")]))
    #expect(
      try Set([
        id1, id("stuffy", room: 1, second: 0), id("other", room: 0, second: 0),
        id("stuffy", room: 0, second: 1),
      ]).count == 4)
  }

  @Test("An alert that comes back at the time of the one before it follows it, with an id of its own")
  func oneMomentTwice() throws {
    var town = try Town(rules: [rule("damp", "co2 > 1000 ppm and humidity > 70 %")])
    town.apply(report(1500, 600))
    let outcomes = town.apply(
      [(80.0, 100), (50, 200), (80, 300)].map { humidity, second in
        let at = noon + .seconds(second)
        return uplink(
          [Reading(.humidity, humidity, at: at)], counter: 600 + UInt32(second), receivedAt: at,
          arrivedAt: noon + .seconds(600 + second))
      })
    let steps = outcomes.flatMap(\.transitions)
    #expect(steps.map(\.step) == [.pending, .firing, .resolved, .pending, .firing])
    #expect(Set(steps.map(\.alert.id)).count == 2)
    #expect(steps.map(\.at) == steps.map(\.at).sorted())
  }

  @Test("A hundred thousand alerts have a hundred thousand ids")
  func idsAreUnique() {
    var ids: Set<String> = []
    for asset in 0..<100 {
      for minute in 0..<1000 {
        ids.insert(alertID(rule: "rule", subject: "A-\(asset)", since: noon + .seconds(60 * minute)))
      }
    }
    #expect(ids.count == 100_000)
  }

  @Test("The most urgent first: firing before pending before resolved, then by severity, then the latest")
  func order() throws {
    var town = try Town(
      count: 3,
      rules: [
        rule("info") { $0.severity = .info },
        rule("critical", "co2 > 2000 ppm") { $0.severity = .critical },
        rule("slow") { $0.holdsFor = .seconds(3600) },
      ])
    let outcomes = town.apply([
      report(1500, 0, room: 0), report(2500, 10, room: 1), report(1500, 20, room: 2),
      report(500, 30, room: 2),
    ])
    _ = outcomes
    let alerts = town.city.alerts(at: noon + .seconds(60))
    let rules = town.city.ruleDefinitions.map(\.name)
    #expect(
      alerts.map { "\(rules[$0.rule]) \($0.subject) \($0.state)" } == [
        "critical A-1 firing", "info A-1 firing", "info A-0 firing", "slow A-1 pending", "slow A-0 pending",
        "info A-2 resolved",
      ])
    #expect(town.city.alertCount { $0.state == .firing } == 3)
    #expect(town.city.assetState(0, at: noon + .seconds(60)) == .alert)
    #expect(town.city.assetState(2, at: noon + .seconds(60)) == .ok)
  }

  @Test("What resolved stays in the list for an hour")
  func resolved() throws {
    var town = try Town(rules: [rule()])
    town.apply(report(1500, 0))
    town.apply(report(500, 60))
    #expect(town.city.alerts(at: noon + .seconds(60 + 3600)).count == 1)
    #expect(town.city.alerts(at: noon + .seconds(61 + 3600)).isEmpty)
  }

  // MARK: - Inhibition

  @Test(
    "An alert that another one explains says so, from its beginning or later, and no longer when that ends")
  func inhibition() throws {
    let explained = rule("damp", "humidity > 70 %") { $0.inhibitedBy = ["stuffy"] }
    func damp(_ humidity: Double, _ second: Int) -> Event {
      let at = noon + .seconds(second)
      return uplink([Reading(.humidity, humidity, at: at)], counter: UInt32(second), receivedAt: at)
    }
    var town = try Town(rules: [rule(), explained])
    let outcomes = town.apply([
      damp(80, 1), report(1500, 2), report(500, 3), report(1500, 4), damp(50, 5), damp(80, 6), report(500, 7),
    ])
    let steps = outcomes.flatMap(\.transitions).filter { $0.alert.rule == 1 }
    #expect(
      steps.map(\.step) == [
        .pending, .firing, .suppressed, .unsuppressed, .suppressed, .resolved, .pending, .firing,
        .unsuppressed,
      ])
    #expect(
      steps.map(\.alert.suppressedBy) == [
        nil, nil, "stuffy", nil, "stuffy", "stuffy", "stuffy", "stuffy", nil,
      ])
  }

  @Test("An alert of another asset explains nothing; one of the district explains all in it")
  func inhibitionByPlace() throws {
    let assets = (0..<3).map {
      Asset(id: "A-\($0)", kind: .room, name: "", district: $0 == 2 ? "South" : "North")
    }
    let district = RuleDefinition(
      name: "district", scope: .district, when: "share(room where co2 > 1000 ppm) > 60 %")
    var town = try Town(
      assets,
      rules: [rule { $0.inhibitedBy = ["district", "other"] }, district, rule("other", "co2 > 3000 ppm")])
    let first = town.apply([
      report(500, 0, room: 1), report(1500, 0, room: 0), report(4000, 1, room: 2), .tick(noon + .seconds(15)),
    ])
    let bySubject = Dictionary(
      grouping: first.flatMap(\.transitions).filter { $0.alert.rule == 0 }, by: \.alert.subject)
    #expect(bySubject["A-0"]?.last?.alert.suppressedBy == nil)
    #expect(bySubject["A-2"]?.last?.alert.suppressedBy == "district")
    let second = town.apply([report(1500, 20, room: 1), .tick(noon + .seconds(30))])
    let suppressed = second.flatMap(\.transitions).filter { $0.step == .suppressed }.map(\.alert.subject)
    #expect(suppressed.sorted() == ["A-0", "A-1"])
  }

  // MARK: - People

  private func command(
    _ alert: String, _ action: OperatorCommand.Action, _ second: Int
  ) -> OperatorCommand {
    OperatorCommand(alert: alert, action: action, by: "ana", comment: "seen", at: noon + .seconds(second))
  }

  @Test func acknowledging() throws {
    var town = try Town(rules: [rule()])
    let id = try #require(town.apply(report(1500, 0)).transitions.first?.alert.id)
    let outcome = town.apply(command(id, .acknowledge, 10))
    let step = try #require(try outcome.get().last)
    #expect(step.step == .acknowledged)
    #expect(step.at == noon + .seconds(10))
    #expect(step.cause == "ana: seen")
    #expect(step.alert.acknowledged == Acknowledgement(by: "ana", at: noon + .seconds(10), comment: "seen"))
    #expect(step.alert.state == .firing)
    let resolved = town.apply(report(500, 20)).transitions.last?.alert
    #expect(resolved?.acknowledged?.by == "ana")
    #expect(town.apply(command(id, .acknowledge, 30)) == .failure(.unknownAlert), "it has ended")
  }

  @Test("A shelf holds for the rule and the asset until its time is over, also for the next alert")
  func shelving() throws {
    var town = try Town(rules: [rule()])
    let id = try #require(town.apply(report(1500, 0)).transitions.first?.alert.id)
    #expect(town.apply(command(id, .unshelve, 1)) == .failure(.notNow("the alert is not shelved")))
    let shelved = try town.apply(command(id, .shelve(until: noon + .seconds(3600)), 10)).get()
    #expect(shelved.map(\.step) == [.shelved])
    #expect(shelved.last?.alert.shelved?.until == noon + .seconds(3600))
    town.apply(report(500, 20))
    let next = town.apply(report(1500, 30)).transitions
    #expect(next.allSatisfy { $0.alert.shelved?.by == "ana" })
    let over = town.apply(.tick(noon + .seconds(4000))).transitions
    #expect(over.map(\.step) == [.unshelved])
    #expect(over.map(\.at) == [noon + .seconds(3600)])
    #expect(over.last?.alert.shelved == nil)
  }

  @Test(
    "An alert is shelved for a while, not for ever, and not into the past",
    arguments: [0, 10, 10 + 30 * 86_400 + 1])
  func shelvingLimits(until: Int) throws {
    var town = try Town(rules: [rule()])
    let id = try #require(town.apply(report(1500, 0)).transitions.first?.alert.id)
    let outcome = town.apply(command(id, .shelve(until: noon + .seconds(until)), 10))
    #expect(throws: CommandRefusal.self) { try outcome.get() }
    #expect(town.city.alertCount { $0.shelved != nil } == 0)
  }

  @Test("Shelving again moves the end; taking it off the shelf ends it")
  func shelvingAgain() throws {
    var town = try Town(rules: [rule()])
    let id = try #require(town.apply(report(1500, 0)).transitions.first?.alert.id)
    _ = town.apply(command(id, .shelve(until: noon + .seconds(100)), 10))
    _ = town.apply(command(id, .shelve(until: noon + .seconds(200)), 20))
    #expect(town.apply(.tick(noon + .seconds(150))).transitions.isEmpty)
    #expect(try town.apply(command(id, .unshelve, 160)).get().map(\.step) == [.unshelved])
    #expect(town.apply(.tick(noon + .seconds(300))).transitions.isEmpty)
  }
}
