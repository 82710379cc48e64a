import Model

@testable import SimulatedCity

/// A city of few assets that has every kind and every codec in it.
enum SmallCity {
  /// A Monday in May, 07:30 in Liège.
  static let start = Timestamp(seconds: 1_777_872_600)
  static let utcOffset = Duration.seconds(7200)

  /// All kinds and codecs, so many times.
  static func definition(copies: Int = 1) -> CityDefinition {
    var city = CityDefinition(name: "Liège", timeZone: "Europe/Brussels", assets: [], devices: [])
    for copy in 0..<copies {
      for (index, row) in rows.enumerated() {
        if city.assets.last?.id != "\(row.asset)-\(copy)" {
          city.assets.append(asset(row, index, copy))
        }
        let asset = city.assets.count - 1
        city.devices.append(Device(id: row.device(copy), codec: row.codec, asset: asset))
      }
    }
    return city
  }

  private static func asset(_ row: Row, _ index: Int, _ copy: Int) -> Asset {
    Asset(
      id: "\(row.asset)-\(copy)", kind: row.kind, name: row.asset,
      district: "district \(copy % 4)",
      location: Location(latitude: 50.63 + Double(index) * 0.002, longitude: 5.5 + Double(copy % 50) * 0.03),
      parameters: Parameters(row.parameters))
  }

  static func settings(
    seed: UInt64 = 1, faults: Faults = Faults(), hours: Double, speed: Double = 1
  ) -> Simulation.Settings {
    Simulation.Settings(
      seed: seed, clock: MessageClock(simulatedStart: start, messageStart: start, speed: speed),
      utcOffset: utcOffset, faults: faults, end: start + .seconds(hours * 3600))
  }

  private struct Row {
    let asset: String
    let kind: AssetKind
    let codec: String
    var parameters: [String: String] = [:]
    let number: UInt64

    /// A device's identifier: an EUI for LoRaWAN, an IMEI for NB-IoT.
    func device(_ copy: Int) -> String {
      codec == "senml" || parameters["network"] == "milesight-nb"
        ? "86620701\(100 + number)\(1000 + copy)" : (number << 32 | UInt64(copy)).bigEndianBytes.hexadecimal
    }
  }

  private static let rows: [Row] = [
    Row(
      asset: "container-a", kind: .container, codec: "milesight-em310-udl",
      parameters: ["empty_mm": "1400", "full_mm": "150"], number: 1),
    Row(asset: "container-b", kind: .container, codec: "senml", number: 2),
    Row(asset: "container-c", kind: .container, codec: "elsys", number: 3),
    Row(
      asset: "container-d", kind: .container, codec: "milesight-em400",
      parameters: ["network": "milesight-nb"], number: 4),
    Row(
      asset: "bay", kind: .parkingBay, codec: "bosch-tps110",
      parameters: ["free_minutes": "30", "active": "Mo-Sa 08:00-18:00"], number: 5),
    Row(
      asset: "room-a", kind: .room, codec: "elsys",
      parameters: ["capacity": "26", "volume_m3": "170", "network": "chirpstack"], number: 6),
    Row(asset: "room-b", kind: .room, codec: "senml", number: 7),
    Row(
      asset: "lamp", kind: .luminaire, codec: "nas-ul20xx", parameters: ["rated_w": "70", "full_w": "150"],
      number: 8),
    Row(asset: "building-a", kind: .building, codec: "yobiiq-em2101", number: 9),
    Row(asset: "building-b", kind: .building, codec: "milesight-ct101", number: 10),
    Row(asset: "station", kind: .station, codec: "milesight-ws302", number: 11),
    Row(asset: "station", kind: .station, codec: "netvox-ra0715", number: 12),
    Row(asset: "station", kind: .station, codec: "senml", number: 13),
    Row(asset: "green", kind: .greenSpace, codec: "milesight-em500-smtc", number: 14),
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

extension Emission {
  /// The format of the message, by its topic.
  var format: String {
    if topic.hasPrefix("v3/") { return "tts-v3" }
    if topic.hasPrefix("application/") { return "chirpstack-v4" }
    return topic.hasSuffix("/senml") ? "senml" : "milesight-nb"
  }

  /// Whether it came over LoRaWAN, where frames are counted.
  var isLoRaWAN: Bool { !topic.hasPrefix("nbiot/") }
}
