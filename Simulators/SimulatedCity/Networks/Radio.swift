import Model

/// The network servers that can be simulated, by the value of the registry's parameter `network`.
enum NetworkServer: String, CaseIterable, Sendable {
  case theThingsStack = "tts"
  case chirpStack = "chirpstack"
  case chirpStackProtobuf = "chirpstack-protobuf"
}

/// The radio of a LoRaWAN device, and the network server that hears it.
struct Radio: Sendable {
  let eui: UInt64
  let server: NetworkServer
  let link: RadioLink
  var session: Session

  /// Sends one frame and counts it; `nil` when no gateway hears it.
  mutating func send(
    _ frame: Frame, _ gateways: GatewayStates, deliveredAt: Timestamp, _ random: inout RandomSource
  ) -> Message? {
    let transmission = transmission(frame, session, gateways, deliveredAt, &random)
    session.frameCounter &+= 1
    guard !transmission.receptions.isEmpty else { return nil }
    switch server {
    case .theThingsStack:
      return Message(
        topic: TheThingsStack.topic(transmission), payload: TheThingsStack.uplink(transmission, &random))
    case .chirpStack:
      return Message(topic: ChirpStack.topic(transmission), payload: ChirpStack.uplink(transmission, &random))
    case .chirpStackProtobuf:
      return Message(
        topic: ChirpStack.topic(transmission), payload: ChirpStack.protobufUplink(transmission, &random))
    }
  }

  /// Begins a new session, and says what the network server tells of it; `nil` when no gateway hears it.
  mutating func join(
    _ gateways: GatewayStates, deliveredAt: Timestamp, _ random: inout RandomSource
  ) -> Message? {
    let new = Session(&random)
    let transmission = transmission(Frame(port: 0, payload: []), new, gateways, deliveredAt, &random)
    guard !transmission.receptions.isEmpty else { return nil }
    session = new
    switch server {
    case .theThingsStack:
      return Message(
        topic: TheThingsStack.topic(transmission, "join"),
        payload: TheThingsStack.join(transmission, &random))
    case .chirpStack:
      return Message(
        topic: ChirpStack.topic(transmission, "join"), payload: ChirpStack.join(transmission, &random))
    case .chirpStackProtobuf:
      return Message(
        topic: ChirpStack.topic(transmission, "join"), payload: ChirpStack.protobufJoin(transmission, &random)
      )
    }
  }

  private func transmission(
    _ frame: Frame, _ session: Session, _ gateways: GatewayStates, _ deliveredAt: Timestamp,
    _ random: inout RandomSource
  ) -> Transmission {
    Transmission(
      eui: eui, session: session, frame: frame, receptions: link.receptions(gateways, &random),
      frequency: random.pick(Transmission.frequencies), deliveredAt: deliveredAt)
  }
}
