import Model

/// The radio session of a LoRaWAN device: it begins with a join.
struct Session: Hashable, Sendable {
  /// The address on the air, 32 bits.
  let deviceAddress: UInt32
  /// What the network server calls the session's keys.
  let keyID: [UInt8]
  /// The counter of the next uplink.
  var frameCounter: UInt32

  init(_ random: inout RandomSource, frameCounter: UInt32 = 0) {
    deviceAddress = 0x2600_0000 | UInt32(truncatingIfNeeded: random.next() >> 40)
    keyID = random.bytes(16)
    self.frameCounter = frameCounter
  }
}

/// One uplink on its way: all that a network server can say about it.
struct Transmission: Sendable {
  let eui: UInt64
  let session: Session
  let frame: Frame
  /// Best first, not empty.
  let receptions: [Reception]
  /// Hz.
  let frequency: Int
  /// When it reaches the broker, in message time.
  let deliveredAt: Timestamp

  /// When the gateway heard it, by the gateway's clock.
  var heardAt: Timestamp { deliveredAt - .milliseconds(180) }
  /// When the network server received it.
  var receivedAt: Timestamp { deliveredAt - .milliseconds(110) }

  /// The channels of EU868 that gateways in Europe listen to.
  static let frequencies = [868_100_000, 868_300_000, 868_500_000, 867_100_000, 867_300_000, 867_500_000]

  /// What adaptive data rate settles on: the fastest spreading factor that leaves a margin of 8 dB.
  var spreadingFactor: Int {
    let snr = receptions.first?.snr ?? 0
    let limits = [(7, -7.5), (8, -10.0), (9, -12.5), (10, -15.0), (11, -17.5)]
    return limits.first { snr - 8 >= $0.1 }?.0 ?? 12
  }

  /// How long it was on the air, in seconds: Semtech AN1200.13, for 125 kHz, coding rate 4/5, with the 13
  /// bytes that LoRaWAN puts around the payload.
  var airtime: Double {
    let factor = Double(spreadingFactor)
    let symbol = Elementary.exp(factor * Elementary.log(2)) / 125_000
    let optimised = spreadingFactor >= 11 ? 2.0 : 0
    let bits = 8 * Double(frame.payload.count + 13) - 4 * factor + 44
    let blocks = max(0, (bits / (4 * (factor - optimised))).rounded(.up))
    return (12.25 + 8 + blocks * 5) * symbol
  }
}
