@testable import Core
import Model
import Testing

@Suite struct PlausibilityTests {
  private func flags(_ quantity: Quantity, _ values: [(minute: Int, value: Double)]) throws -> [ReadingFlags]
  {
    var town = try Town(rules: [])
    return values.enumerated().map { index, item in
      let at = noon + .seconds(60 * item.minute)
      let outcome = town.apply(
        uplink([Reading(quantity, item.value, at: at)], counter: UInt32(index), receivedAt: at))
      return outcome.readings.first?.flags ?? []
    }
  }

  @Test("A jump that nothing makes is not believed, unless the next reading says the same")
  func jump() throws {
    let spike = try flags(.temperature, [(0, 20), (1, 95), (2, 20.5)])
    #expect(spike == [[], .implausible, []])
    let step = try flags(.temperature, [(0, 20), (1, 60), (2, 61), (3, 61.5)])
    #expect(step == [[], .implausible, [], []])
    #expect(try flags(.temperature, [(0, 20), (600, 38)]) == [[], []])
  }

  @Test("Air is never still: a value that does not change for half a day is stuck, until it does")
  func stuck() throws {
    let values = (0...80).map { (minute: $0 * 15, value: $0 < 79 ? 612.0 : 640) }
    let flags = try flags(.co2, values)
    #expect(flags.prefix(48).allSatisfy { $0.isEmpty })
    #expect(flags[48...78].allSatisfy { $0 == .implausible })
    #expect(flags[79...].allSatisfy { $0.isEmpty })
  }

  @Test func aLevelMayRest() throws {
    let flags = try flags(.fillLevel, (0...200).map { ($0 * 60, 40) })
    #expect(flags.allSatisfy { $0.isEmpty })
  }

  private func rule(_ name: String, _ when: String) -> RuleDefinition {
    RuleDefinition(name: name, scope: .anyKind, when: when)
  }

  @Test func whatCanNotBeTrueIsToldUntilSomethingCan() throws {
    var town = try Town(rules: [rule("odd", "implausible()")])
    let first = town.apply(uplink([Reading(.humidity, 140, at: noon)], counter: 1, receivedAt: noon))
    #expect(first.transitions.map(\.step) == [.pending, .firing])
    let later = noon + .seconds(600)
    let second = town.apply(uplink([Reading(.co2, 500, at: later)], counter: 2, receivedAt: later))
    #expect(second.transitions.isEmpty, "another quantity says nothing of it")
    let last = later + .seconds(600)
    let third = town.apply(uplink([Reading(.humidity, 60, at: last)], counter: 3, receivedAt: last))
    #expect(third.transitions.map(\.step) == [.resolved])
  }

  @Test func aClockAheadIsTold() throws {
    var town = try Town(rules: [rule("clock", "clock_ahead()")])
    let ahead = Reading(.co2, 500, at: noon + .seconds(3600))
    #expect(
      town.apply(uplink([ahead], counter: 1, receivedAt: noon)).transitions.map(\.step) == [
        .pending, .firing,
      ])
    let later = noon + .seconds(600)
    let mended = town.apply(uplink([Reading(.co2, 500, at: later)], counter: 2, receivedAt: later))
    #expect(mended.transitions.map(\.step) == [.resolved])
  }
}
