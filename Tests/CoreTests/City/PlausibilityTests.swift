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

  /// Readings each quarter of an hour for some days: `base` at night, more by day.
  private func days(_ range: Range<Int>, base: Double) -> [(minute: Int, value: Double)] {
    range.flatMap { day in
      (0..<96).map { quarter in
        let isDay = (36..<70).contains(quarter)
        return (minute: day * 1440 + quarter * 15, value: base + (isDay ? 400 : 0) + Double(quarter % 3))
      }
    }
  }

  @Test("A sensor of CO2 whose air is never outdoor air for days has drifted, until it sees some")
  func drift() throws {
    let perDay = 96
    for base in [200.0, 900] {
      let flags = try flags(.co2, days(0..<12, base: base))
      #expect(flags.prefix(8 * perDay).allSatisfy { $0.isEmpty }, "\(base)")
      #expect(flags.dropFirst(8 * perDay).allSatisfy { $0 == .implausible }, "\(base)")
    }
    for base in [400.0, 700] {
      #expect(try flags(.co2, days(0..<20, base: base)).allSatisfy { $0.isEmpty }, "\(base)")
    }
    let aired = try flags(.co2, days(0..<9, base: 900) + days(9..<12, base: 430))
    #expect(aired[9 * perDay - 1] == .implausible)
    #expect(
      aired.dropFirst(9 * perDay).allSatisfy { $0.isEmpty }, "the room was the reason")
    let mended = try flags(.co2, days(0..<9, base: 200) + days(9..<26, base: 430))
    #expect(mended[16 * perDay - 1] == .implausible)
    #expect(
      mended.dropFirst(24 * perDay).allSatisfy { $0.isEmpty }, "calibrated: a whole period shows it")
  }

  @Test func fewReadingsTellNoDrift() throws {
    let flags = try flags(.co2, (0..<60).map { ($0 * 360, 900 + Double($0 % 7)) })
    #expect(flags.allSatisfy { $0.isEmpty })
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
