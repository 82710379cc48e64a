@testable import Core
import Model
import Testing

@Suite struct RuleTests {
  @Test func whatARuleLooksAt() throws {
    var definition = RuleDefinition(
      name: "a", scope: .kind(.container), when: "age(tilt) > 1h or fill_level >= 80 %")
    definition.clear = "battery > 50 %"
    let rule = try Rule(definition)
    #expect(rule.quantities == QuantitySet([.tilt, .fillLevel, .battery]))
    #expect(rule.shownQuantity == .fillLevel)
    #expect(rule.dependsOnTime)
    #expect(rule.kinds == [.container])
    definition.onSilence = .fire
    #expect(try Rule(definition).quantities.contains(.silence))
  }

  @Test(
    "A mistake names the field that it is in",
    arguments: [
      ("co2 > 1000", nil, "", "when, column 7"), ("co2 > 1 ppm", "co3 < 1 ppm", "", "clear, column 1"),
      ("co2 > 1 ppm", nil, "{nome}", "summary, column 1"),
    ] as [(String, String?, String, String)])
  func mistakes(when: String, clear: String?, summary: String, expected: String) {
    var definition = RuleDefinition(name: "a", scope: .kind(.room), when: when)
    definition.clear = clear
    definition.summary = summary
    do throws(RuleError) {
      _ = try Rule(definition)
      Issue.record("accepted")
    } catch {
      #expect(error.description.hasPrefix(expected + ":"))
    }
  }

  @Test(
    "What speaks about one asset and what speaks about many are kept apart",
    arguments: [
      ("co2 > 1 ppm", RuleDefinition.Scope.district), ("age(co2) > 1h", .district), ("silent()", .district),
      ("avg(co2, 1h) > 1 ppm", .district), ("held(co2 > 1 ppm) > 1h", .district),
      ("count(room) > 1", .kind(.room)),
      ("share(room where co2 > 1 ppm) > 1 %", .kind(.room)), ("avg(room.co2) > 1 ppm", .kind(.room)),
      ("room.co2 > 1 ppm", .district), ("count(room where count(room) > 1) > 1", .district),
      ("held(age(co2) > 1h) > 1h", .kind(.room)), ("avg(co2, 0s) > 1 ppm", .kind(.room)),
      ("avg(co2, 33d) > 1 ppm", .kind(.room)), ("count(rooms) > 1", .district),
    ])
  func subjects(when: String, scope: RuleDefinition.Scope) {
    #expect(throws: RuleError.self) { try Rule(RuleDefinition(name: "a", scope: scope, when: when)) }
  }
}
