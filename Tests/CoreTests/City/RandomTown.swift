@testable import Core
import Model
import Randomness

/// Half a day of a town in which everything goes wrong that can: made up from a seed.
struct RandomTown {
  let assets: [Asset]
  let rules: [RuleDefinition]
  /// What happens, in order of arrival: no duplicates, no ticks.
  let events: [Event]

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    assets = Self.kinds.enumerated().map { index, kind in
      Asset(
        id: "A-\(index)", kind: kind, name: "Asset \(index)",
        district: ["North", "South", nil][index % 3],
        parameters: Parameters(["empty_mm": "1500", "full_mm": "200", "free_minutes": "30"]))
    }
    rules = Self.rules
    var events: [Event] = []
    for device in assets.indices { events += Self.events(of: device, &random) }
    self.events = events.enumerated().sorted { ($0.1.at, $0.0) < ($1.1.at, $1.0) }.map(\.element)
  }

  private static let kinds: [AssetKind] = [
    .room, .room, .room, .room, .container, .container, .parkingBay, .luminaire, .building, .station,
    .greenSpace,
  ]

  private static let rules: [RuleDefinition] = [
    rule("stuffy", .kind(.room), "co2 > 1000 ppm") { $0.holdsFor = .seconds(1200) },
    rule("very-stuffy", .kind(.room), "co2 > 1400 ppm") {
      $0.clear = "co2 < 900 ppm"
      $0.keepFiringFor = .seconds(900)
      $0.inhibitedBy = ["silent", "district"]
    },
    rule("damp", .kind(.room), "co2 > 800 ppm and humidity > 60 %") {
      $0.holdsFor = .seconds(600)
      $0.keepFiringFor = .seconds(600)
    },
    rule("old", .kind(.room), "age(co2) > 40 min") { $0.holdsFor = .seconds(60) },
    rule("rising", .kind(.room), "delta(co2, 1h) > 300 ppm or avg(humidity, 30m) > 70 %"),
    rule("held", .kind(.room), "held(co2 > 900 ppm) > 30m") { $0.onSilence = .clear },
    rule("full", .kind(.container), "fill_level >= 60 %") {
      $0.clear = "fill_level < 40 %"
      $0.onSilence = .fire
    },
    rule("over", .kind(.parkingBay), "overstay > 5 min") { $0.holdsFor = .seconds(300) },
    rule("silent", .anyKind, "silent()") {
      $0.holdsFor = .seconds(300)
      $0.inhibitedBy = ["gateway", "network"]
    },
    rule("gateway", .gateway, "silent()") { $0.holdsFor = .seconds(120) },
    rule("network", .broker, "silent()") { $0.holdsFor = .seconds(60) },
    rule("district", .district, "share(room where co2 > 1000 ppm) > 40 %") { $0.holdsFor = .seconds(600) },
  ]

  private static func rule(
    _ name: String, _ scope: RuleDefinition.Scope, _ when: String,
    _ change: (inout RuleDefinition) -> Void = { _ in }
  ) -> RuleDefinition {
    var rule = RuleDefinition(name: name, scope: scope, when: when)
    rule.summary =
      switch scope {
      case .district: "{district}"
      case .gateway, .broker: "{name}: {assets}"
      default: "{name}: {co2}, {fill_level}"
      }
    change(&rule)
    return rule
  }

  /// A report every few minutes; some are lost, late, out of order or of stored values; one stretch of hours
  /// arrives all at once; one device has no counter, one joins anew.
  private static func events(of device: Int, _ random: inout SeededRandom) -> [Event] {
    let outage = Int.random(in: 5000...25_000, using: &random)
    let outageEnd = outage + Int.random(in: 600...9000, using: &random)
    var events: [Event] = []
    var second = Int.random(in: 0...900, using: &random)
    var counter: UInt32 = 0
    var session: UInt64 = 1
    while second < 40_000 {
      second += Int.random(in: 200...1500, using: &random)
      if Int.random(in: 0..<60, using: &random) == 0 { second += 9000 }
      counter += 1
      if Int.random(in: 0..<50, using: &random) == 0 {
        session += 1
        counter = 0
      }
      guard Int.random(in: 0..<12, using: &random) > 0 else { continue }
      var delay = Int.random(in: 0...5, using: &random)
      if Int.random(in: 0..<10, using: &random) == 0 { delay += .random(in: 0...4000, using: &random) }
      var arrival = second + delay
      if (outage..<outageEnd).contains(arrival) { arrival = outageEnd }
      let readings = readings(device, second, &random)
      events.append(
        uplink(
          readings, counter: device == 1 ? nil : counter, device: device, receivedAt: noon + .seconds(second),
          arrivedAt: noon + .seconds(arrival)
        ) {
          $0.session = session
          $0.rssi = -100
          guard device != 2 else { return }
          $0.gateway = DeviceKey(value: UInt64(1 + device % 2))
          if device % 3 == 0 { $0.otherGateways.append(UInt64(2 - device % 2)) }
        })
    }
    return events
  }

  private static func readings(_ device: Int, _ second: Int, _ random: inout SeededRandom) -> [Reading] {
    let ages = Int.random(in: 0..<6, using: &random) == 0 ? [900, 450, 0] : [0]
    return ages.flatMap { age -> [Reading] in
      let at = noon + .seconds(second - age)
      if let reading = reading(kinds[device], at, &random) { return [reading] }
      var readings = [Reading(.co2, .random(in: 400...1800, using: &random), at: at)]
      if Bool.random(using: &random) {
        let at = at - .seconds(Int.random(in: 0...300, using: &random))
        readings.append(Reading(.humidity, .random(in: 30...104, using: &random), at: at))
      }
      return readings
    }
  }

  /// A reading of a kind that has one quantity; `nil` for rooms.
  private static func reading(
    _ kind: AssetKind, _ at: Timestamp, _ random: inout SeededRandom
  ) -> Reading? {
    switch kind {
    case .parkingBay: Reading(.occupied, .random(in: 0..<4, using: &random) < 3 ? 1 : 0, at: at)
    case .container: Reading(.distance, .random(in: 0...1600, using: &random), at: at)
    case .luminaire: Reading(.power, .random(in: 0...150, using: &random), at: at)
    case .building: Reading(.energy, (at - noon).inSeconds + .random(in: 0...500, using: &random), at: at)
    case .station: Reading(.no2, .random(in: 0...200, using: &random), at: at)
    case .greenSpace: Reading(.soilMoisture, .random(in: 5...40, using: &random), at: at)
    case .room, .gateway: nil
    }
  }
}
