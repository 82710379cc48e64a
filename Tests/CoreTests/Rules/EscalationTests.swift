import Model
import Testing

@testable import Core

@Suite struct EscalationTests {
  private func stuffyTown() throws -> Town {
    var rule = RuleDefinition(name: "stuffy", scope: .kind(.room), when: "co2 > 1000 ppm")
    rule.escalation = .init(after: .seconds(1800), severity: .critical)
    var town = try Town(rules: [rule])
    town.apply(uplink([Reading(.co2, 1500, at: noon)], counter: 1, receivedAt: noon))
    return town
  }

  private func severity(_ town: borrowing Town) -> Severity? {
    town.city.alerts(at: town.city.now).first?.severity
  }

  @Test func whatNobodyTakesNoteOfMattersMore() throws {
    var town = try stuffyTown()
    town.apply(.tick(noon + .seconds(1799)))
    #expect(severity(town) == .warning)
    let steps = town.apply(.tick(noon + .seconds(1800))).transitions
    #expect(steps.map(\.step) == [.escalated])
    #expect(steps.map(\.cause) == ["nobody has taken note for 30 min"])
    #expect(severity(town) == .critical)
  }

  @Test func whoTakesNoteHasTime() throws {
    var town = try stuffyTown()
    let id = try #require(town.city.alerts(at: noon).first?.id)
    _ = town.apply(
      OperatorCommand(alert: id, action: .acknowledge, by: "ann", comment: "", at: noon + .seconds(60)))
    #expect(town.apply(.tick(noon + .seconds(7200))).transitions.isEmpty)
    #expect(severity(town) == .warning)
  }

  @Test func anAlertThatIsOverDoesNotEscalate() throws {
    var town = try stuffyTown()
    let later = noon + .seconds(600)
    town.apply(uplink([Reading(.co2, 500, at: later)], counter: 2, receivedAt: later))
    #expect(town.apply(.tick(noon + .seconds(7200))).transitions.isEmpty)
  }
}
