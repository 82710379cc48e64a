import Model

extension Envelope {
  /// Adds what a gateway heard to the receptions from `first` on, which belong to one uplink.
  ///
  /// A gateway with several antennas, or one whose reception came a second time through a broker of
  /// packets, keeps its best. The best of all moves to the front, so that it is never cut off.
  mutating func addReception(_ reception: Reception, from first: Int) {
    guard receptions.count > first else { return receptions.append(reception) }
    if let known = receptions[first...].firstIndex(where: { $0.gateway == reception.gateway }) {
      if reception.isBetter(than: receptions[known]) { receptions[known] = reception }
      moveToFront(known, from: first)
    } else if receptions.count - first < Self.receptionLimit {
      receptions.append(reception)
      moveToFront(receptions.count - 1, from: first)
    } else if reception.isBetter(than: receptions[first]) {
      receptions[receptions.count - 1] = reception
      moveToFront(receptions.count - 1, from: first)
    }
  }

  private mutating func moveToFront(_ index: Int, from first: Int) {
    if index != first, receptions[index].isBetter(than: receptions[first]) { receptions.swapAt(index, first) }
  }

  /// Forgets how far above the noise the uplinks were heard. In FSK nobody measures that: whatever a gateway says of it
  /// (nothing, 0, or the -128 of Semtech's driver) is no measurement.
  mutating func forgetNoise() {
    for index in receptions.indices { receptions[index].snr = nil }
    for index in uplinks.indices { uplinks[index].uplink.snr = nil }
  }
}

extension Envelope.Reception {
  /// What a network server says of one reception. Fields at their default are absent there, but no radio
  /// hears with 0 dBm: without a strength both are unknown, and with one an absent `snr` is 0. What no number can say is
  /// unknown.
  init(gateway: DeviceKey, rssi: Double?, snr: Double?) {
    let strength = rssi.flatMap(Self.finite)
    self.init(gateway: gateway, rssi: strength, snr: strength == nil ? nil : Self.finite(snr ?? 0))
  }

  private static func finite(_ value: Double) -> Float? {
    let value = Float(value)
    return value.isFinite ? value : nil
  }

  /// Stronger, or as strong and clearer; a gateway that does not say how strong comes last.
  func isBetter(than other: Self) -> Bool {
    (rssi ?? -.infinity, snr ?? -.infinity) > (other.rssi ?? -.infinity, other.snr ?? -.infinity)
  }
}

extension Uplink {
  /// Takes over what the best of these receptions says, which is the first, and who else heard.
  mutating func take(_ receptions: [Envelope.Reception]) {
    gateway = receptions.first?.gateway
    rssi = receptions.first?.rssi
    snr = receptions.first?.snr
    for reception in receptions.dropFirst().prefix(OtherGateways.limit) {
      otherGateways.append(reception.gateway.value)
    }
  }
}
