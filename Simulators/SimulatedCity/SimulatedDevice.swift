import Model

/// A device as the simulation keeps it: what it watches, how often, and how it speaks.
struct SimulatedDevice: Sendable {
  /// How it makes messages.
  enum Voice: Sendable {
    /// LoRaWAN: a codec's frames through a network server.
    case radio(any DeviceEncoder.Type, Radio)
    /// NB-IoT: SenML to the broker.
    case senML
  }

  let id: String
  let asset: Int
  private let interval: Duration
  private var voice: Voice
  private var battery: Battery
  private var random: RandomSource

  init(_ device: Device, interval: Duration, voice: Voice, random: RandomSource) {
    id = device.id
    asset = device.asset
    self.interval = interval
    self.voice = voice
    self.random = random
    battery = Battery(charge: self.random.uniform(35...100))
  }

  /// How long after the start the first report comes.
  mutating func timeToFirstReport() -> Duration { .seconds(random.unit() * interval.inSeconds) }

  /// How long after this report the next one is due: the interval by a cheap quartz.
  mutating func timeToNextReport() -> Duration {
    .seconds(interval.inSeconds * 1.00002 + random.uniform(0...2))
  }

  /// How long the device takes to be sure of a change.
  mutating func timeToNotice() -> Duration { .seconds(random.uniform(2...12)) }

  /// What the device says about `state`.
  /// - Parameters:
  ///   - state: what is true.
  ///   - occasion: why it reports.
  ///   - deliveredAt: when the first, second, ... message reaches the broker, in message time.
  /// - Returns: the messages, in the order in which they are sent.
  mutating func report(
    _ state: Measurements, _ occasion: Occasion, deliveredAt: (Int) -> Timestamp
  ) -> [Message] {
    battery.report()
    var shown = Instruments.measure(state, &random)
    shown[.battery] = battery.charge.rounded()
    shown[.batteryVoltage] = battery.voltage
    switch voice {
    case .senML:
      return [Message(topic: SenML.topic(id), payload: SenML.pack(shown, from: id, at: deliveredAt(0)))]
    case .radio(let encoder, var radio):
      let frames = encoder.frames(shown, occasion, clock: deliveredAt(0))
      let messages = frames.enumerated().map { index, frame in
        radio.send(frame, deliveredAt: deliveredAt(index), &random)
      }
      voice = .radio(encoder, radio)
      return messages
    }
  }

  /// Joins the network anew, with probability `probability` and if the device is one that joins.
  /// - Parameters:
  ///   - probability: 0 to 1.
  ///   - deliveredAt: when the network's message about it reaches the broker, in message time.
  /// - Returns: that message, if the device joined.
  mutating func rejoin(_ probability: Double, deliveredAt: Timestamp) -> Message? {
    guard case .radio(let encoder, var radio) = voice, random.chance(probability) else { return nil }
    let message = radio.join(deliveredAt: deliveredAt, &random)
    voice = .radio(encoder, radio)
    return message
  }

  /// What becomes of one message of this device.
  mutating func fate(of message: Message, _ faults: Faults) -> Fate {
    if random.chance(faults.loss) { return .lost }
    if random.chance(faults.malformed) {
      return .malformed(Array(message.payload.prefix(random.integer(1..<message.payload.count))))
    }
    // Most backlogs are short; some are a morning's.
    if random.chance(faults.late) { return .late(by: .seconds(120 + random.exponential(mean: 2400))) }
    if random.chance(faults.duplicate) { return .duplicated(after: .seconds(random.uniform(0...30))) }
    return .delivered
  }
}

/// A message that is ready to be published.
struct Message: Hashable, Sendable {
  let topic: String
  let payload: [UInt8]
}

/// What becomes of a message between the network and the broker.
enum Fate: Hashable, Sendable {
  case delivered
  case lost
  case malformed([UInt8])
  case late(by: Duration)
  case duplicated(after: Duration)
}
