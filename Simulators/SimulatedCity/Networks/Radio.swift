import Model

/// The radio of a LoRaWAN device, and the network server that hears it.
struct Radio: Sendable {
  let eui: UInt64
  let network: Network
  let link: RadioLink
  var session: Session

  /// Sends one frame and counts it.
  mutating func send(_ frame: Frame, deliveredAt: Timestamp, _ random: inout RandomSource) -> Message {
    let transmission = transmission(frame, deliveredAt, &random)
    session.frameCounter &+= 1
    switch network {
    case .theThingsStack:
      return Message(
        topic: TheThingsStack.topic(transmission), payload: TheThingsStack.uplink(transmission, &random))
    }
  }

  /// Begins a new session, and says what the network server tells of it.
  mutating func join(deliveredAt: Timestamp, _ random: inout RandomSource) -> Message {
    session = Session(&random)
    let transmission = transmission(Frame(port: 0, payload: []), deliveredAt, &random)
    switch network {
    case .theThingsStack:
      return Message(
        topic: TheThingsStack.topic(transmission, "join"),
        payload: TheThingsStack.join(transmission, &random))
    }
  }

  private func transmission(
    _ frame: Frame, _ deliveredAt: Timestamp, _ random: inout RandomSource
  ) -> Transmission {
    Transmission(
      eui: eui, session: session, frame: frame, receptions: link.receptions(&random),
      frequency: random.pick(Transmission.frequencies), deliveredAt: deliveredAt)
  }
}
