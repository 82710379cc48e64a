import Core
import Model
import SimulatedCity

/// What was true of each rule's subjects, from when to when, whoever saw it.
struct Truth {
  /// Something that a rule is about.
  struct Episode {
    let subject: String
    let begin: Timestamp
    /// `nil` while it lasts.
    var end: Timestamp?
    /// Whether it never got further beyond its limit than the instrument can tell.
    var isWithinError = false
  }

  /// By the rule's name.
  private(set) var episodes: [String: [Episode]] = [:]
  /// When an asset can't be heard, or is heard wrongly, by its id.
  private(set) var blindness: [String: [Range<Timestamp>]] = [:]
  /// When nobody can be heard.
  private(set) var deafness: [Range<Timestamp>] = []
  private let definition: CityDefinition
  private let indexOfAsset: [String: Int]

  init(_ definition: CityDefinition) {
    self.definition = definition
    indexOfAsset = Dictionary(uniqueKeysWithValues: definition.assets.enumerated().map { ($1.id, $0) })
  }

  mutating func take(_ facts: [Fact]) {
    takeConditions(facts)
    takeDevices(facts)
    takeDistricts(facts)
  }

  /// Whether the simulation has no condition that is what a rule tells of: then a ``PerfectListener`` says what is true.
  static func isUntold(_ rule: String) -> Bool {
    [
      "no2-information", "no2-alert", "o3-information", "o3-alert", "pm10-alert", "pm2-5-alert",
      "watering-due", "feeder-fault", "lamp-dead", "dim-stuck", "open-the-window", "container-full-soon",
    ].contains(rule)
  }

  mutating func take(_ episodes: [(rule: String, episode: Episode)]) {
    for (rule, episode) in episodes { self.episodes[rule, default: []].append(episode) }
  }

  mutating func take(_ mischief: Mischief) {
    for (rule, subject, time) in mischief.episodes {
      episodes[rule, default: []].append(
        Episode(subject: subject, begin: time.lowerBound, end: time.upperBound))
    }
    for (subject, time) in mischief.blindness {
      if let subject { blindness[subject, default: []].append(time) } else { deafness.append(time) }
    }
  }

  /// The rule that a condition is the truth of.
  private static func rule(_ condition: Condition) -> String? {
    switch condition {
    case .fillAbove80: "container-nearly-full"
    case .tilted: "container-tilted"
    case .co2Above1000: "room-co2-high"
    case .lampFault: "lamp-fault"
    case .gatewayDown: "gateway-down"
    case .overstay: "bay-overstay"
    case .dayBurning: "day-burner"
    default: nil
    }
  }

  private mutating func takeConditions(_ facts: [Fact]) {
    var since: [String: Timestamp] = [:]
    var blinded: [String: [String]] = [:]
    for fact in facts {
      let subject = fact.asset.hasPrefix("eui-") ? String(fact.asset.dropFirst(4)) : fact.asset
      switch fact.event {
      case .began(let condition, _):
        guard let rule = Self.rule(condition) else { continue }
        since["\(rule) \(subject)"] = fact.at
        blinded[subject] = fact.blinds
      case .ended(let condition, _, let begin):
        guard let rule = Self.rule(condition) else { continue }
        since["\(rule) \(subject)"] = nil
        episodes[rule, default: []].append(Episode(subject: subject, begin: begin, end: fact.at))
        guard condition == .gatewayDown else { continue }
        for asset in blinded[subject] ?? [] { blindness[asset, default: []].append(begin..<fact.at) }
      case .happened: continue
      }
    }
    for (key, begin) in since {
      let parts = key.split(separator: " ")
      episodes[String(parts[0]), default: []].append(
        Episode(subject: String(parts[1]), begin: begin, end: nil))
      for asset in blinded[String(parts[1])] ?? [] {
        blindness[asset, default: []].append(begin..<Timestamp.distantFuture)
      }
    }
  }

  /// An asset is silent when the last of its devices has died; a battery is low until it is empty.
  private mutating func takeDevices(_ facts: [Fact]) {
    var alive: [String: Int] = [:]
    for device in definition.devices { alive[definition.assets[device.asset].id, default: 0] += 1 }
    for fact in facts {
      switch fact.event {
      case .happened(.died):
        alive[fact.asset, default: 0] -= 1
        // What one of several devices measured is not heard any more either.
        blindness[fact.asset, default: []].append(fact.at..<Timestamp.distantFuture)
        guard alive[fact.asset] == 0 else { continue }
        episodes["device-silent", default: []].append(Episode(subject: fact.asset, begin: fact.at, end: nil))
      case .happened(.batteryLow(let device)):
        guard saysBattery(device) else { continue }
        episodes["battery-low", default: []].append(Episode(subject: fact.asset, begin: fact.at, end: nil))
      default: continue
      }
    }
  }

  private func saysBattery(_ id: String) -> Bool {
    let silent = ["elsys", "bosch-tps110", "nas-ul20xx", "yobiiq-em2101", "milesight-ct101", "netvox-ra0715"]
    return definition.devices.contains { $0.id == id && !silent.contains($0.codec) }
  }

  /// When containers became full or were emptied, as it can be known: what happens while one can't be heard is known
  /// when it is heard again.
  private func knownChanges(_ facts: [Fact]) -> [(at: Timestamp, district: String, change: Int)] {
    var changes: [(at: Timestamp, district: String, change: Int)] = []
    for fact in facts {
      let change: Int
      switch fact.event {
      case .began(.fillAbove80, _): change = 1
      case .ended(.fillAbove80, _, _): change = -1
      default: continue
      }
      guard let asset = indexOfAsset[fact.asset], let district = definition.assets[asset].district else {
        continue
      }
      let blind = ((blindness[fact.asset] ?? []) + deafness).filter { $0.contains(fact.at) }
      let at = blind.map(\.upperBound).max() ?? fact.at
      if at < .distantFuture { changes.append((at, district, change)) }
    }
    return changes.enumerated().sorted { ($0.1.at, $0.0) < ($1.1.at, $1.0) }.map(\.element)
  }

  /// More than 40 % of a district's containers are 80 % full.
  private mutating func takeDistricts(_ facts: [Fact]) {
    var containers: [String: Int] = [:]
    for asset in definition.assets where asset.kind == .container {
      containers[asset.district ?? "", default: 0] += 1
    }
    var full: [String: Int] = [:]
    var since: [String: Timestamp] = [:]
    for (at, district, change) in knownChanges(facts) {
      full[district, default: 0] += change
      let isTrue = Double(full[district, default: 0]) > 0.4 * Double(containers[district, default: 0])
      if isTrue, since[district] == nil { since[district] = at }
      guard !isTrue, let begin = since.removeValue(forKey: district) else { continue }
      episodes["district-not-emptied", default: []].append(
        Episode(subject: district, begin: begin, end: at))
    }
    for (district, begin) in since {
      episodes["district-not-emptied", default: []].append(
        Episode(subject: district, begin: begin, end: nil))
    }
  }
}
