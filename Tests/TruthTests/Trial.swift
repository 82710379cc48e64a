import Codecs
import Config
import Core
import Foundation
import Model
import SimulatedCity
import Testing

/// A made-up city that a real one listens to, with everything in between that goes wrong.
///
/// The simulation brings loss, duplicates, late and broken messages, rejoins, dying devices and gateways that
/// fail. What it can't bring is done to its messages on their way: see ``Mischief``.
struct Trial {
  /// How large and how long.
  struct Size: Sendable {
    var plan: CityPlan
    var days: Int
    /// What is learned before anything counts.
    var warmUpDays = 3
    var faults: String
  }

  /// One alert as people saw it.
  struct Told {
    let rule: String
    let subject: String
    let since: Timestamp
    let firedAt: Timestamp
    /// When Belfry noted it: the moment that people were told.
    let notedAt: Timestamp
    var resolvedAt: Timestamp?
    /// Whether another alert explained it.
    let isSuppressed: Bool
    /// What the rule looks at first, as it truly was when the condition began to show.
    var trueValue: Double?
  }

  /// A Monday in October: 07:30 in Liège.
  static let start = Timestamp(seconds: 1_791_264_600)

  let size: Size
  let definition: CityDefinition
  let rules: [Rule]
  /// What was true.
  private(set) var truth: Truth
  /// Everything that fired.
  private(set) var told: [Told] = []
  /// How many alerts only late readings told of, and never anybody.
  private(set) var historical = 0
  private(set) var uplinks = 0

  var end: Timestamp { Self.start + .seconds(size.days * 86_400) }
  /// What happens before this does not count.
  var scoredFrom: Timestamp { Self.start + .seconds(size.warmUpDays * 86_400) }

  /// Runs the whole trial.
  init(_ size: Size) throws {
    self.size = size
    var text = ""
    size.plan.lines { text += $0 }
    let table = AssetTable.read([InputFile(path: "assets.csv", bytes: Array(text.utf8))], knownCodecs: nil)
    try #require(table.problems.isEmpty)
    // The simulated day is that of UTC + 1 all year.
    definition = CityDefinition(
      name: "Liège", timeZone: "Etc/GMT-1", calendar: LocalCalendar(timeZone: "Etc/GMT-1", holidays: []),
      assets: table.assets, devices: table.devices, brokers: [Mischief.broker])
    rules = try Self.shippedRules()
    truth = Truth(definition)
    try run()
  }

  private static func shippedRules() throws -> [Rule] {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let files = try ["/Config/rules", "/Config/rules/kinds"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: repository.path + folder)
        .filter { $0.hasSuffix(".yaml") }.sorted().map { repository.path + folder + "/" + $0 }
    }
    return try RuleSet.load(files).rules
  }

  private mutating func run() throws {
    var simulation = try Simulation(
      definition,
      Simulation.Settings(
        seed: size.plan.seed, clock: MessageClock(simulatedStart: Self.start, messageStart: Self.start),
        utcOffset: .seconds(3600), faults: try Faults(size.faults), end: end))
    var listener = Listener(definition, rules, Mischief(definition, from: Self.start, to: end))
    let untold = rules.filter { Truth.isUntold($0.name) }
    var reference = PerfectListener(definition, untold, from: Self.start)
    while let emission = simulation.next() {
      reference.listen(to: simulation, until: emission.simulatedAt)
      listener.take(emission, from: simulation, reference)
    }
    listener.finish(at: end, simulation, reference)
    reference.finish(at: end)
    truth.take(listener.mischief)
    truth.take(simulation.takeFacts())
    truth.take(reference.episodes)
    told = listener.told + listener.open.values
    told.sort { ($0.firedAt, $0.rule, $0.subject) < ($1.firedAt, $1.rule, $1.subject) }
    historical = listener.historical
    uplinks = listener.uplinks
  }
}

/// The real city, fed with the simulated one's messages.
private struct Listener: ~Copyable {
  private var city: City
  private var effects = Effects()
  private var envelope = Envelope()
  private let codecs: [(any Codec.Type)?]
  let mischief: Mischief
  private var observations: ArraySlice<(at: Timestamp, what: Observation)>
  private var held: [Emission] = []
  private let quantities: [String: Quantity]
  /// The true values when alerts became pending, by their ids.
  private var trueValues: [String: Double] = [:]
  private(set) var told: [Trial.Told] = []
  private(set) var open: [String: Trial.Told] = [:]
  private(set) var historical = 0
  private(set) var uplinks = 0

  init(_ definition: CityDefinition, _ rules: [Rule], _ mischief: Mischief) {
    city = City(definition: definition, rules: rules)
    codecs = definition.devices.map { device in deviceCodecs.first { $0.name == device.codec } }
    self.mischief = mischief
    quantities = ["container-nearly-full": .fillLevel, "room-co2-high": .co2, "open-the-window": .co2]
    observations = mischief.observations[...]
  }

