import Model

/// A LoRaWAN gateway.
struct Gateway: Hashable, Sendable {
  let eui: UInt64
  let location: Location?

  /// As network servers name gateways that nobody gave a name.
  var name: String { "eui-" + eui.bigEndianBytes.hexadecimal }

  /// The gateways of a city: one in the middle of every third district.
  static func gateways(of definition: CityDefinition) -> [Gateway] {
    var sums: [(district: String, latitude: Double, longitude: Double, count: Double)] = []
    var indexes: [String: Int] = [:]
    for asset in definition.assets {
      guard let location = asset.location else { continue }
      let district = asset.district ?? ""
      let index = indexes[district, default: sums.count]
      if index == sums.count {
        indexes[district] = index
        sums.append((district, 0, 0, 0))
      }
      sums[index].latitude += location.latitude
      sums[index].longitude += location.longitude
      sums[index].count += 1
    }
    let gateways = stride(from: 0, to: sums.count, by: 3).map { index in
      let sum = sums[index]
      return Gateway(
        eui: 0x647F_DA00_0000_0000 | fingerprint(sum.district) >> 24,
        location: Location(latitude: sum.latitude / sum.count, longitude: sum.longitude / sum.count))
    }
    return gateways.isEmpty ? [Gateway(eui: 0x647F_DA00_0000_0001, location: nil)] : gateways
  }
}

/// Which gateways are down, and when that changes.
struct GatewayStates: Sendable {
  private var downSince: [UInt64: Timestamp] = [:]
  private var random: RandomSource

  init(_ random: RandomSource) { self.random = random }

  func isUp(_ gateway: Gateway) -> Bool { downSince[gateway.eui] == nil }

  /// How long a gateway stays up that goes down `rate` times an hour.
  mutating func timeToOutage(rate: Double) -> Duration {
    .seconds(random.exponential(mean: 3600 / rate))
  }

  /// How long it stays down.
  mutating func timeToRepair() -> Duration { .seconds(random.uniform(10...180) * 60) }

  mutating func takeDown(_ gateway: Gateway, at: Timestamp) { downSince[gateway.eui] = at }

  /// Brings it up, and says since when it was down.
  mutating func bringUp(_ gateway: Gateway) -> Timestamp? { downSince.removeValue(forKey: gateway.eui) }
}
