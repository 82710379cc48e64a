import Model

/// A LoRaWAN gateway.
struct Gateway: Sendable {
  let eui: UInt64
  let location: Location?

  /// As The Things Stack names gateways that nobody gave a name.
  var name: String { "eui-" + eui.bigEndianBytes.hexadecimal }

  /// The gateways of a city: one in the middle of each district.
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
    let gateways = sums.map { sum in
      Gateway(
        eui: 0x647F_DA00_0000_0000 | fingerprint(sum.district) >> 24,
        location: Location(latitude: sum.latitude / sum.count, longitude: sum.longitude / sum.count))
    }
    return gateways.isEmpty ? [Gateway(eui: 0x647F_DA00_0000_0001, location: nil)] : gateways
  }
}
