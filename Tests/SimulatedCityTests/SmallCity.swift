import Model

@testable import SimulatedCity

/// A city of few assets that has every kind and every codec in it.
enum SmallCity {
  /// A Monday in May, 07:30 in Liège.
  static let start = Timestamp(seconds: 1_777_872_600)
  static let utcOffset = Duration.seconds(7200)

  static func definition(copies: Int = 1) -> CityDefinition {
    var city = CityDefinition(name: "Liège", timeZone: "Europe/Brussels", assets: [], devices: [])
    for copy in 0..<copies {
      for (index, row) in rows.enumerated() {
        let place = Location(
          latitude: 50.63 + Double(index) * 0.004, longitude: 5.56 + Double(copy % 50) * 0.001)
        city.devices.append(
          Device(id: row.device(copy), codec: row.codec, asset: city.assets.count))
        city.assets.append(
          Asset(
            id: "\(row.kind.rawValue)-\(index)-\(copy)", kind: row.kind, name: "\(index)",
            district: copy % 2 == 0 ? "Centre" : "Outremeuse", location: place,
            parameters: Parameters(row.parameters)))
      }
    }
    return city
  }

  static func settings(
    seed: UInt64 = 1, faults: Faults = Faults(), hours: Double, speed: Double = 1
  ) -> Simulation.Settings {
    Simulation.Settings(
      seed: seed, clock: MessageClock(simulatedStart: start, messageStart: start, speed: speed),
      utcOffset: utcOffset, faults: faults, end: start + .seconds(hours * 3600))
  }

  private struct Row {
    let kind: AssetKind
    let codec: String
    var parameters: [String: String] = [:]
    var number: UInt64 = 0

    func device(_ copy: Int) -> String {
      codec == "senml"
        ? "86620701000\(number)\(1000 + copy)" : (number << 32 | UInt64(copy)).bigEndianBytes.hexadecimal
    }
  }

  private static let rows: [Row] = [
    Row(
      kind: .container, codec: "milesight-em310-udl", parameters: ["empty_mm": "1400", "full_mm": "150"],
      number: 0x24E1_2401),
    Row(kind: .container, codec: "senml", number: 1),
    Row(kind: .container, codec: "elsys", number: 0xA817_5801),
    Row(
      kind: .parkingBay, codec: "bosch-tps110",
      parameters: ["free_minutes": "30", "active": "Mo-Sa 08:00-18:00"], number: 0x4CE1_7301),
    Row(
      kind: .room, codec: "elsys", parameters: ["capacity": "26", "volume_m3": "170"], number: 0xA817_5802),
    Row(kind: .room, codec: "senml", number: 2),
    Row(
      kind: .luminaire, codec: "nas-ul20xx", parameters: ["rated_w": "70", "full_w": "150"],
      number: 0x70B3_D501),
  ]
}

extension Simulation {
  /// Everything to the end.
  mutating func runToEnd() -> (emissions: [Emission], facts: [Fact]) {
    var emissions: [Emission] = []
    while let emission = next() { emissions.append(emission) }
    return (emissions, takeFacts())
  }
}
