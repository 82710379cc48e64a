@testable import Core
import Model
import Randomness
import Testing

/// What must be the same however the same messages come: half a day in each of five towns.
@Suite struct ReplayTests {
  /// All that a run caused, without what may depend on when somebody looked.
  private struct Run: Equatable {
    var readings: [AppliedReading] = []
    var steps: [Step] = []
    var live: [Alert] = []
    var values: [[Quantity: Double]] = []
  }

  private struct Step: Hashable {
    var alert: Alert
    var step: Transition.Step
    var at: Timestamp
    var cause: String
  }

  private let end = noon + .seconds(60_000)

  private func run(_ town: RandomTown, _ events: [Event]) throws -> Run {
    var city = try Town(town.assets, rules: town.rules)
    let outcomes = city.apply(events + [.tick(end)])
    var values: [[Quantity: Double]] = []
    for asset in town.assets.indices { values.append(city.values(of: asset)) }
    return Run(
      readings: outcomes.flatMap(\.readings),
      steps: outcomes.flatMap(\.transitions).map {
        Step(alert: $0.alert, step: $0.step, at: $0.at, cause: $0.cause)
      },
      live: city.city.alerts(at: end), values: values)
  }

  @Test("The same events cause the same, to the last bit", arguments: 1...5 as ClosedRange<UInt64>)
  func replay(seed: UInt64) throws {
    let town = RandomTown(seed: seed)
    var first = try Town(town.assets, rules: town.rules)
    var second = try Town(town.assets, rules: town.rules)
    let outcomes = first.apply(town.events)
    #expect(outcomes == second.apply(town.events))
    #expect(Set(outcomes.flatMap(\.transitions).map(\.step)).count >= 6, "enough happens")
    let used = Set(outcomes.flatMap(\.transitions).map(\.alert.ruleName))
    // A gateway or the network need not fail in each.
    #expect(used.union(["gateway", "network"]).count == town.rules.count)
  }

  @Test("Ticks change no step, no time and no order", arguments: 1...5 as ClosedRange<UInt64>)
  func ticks(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let town = RandomTown(seed: seed)
    let ticks = (0..<1000).map { _ in
      Event.tick(noon + .milliseconds(Int.random(in: 0...60_000_000, using: &random)))
    }
    #expect(try run(town, merge(town.events, ticks)) == run(town, town.events))
  }

  @Test("Duplicates change nothing but their counter", arguments: 1...5 as ClosedRange<UInt64>)
  func duplicates(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let town = RandomTown(seed: seed)
    let duplicates = (0..<300).compactMap { _ -> Event? in
      guard let event = town.events.randomElement(using: &random) else { return nil }
      return event.arriving(at: event.at + .seconds(Int.random(in: 0...3000, using: &random)))
    }
    #expect(try run(town, merge(town.events, duplicates)) == run(town, town.events))
    var city = try Town(town.assets, rules: town.rules)
    let verdicts = city.apply(merge(town.events, duplicates)).map(\.verdict)
    #expect(verdicts.count { $0 == .duplicate } >= duplicates.count)
  }

  @Test(
    "Accepted uplinks alone, as the history keeps them, bring it all back",
    arguments: 1...5 as ClosedRange<UInt64>)
  func recovery(seed: UInt64) throws {
    let town = RandomTown(seed: seed)
    var city = try Town(town.assets, rules: town.rules)
    let outcomes = city.apply(town.events)
    let stored = zip(town.events, outcomes).compactMap { event, outcome -> Event? in
      guard case .uplink(let uplink, let device, _, let arrivedAt) = event, outcome.verdict == .accepted
      else { return nil }
      let measured = outcome.readings.filter { !$0.flags.contains(.derived) }.map(\.reading)
      return .uplink(uplink, device: device, readings: measured, arrivedAt: arrivedAt)
    }
    #expect(try run(town, stored) == run(town, town.events))
  }

