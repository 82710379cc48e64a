import Config
import Core
import Foundation
import Model
import Testing

@testable import belfryd

/// Every shipped indicator, recomputed from the readings in another language and another way.
///
/// Three months of a small city whose messages are lost, late and doubled; the last days are compared, among
/// them one of 23 hours, the month before and the year so far.
@Suite struct IndicatorRecomputationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let start = time("2025-12-31T23:00:00Z")
  private static let end = time("2026-04-02T00:00:00Z")
  /// Values before this moment are compared only if their period ends later.
  private static let comparedFrom = time("2026-03-28T12:00:00Z")

  private static func time(_ text: String) -> Timestamp { Timestamp(rfc3339: text) ?? .distantPast }

  /// What each kind reports, how often in minutes, and what the registry says of it.
  private static let kinds: [(kind: AssetKind, quantities: [Quantity], minutes: Int, parameters: String)] = [
    (.container, [.fillLevel], 240, ""),
    (.parkingBay, [.occupied], 45, "active=Mo-Sa 09:00-18:00;free_minutes=30"),
    (.room, [.co2], 30, ""),
    (.luminaire, [.power, .lampFault, .energy], 60, "full_w=240;rated_w=140"),
    (.station, [.no2, .pm25, .pm10, .o3, .noiseLAeq], 50, ""),
    (.greenSpace, [.soilMoisture], 90, ""),
    (.building, [.energy, .humidity], 120, "area_m2=1200;baseline_kwh_year=95000"),
  ]

  /// An alert for each kind, so that there are times to acknowledge them and until they are over.
  private static let conditions: [(kind: AssetKind, when: String)] = [
    (.container, "fill_level >= 80 %"), (.parkingBay, "occupied = 1"), (.room, "co2 > 1000 ppm"),
    (.luminaire, "lamp_fault = 1"), (.station, "no2 > 150 ug/m3"), (.greenSpace, "soil_moisture < 50 %"),
    (.building, "humidity > 50 %"), (.container, "fill_level >= 70 %"),
  ]

  private struct Message {
    let device: Int
    let at: Timestamp
    let arrivedAt: Timestamp
    let counter: UInt32
    let readings: [Reading]
  }

  private static let assets: [Asset] = kinds.enumerated().flatMap { row, kind in
    (0..<3).map { index in
      let values = kind.parameters.split(separator: ";").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
        return (parts[0], parts[1])
      }
      return Asset(
        id: "\(kind.kind.rawValue)-\(index)", kind: kind.kind, name: "\(kind.kind.rawValue) \(index)",
        district: index < 2 ? "North" : "South", location: place(row, index),
        parameters: Parameters(Dictionary(uniqueKeysWithValues: values)))
    }
  }

  private static func place(_ row: Int, _ index: Int) -> Location? {
    Location(latitude: 50.6 + Double(row) * 0.004, longitude: 5.5 + Double(index) * 0.009)
  }

  private static func value(_ quantity: Quantity, _ at: Timestamp, _ random: inout Noise) -> Double {
    switch quantity {
    case .occupied, .lampFault: random.next(below: 100) < (quantity == .occupied ? 50 : 3) ? 1 : 0
    case .co2: Double(400 + random.next(below: 1200))
    case .power: Double(random.next(below: 3) * 70)
    // A meter's running total: 10 kW.
    case .energy: ((at - start).inSeconds / 0.36).rounded()
    case .no2, .o3: Double(random.next(below: 300))
    case .noiseLAeq: Double(400 + random.next(below: 400)) / 10
    // Now and then more than can be.
    case .fillLevel: Double(random.next(below: 1030)) / 10
    default: Double(random.next(below: 1000)) / 10
    }
  }

  private static func messages() -> [Message] {
    var random = Noise(state: 7)
    var messages: [Message] = []
    for (device, asset) in assets.enumerated() {
      guard let kind = kinds.first(where: { $0.kind == asset.kind }) else { continue }
      var at = start + .seconds(random.next(below: 3600))
      var counter: UInt32 = 0
      while at < end - .seconds(21_600) {
        let readings = kind.quantities.map { Reading($0, value($0, at, &random), at: at) }
        counter += 1
        // One frame of forty is lost.
        if random.next(below: 40) == 0 { counter += 1 }
        let isLate = random.next(below: 20) == 0
        let delay = random.next(below: isLate ? 18_000 : 5)
        messages.append(
          Message(
            device: device, at: at, arrivedAt: at + .seconds(delay), counter: counter, readings: readings))
        if random.next(below: 30) == 0 {
          messages.append(
            Message(
              device: device, at: at, arrivedAt: at + .seconds(delay + 600), counter: counter,
              readings: readings))
        }
        at = at + .seconds(kind.minutes * 60 + random.next(below: 300))
        if random.next(below: 200) == 0 { at = at + .seconds(14_400) }
      }
    }
    return messages.enumerated().sorted { ($0.1.arrivedAt, $0.0) < ($1.1.arrivedAt, $1.0) }.map(\.element)
  }

  @Test("The script agrees on every shipped indicator")
  func agrees() throws {
    let shipped = Self.root.appendingPathComponent("Config/belfry.yaml").path
    let configuration = try BelfryConfiguration.load(daemon: shipped)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("indicators-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try run(configuration)
    try write(result.readings, "readings.csv", in: folder)
    try write(result.alerts, "alerts.csv", in: folder)
    try write(result.values, "values.jsonl", in: folder)
    try write(registry(), "assets.csv", in: folder)
    let config = Self.root.appendingPathComponent("Config")
    let definitions = try FileManager.default.contentsOfDirectory(
      atPath: config.appendingPathComponent("indicators").path
    ).filter { $0.hasSuffix(".yaml") }.sorted().map { config.path + "/indicators/" + $0 }
    let log = folder.appendingPathComponent("log").path
    let script = try ChildProcess(
      "/usr/bin/env",
      [
        "python3", Self.root.path + "/Tests/EndToEndTests/recompute.py", "Europe/Brussels",
        folder.path + "/assets.csv", config.path + "/holidays/belgium.csv", folder.path + "/readings.csv",
        folder.path + "/alerts.csv", folder.path + "/values.jsonl",
      ] + definitions, log: log, environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
    #expect(script.wait() == 0, "\((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
  }

  /// The readings as they are exported, the alerts' steps, and the last value of each indicator, place and time.
  private func run(
    _ configuration: BelfryConfiguration
  ) throws -> (readings: String, alerts: String, values: String) {
    let devices = Self.assets.indices.map { Device(id: "device-\($0)", codec: "senml", asset: $0) }
    let definition = CityDefinition(
      name: "Test", timeZone: "Europe/Brussels", calendar: configuration.city.calendar, assets: Self.assets,
      devices: devices)
    let rules = try Self.conditions.enumerated().map { index, condition in
      var rule = RuleDefinition(
        name: "rule-\(index)", scope: .kind(condition.kind), when: condition.when)
      rule.severity = index == Self.conditions.count - 1 ? .info : .critical
      return try Rule(rule)
    }
    var city = City(definition: definition, rules: rules, indicators: configuration.indicators)
    let scopes = city.scopeNames
    var effects = Effects()
    var readings = "asset,device,quantity,value,unit,at,arrived_at,derived\n"
    var alerts = "id,rule,severity,asset,step,at,fired_at\n"
    var last: [[Int64]: IndicatorValue] = [:]
    // What operators will do: some alerts are acknowledged after a while, and then once more.
    var plans: [(at: Timestamp, alert: String)] = []
    func keep() {
      for step in effects.transitions {
        let firedAt = step.alert.firedAt.map { "\($0)" } ?? ""
        alerts +=
          "\(step.alert.id),\(step.alert.rule),\(step.alert.severity.number),\(step.alert.subject),"
          + "\(step.step.rawValue),\(step.at),"
        alerts += "\(firedAt)\n"
        guard step.step == .firing, step.at.nanoseconds / 1_000_000_000 % 3 == 0 else { continue }
        plans.append((step.notedAt + .seconds(600), step.alert.id))
        plans.append((step.notedAt + .seconds(1500), step.alert.id))
      }
      for value in effects.indicatorValues where max(value.at, value.to) >= Self.comparedFrom {
        last[[Int64(value.indicator), Int64(value.scope), value.from.nanoseconds]] = value
      }
    }
    city.advance(to: Self.start, &effects)
    for message in Self.messages() {
      effects.removeAll()
      plans.sort { $0.at < $1.at }
      while let plan = plans.first, plan.at <= message.arrivedAt {
        plans.removeFirst()
        // One that is over can't be acknowledged.
        _ = try? city.apply(
          OperatorCommand(alert: plan.alert, action: .acknowledge, by: "test", comment: "", at: plan.at),
          &effects)
      }
      keep()
      effects.removeAll()
      var uplink = Uplink(device: devices[message.device].key, receivedAt: message.at)
      uplink.frameCounter = message.counter
      _ = city.apply(
        uplink, device: message.device, readings: message.readings.span, arrivedAt: message.arrivedAt,
        &effects)
      let asset = Self.assets[message.device].id
      for applied in effects.readings where applied.flags.isDisjoint(with: [.implausible, .future]) {
        let reading = applied.reading
        readings +=
          "\(asset),device-\(message.device),\(reading.quantity.name),\(reading.value),,\(reading.at),"
          + "\(message.arrivedAt),\(applied.flags.contains(.derived))\n"
      }
      keep()
    }
    effects.removeAll()
    city.advance(to: Self.end, &effects)
    keep()
    let lines = last.values.map { line($0, configuration.indicators[$0.indicator].name, scopes[$0.scope]) }
    return (readings, alerts, lines.joined())
  }

  private func line(_ value: IndicatorValue, _ name: String, _ scope: String) -> String {
    let period = value.from < value.to ? #"{"from": "\#(value.from)", "to": "\#(value.to)"}"# : "null"
    return #"{"name": "\#(name)", "scope": "\#(scope)", "value": \#(value.value.map { "\($0)" } ?? "null"), "#
      + #""coverage": \#(value.coverage), "at": "\#(value.at)", "period": \#(period)}"# + "\n"
  }

  private func registry() -> String {
    let rows = Self.assets.map { asset in
      let kind = Self.kinds.first { $0.kind == asset.kind }
      let place = "\(asset.location?.latitude ?? 0),\(asset.location?.longitude ?? 0)"
      return "\(asset.id),\(asset.kind.rawValue),\(asset.district ?? ""),\(place),\(kind?.parameters ?? "")\n"
    }
    return "asset,kind,district,latitude,longitude,parameters\n" + rows.joined()
  }

  private func write(_ text: String, _ name: String, in folder: URL) throws {
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }
}

/// A linear congruential generator (Knuth, MMIX): the same numbers in each run.
private struct Noise {
  var state: UInt64

  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}
