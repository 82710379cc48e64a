import Core
import Model
import SimulatedCity

/// A city that hears everything: every few minutes the true values of all assets, without instruments or radio, lateness or
/// loss. What its alerts tell is what is true of the rules for which the simulation itself has no condition.
///
/// It shares the rules and the logic of the kinds with the city on trial. So this shows what the way from the sensors does to
/// these alerts, not whether the logic means the right thing: that is for the rules' own tests.
struct PerfectListener: ~Copyable {
  /// As often as the most frequent devices report.
  private static let step = Duration.seconds(300)

  private var city: City
  private var effects = Effects()
  private let ruleNames: Set<String>
  private var next: Timestamp
  private var open: [String: (rule: String, episode: Truth.Episode)] = [:]
  /// What was over, with the rule's name.
  private(set) var episodes: [(rule: String, episode: Truth.Episode)] = []

  init(_ definition: CityDefinition, _ rules: [Rule], from start: Timestamp) {
    ruleNames = Set(rules.map(\.name))
    city = City(definition: definition, rules: rules)
    next = start
  }

  /// What follows from the true values of an asset.
  borrowing func value(_ quantity: Quantity, of subject: String) -> Double? {
    guard let index = city.asset(id: subject) else { return nil }
    return city.assetView(index, at: city.now).readings.first { $0.quantity == quantity }?.value
  }

  /// Listens up to `now`.
  mutating func listen(to simulation: borrowing Simulation, until now: Timestamp) {
    guard now >= next else { return }
    next = now + Self.step
    for device in city.definition.devices.indices {
      let asset = city.definition.devices[device].asset
      let readings = simulation.trueReadings(ofAsset: asset, at: now)
      let uplink = Uplink(device: city.definition.devices[device].key, receivedAt: now)
      _ = city.apply(uplink, device: device, readings: readings.span, arrivedAt: now, &effects)
    }
    take()
    for (id, told) in open where told.rule == "watering-due" {
      let water = value(.availableWater, of: told.episode.subject) ?? 100
      if water < Score.dryBeyondError { open[id]?.episode.isWithinError = false }
    }
  }

  /// Nothing more comes: what lasts has no end.
  mutating func finish(at end: Timestamp) {
    city.advance(to: end, &effects)
    take()
    episodes += open.values
  }

  private mutating func take() {
    for transition in effects.transitions where ruleNames.contains(transition.alert.ruleName) {
      let alert = transition.alert
      switch transition.step {
      case .firing:
        var episode = Truth.Episode(subject: alert.subject, begin: alert.since, end: nil)
        episode.isWithinError = alert.ruleName == "watering-due"
        open[alert.id] = (alert.ruleName, episode)
      case .resolved:
        guard var told = open.removeValue(forKey: alert.id) else { continue }
        told.episode.end = transition.at
        episodes.append(told)
      default: continue
      }
    }
    effects.removeAll()
  }
}