  @Test(
    "An alert lives through its states in order, and its times do not go back",
    arguments: 1...5 as ClosedRange<UInt64>)
  func lives(seed: UInt64) throws {
    let run = try run(RandomTown(seed: seed), RandomTown(seed: seed).events)
    let lives = Dictionary(grouping: run.steps, by: \.alert.id)
    #expect(lives.count > 30)
    let whole: [[Transition.Step]] = [
      [.pending], [.pending, .inactive], [.pending, .firing], [.pending, .firing, .resolved],
      [.historical],
    ]
    let quiet: Set<Transition.Step> = [.suppressed, .unsuppressed, .flapping]
    for steps in lives.values {
      let states = steps.map(\.step).filter { !quiet.contains($0) }
      #expect(whole.contains(states), "\(steps)")
      let times = steps.filter { !quiet.contains($0.step) }.map(\.at)
      #expect(times == times.sorted(), "\(steps)")
      #expect(steps.allSatisfy { $0.alert.since <= $0.at })
    }
  }

  @Test(
    "What comes at one time, as after an outage, comes to the same values in any order",
    arguments: 1...12 as ClosedRange<UInt64>)
  func reordered(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let town = RandomTown(seed: seed)
    let batches = Dictionary(grouping: town.events, by: \.at)
    #expect(batches.values.contains { $0.count > 5 })
    let events = batches.sorted { $0.key < $1.key }.flatMap { $0.value.shuffled(using: &random) }
    #expect(events != town.events)
    let (ordered, shuffled) = (try run(town, town.events), try run(town, events))
    // An event that was said too early and taken back stands as 0 until the next one.
    let states = { (run: Run) in run.values.map { $0.filter { !$0.key.tellsOfEvents } } }
    #expect(states(ordered) == states(shuffled))
  }

  @Test("The readings of one message may stand in any order", arguments: 1...12 as ClosedRange<UInt64>)
  func shuffledReadings(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let town = RandomTown(seed: seed)
    let events = town.events.map { event -> Event in
      guard case .uplink(let uplink, let device, let readings, let arrivedAt) = event else { return event }
      return .uplink(
        uplink, device: device, readings: readings.shuffled(using: &random), arrivedAt: arrivedAt)
    }
    #expect(events != town.events)
    let (ordered, shuffled) = (try run(town, town.events), try run(town, events))
    #expect(ordered.values == shuffled.values)
    #expect(ordered.live == shuffled.live)
    #expect(ordered.steps == shuffled.steps)
  }

  @Test(
    "An alert that fired is over, or its condition does not say that it is",
    arguments: 1...12 as ClosedRange<UInt64>)
  func nothingIsLeftOver(seed: UInt64) throws {
    let town = RandomTown(seed: seed)
    var city = try Town(town.assets, rules: town.rules)
    let steps = city.apply(town.events + [.tick(end)]).flatMap(\.transitions)
    let fired = Set(steps.filter { $0.step == .firing }.map(\.alert.id))
    let ended = Set(steps.filter { $0.step == .resolved }.map(\.alert.id))
    let open = city.city.alerts(at: end).filter { $0.state == .firing }
    #expect(fired.subtracting(ended) == Set(open.map(\.id)))
    for alert in open {
      let rule = city.city.rules.rules[alert.rule]
      guard rule.subject == .asset || rule.subject == .district else { continue }
      let subject = try #require(
        rule.subject == .asset ? alert.asset : city.city.state.districts.index(of: alert.subject))
      let isTrue = rule.when.evaluate(city.city.state, asset: subject, now: end)
      let isOver = rule.clear?.evaluate(city.city.state, asset: subject, now: end) ?? Truth.not(isTrue)
      // Silence may stand for the condition.
      let isSilent = alert.asset.map { city.city.state.silence.ofAsset($0) == Truth.yes } ?? false
      #expect(isOver != Truth.yes || isSilent && rule.definition.onSilence == .fire, "\(alert)")
    }
  }

  /// Both in order of time; of two at one time the one of `events` comes first.
  private func merge(_ events: [Event], _ others: [Event]) -> [Event] {
    (events + others).enumerated().sorted { ($0.1.at, $0.0) < ($1.1.at, $1.0) }.map(\.element)
  }
}
