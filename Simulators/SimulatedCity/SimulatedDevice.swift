import Model

/// A device as the simulation keeps it: what it watches, how often, and how it speaks.
struct SimulatedDevice: Sendable {
  /// How it makes messages.
  enum Voice: Sendable {
    /// LoRaWAN: a codec's frames through a network server.
    case radio(any DeviceEncoder.Type, Radio)
    /// NB-IoT: a codec's records in Milesight's frame, which counts.
    case milesightNB(any DeviceEncoder.Type, counter: UInt16)
    /// NB-IoT: SenML.
    case senML(SenML.Encoding)
  }

  let id: String
  let asset: Int
  private let interval: Duration
  private var voice: Voice
  private var battery: Battery
  private var random: RandomSource
  /// A device that has died says nothing any more.
  private(set) var isAlive = true

  init(_ device: Device, interval: Duration, voice: Voice, random: RandomSource) {
    id = device.id
    asset = device.asset
    self.interval = interval
    self.voice = voice
    self.random = random
    battery = Battery(&self.random)
  }

  /// The gateways that can hear it; empty when it needs none.
  var gateways: [Gateway] {
    if case .radio(_, let radio) = voice { radio.link.gateways } else { [] }
  }

  /// How long after the start the first report comes.
  mutating func timeToFirstReport() -> Duration { .seconds(random.unit() * interval.inSeconds) }

  /// How long after this report the next one is due: the interval by a cheap quartz.
  mutating func timeToNextReport() -> Duration {
    .seconds(interval.inSeconds * 1.00002 + random.uniform(0...2))
  }

  /// How long the device takes to be sure of a change.
  mutating func timeToNotice() -> Duration { .seconds(random.uniform(2...12)) }

  /// Ages by one report: the battery gets weaker, and with probability `death` the device dies.
  /// - Returns: what happened to it, if anything.
  mutating func age(death: Double) -> Occurrence? {
    let before = battery.charge
    battery.report()
    if battery.charge == 0 || random.chance(death) {
      isAlive = false
      return .died(device: id)
    }
    return before >= Battery.lowCharge && battery.charge < Battery.lowCharge ? .batteryLow(device: id) : nil
  }

  /// What the device says about `state`.
  /// - Parameters:
  ///   - state: what is true.
  ///   - occasion: why it reports.
  ///   - gateways: which of them can hear it.
  ///   - deliveredAt: when the first, second, ... message reaches the broker, in message time.
  /// - Returns: the messages, in the order in which they are sent; `nil` for one that nobody heard.
  mutating func report(
    _ state: Measurements, _ occasion: Occasion, _ gateways: GatewayStates, deliveredAt: (Int) -> Timestamp
  ) -> [Message?] {
    let shown = measure(state)
    switch voice {
    case .senML(let encoding):
      let pack = SenML.pack(shown, from: id, at: deliveredAt(0), as: encoding)
      return [Message(topic: SenML.topic(id), payload: pack)]
    case .milesightNB(let encoder, let counter):
      let records = encoder.frames(shown, occasion, clock: deliveredAt(0)).flatMap(\.payload)
      voice = .milesightNB(encoder, counter: counter &+ 1)
      let frame = MilesightNB.frame(records, from: id, counter: counter)
      return [Message(topic: MilesightNB.topic(id), payload: frame)]
    case .radio(let encoder, var radio):
      let frames = encoder.frames(shown, occasion, clock: deliveredAt(0))
      let messages = frames.enumerated().map { index, frame in
        radio.send(frame, gateways, deliveredAt: deliveredAt(index), &random)
      }
      voice = .radio(encoder, radio)
      return messages
    }
  }

  private mutating func measure(_ state: Measurements) -> Measurements {
    var shown = Instruments.measure(state, &random)
    shown[.battery] = battery.charge.rounded()
    shown[.batteryVoltage] = battery.voltage
    return shown
  }

  /// Joins the network anew, with probability `probability` and if the device is one that joins.
  /// - Parameters:
  ///   - probability: 0 to 1.
  ///   - gateways: which of them can hear it.
  ///   - deliveredAt: when the network's message about it reaches the broker, in message time.
  /// - Returns: that message, if the device joined.
  mutating func rejoin(
    _ probability: Double, _ gateways: GatewayStates, deliveredAt: Timestamp
  ) -> Message? {
    guard case .radio(let encoder, var radio) = voice, random.chance(probability) else { return nil }
    let message = radio.join(gateways, deliveredAt: deliveredAt, &random)
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
