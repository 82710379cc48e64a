import Model

/// How a gateway heard one uplink.
struct Reception: Sendable {
  let gateway: Gateway
  /// dBm.
  let rssi: Double
  /// dB.
  let snr: Double
}

/// Which gateways can hear a device, and how well on average.
struct RadioLink: Sendable {
  private var candidates: [(gateway: Gateway, rssi: Double)] = []

  /// The gateways that it can hear, the nearest first.
  var gateways: [Gateway] { candidates.map(\.gateway) }

  /// The usual count of gateways that hear a device in a city.
  private static let mostReceptions = 3
  /// Thermal noise in 125 kHz and the noise figure of a gateway, in dBm.
  private static let noiseFloor = -117.0
  /// Below this signal to noise ratio nothing is received, even with spreading factor 12, in dB.
  private static let demodulationLimit = -20.0

  /// Less than this on average is heard by chance at best, in dB.
  private static let dependableSNR = -14.0

  init(from place: Location?, to gateways: [Gateway], _ random: inout RandomSource) {
    // Many devices are in a cellar, or under a lid in the street.
    let burial = random.chance(0.4) ? random.uniform(18...34) : 0
    for gateway in gateways {
      let metres = Self.distance(place, gateway.location) ?? 1000
      // Log-distance path loss of a built-up area at 868 MHz with 14 dBm; each wall is a matter of luck.
      let loss = 31 + 30 * Elementary.log10(max(metres, 10)) + random.normal(deviation: 6) + burial
      candidates.append((gateway, 14 - loss))
    }
    candidates.sort { $0.rssi > $1.rssi }
    let dependable = candidates.count { $0.rssi - Self.noiseFloor >= Self.dependableSNR }
    candidates.removeLast(candidates.count - min(max(dependable, 1), Self.mostReceptions))
  }

  /// How one uplink is heard, best first. The nearest gateway always hears it unless it is down: losses are
  /// a fault of their own, so that they can be counted.
  func receptions(_ states: GatewayStates, _ random: inout RandomSource) -> [Reception] {
    var receptions: [Reception] = []
    for (index, candidate) in candidates.enumerated() {
      let rssi = candidate.rssi + random.normal(deviation: 3)
      // A receiver's estimate saturates where the signal is strong.
      let snr = min(rssi - Self.noiseFloor, 11) + random.normal(deviation: 1.2)
      guard states.isUp(candidate.gateway), index == 0 || snr > Self.demodulationLimit else { continue }
      receptions.append(
        Reception(
          gateway: candidate.gateway, rssi: max(rssi, -139).rounded(),
          snr: (max(snr, Self.demodulationLimit) * 4).rounded() / 4))
    }
    return receptions.sorted { $0.snr > $1.snr }
  }

  /// Metres on a plane that touches the Earth between the two.
  private static func distance(_ a: Location?, _ b: Location?) -> Double? {
    guard let a, let b else { return nil }
    let north = (a.latitude - b.latitude) * 111_200
    let east = (a.longitude - b.longitude) * 111_320 * Elementary.cos(Sun.radians(a.latitude))
    return (north * north + east * east).squareRoot()
  }
}