  mutating func take(
    _ emission: Emission, from simulation: borrowing Simulation, _ reference: borrowing PerfectListener
  ) {
    observe(until: emission.simulatedAt)
    city.advance(to: emission.simulatedAt, &effects)
    if mischief.isBrokerLost(at: emission.simulatedAt) {
      held.append(emission)
    } else {
      receive(emission, at: emission.simulatedAt)
    }
    note(simulation, reference)
  }

  /// What the daemon sees until then; when the broker is back, all that waited comes at once.
  private mutating func observe(until now: Timestamp) {
    while let next = observations.first, next.at <= now {
      city.apply(next.what, at: next.at, &effects)
      observations.removeFirst()
      guard case .broker(_, isConnected: true) = next.what else { continue }
      for (index, emission) in held.enumerated() { receive(emission, at: next.at + .milliseconds(index + 1)) }
      held.removeAll()
    }
  }

  private mutating func receive(_ emission: Emission, at: Timestamp) {
    envelope.removeAll()
    let topic = Array(emission.topic.utf8)
    let parts = emission.topic.split(separator: "/")
    let name =
      parts[0] == "v3" ? "tts-v3" : parts[0] == "application" ? "chirpstack-v4" : String(parts[2])
    guard let format = formats.first(where: { $0.name == name }) else { return }
    // The device in the topic of those that have no other name.
    let wildcard = parts[0] == "nbiot" ? 6..<6 + parts[1].utf8.count : 0..<0
    let arrival = Arrival(at: at, wildcard: wildcard)
    guard
      (try? format.read(emission.payload.span, topic: topic.span, arrival, into: &envelope)) != nil
    else { return }
    for entry in envelope.uplinks { take(entry, at) }
  }

  private mutating func take(_ entry: Envelope.Entry, _ at: Timestamp) {
    if entry.uplink.gateway != nil, mischief.isServerSilent(at: at) { return }
    guard let device = city.device(entry.uplink.device), var readings = readings(entry, device) else {
      return
    }
    mischief.befall(&readings, device, at: entry.uplink.receivedAt)
    _ = city.apply(entry.uplink, device: device, readings: readings.span, arrivedAt: at, &effects)
    uplinks += 1
  }

  private func readings(_ entry: Envelope.Entry, _ device: Int) -> [Reading]? {
    switch entry.content {
    case .readings(let range): return Array(envelope.readings.items[range])
    case .payload(let range):
      guard let codec = codecs[device] else { return nil }
      let context = DecodeContext(
        port: entry.uplink.port, receivedAt: entry.uplink.receivedAt,
        parameters: city.definition.assets[city.definition.devices[device].asset].parameters)
      var readings = Readings()
      let bytes = Array(envelope.bytes[range])
      guard (try? codec.decode(bytes.span, context, into: &readings)) != nil else { return nil }
      return readings.items
    }
  }

  mutating func finish(
    at end: Timestamp, _ simulation: borrowing Simulation, _ reference: borrowing PerfectListener
  ) {
    observe(until: end)
    city.advance(to: end, &effects)
    note(simulation, reference)
  }

  /// What an alert's rule looks at, as it truly is; of a district the share of the containers that an instrument may
  /// show as full.
  private func trueValue(
    behind alert: Alert, _ simulation: borrowing Simulation, _ reference: borrowing PerfectListener
  ) -> Double? {
    if let quantity = quantities[alert.ruleName] { return simulation.trueValue(quantity, of: alert.subject) }
    switch alert.ruleName {
    case "watering-due": return reference.value(.availableWater, of: alert.subject)
    case "container-full-soon":
      guard let hours = reference.value(.timeToFull, of: alert.subject),
        let rate = reference.value(.fillRate, of: alert.subject)
      else { return nil }
      // By how much more it would have to be full now to be full in a day.
      return (hours - 24) / 24 * rate
    case "district-not-emptied": break
    default: return nil
    }
    let levels = city.definition.assets.filter { $0.kind == .container && $0.district == alert.subject }
      .compactMap { simulation.trueValue(.fillLevel, of: $0.id) }
    return 100 * Double(levels.count { $0 >= Score.fullWithinError }) / Double(levels.count)
  }

  private mutating func note(_ simulation: borrowing Simulation, _ reference: borrowing PerfectListener) {
    for transition in effects.transitions {
      let alert = transition.alert
      switch transition.step {
      case .pending:
        trueValues[alert.id] = trueValue(behind: alert, simulation, reference)
      case .inactive: trueValues[alert.id] = nil
      case .firing:
        open[alert.id] = Trial.Told(
          rule: alert.ruleName, subject: alert.subject, since: alert.since, firedAt: transition.at,
          notedAt: transition.notedAt, isSuppressed: alert.suppressedBy != nil,
          trueValue: trueValues.removeValue(forKey: alert.id))
      case .resolved:
        guard var alert = open.removeValue(forKey: alert.id) else { continue }
        alert.resolvedAt = transition.at
        told.append(alert)
      case .historical: historical += 1
      default: continue
      }
    }
    effects.removeAll()
  }
}
