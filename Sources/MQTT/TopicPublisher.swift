import Glibc

/// Publishes a few messages to a broker now and then: connects, waits for each PUBACK, and goes.
///
/// It keeps no connection and no thread, so there is nothing to watch while there is nothing to say.
public struct TopicPublisher: Sendable {
  /// One message.
  public struct Message: Hashable, Sendable {
    /// Where it goes.
    public let topic: String
    /// What it says; nothing takes a retained message away.
    public let payload: [UInt8]
    /// Whether the broker shows it to those who come later.
    public let isRetained: Bool

    /// A message.
    public init(topic: String, payload: [UInt8], isRetained: Bool) {
      self.topic = topic
      self.payload = payload
      self.isRetained = isRetained
    }
  }

  private let address: BrokerAddress
  private let identity: ClientIdentity

  /// A publisher that does nothing yet; `identity` must be nobody else's, and its session clean.
  public init(address: BrokerAddress, identity: ClientIdentity) {
    self.address = address
    self.identity = identity
  }

  /// Publishes with QoS 1 and waits until the broker has all of it: blocks.
  /// - Throws: why the broker does not have it, as far as we know.
  public func publish(_ messages: [Message], within limit: Duration) throws(MosquittoError) {
    let client = try MosquittoClient(address: address, identity: identity)
    var isAccepted = false
    var refusal: MosquittoError?
    var acknowledged = 0
    client.events.connected = { reason, _ in
      refusal = reason
      isAccepted = reason == nil
    }
    client.events.disconnected = { refusal = $0 }
    client.events.published = { _ in acknowledged += 1 }
    let deadline = ContinuousClock.now + limit
    try client.connect()
    try Self.serve(client, until: deadline) { isAccepted || refusal != nil }
    if let refusal { throw refusal }
    for message in messages {
      try client.publish(
        topic: message.topic, payload: message.payload, qos: 1, isRetained: message.isRetained)
    }
    try Self.serve(client, until: deadline) { acknowledged == messages.count || refusal != nil }
    if let refusal { throw refusal }
    client.disconnect()
    // All that was said is acknowledged; nobody waits for the goodbye.
    try? client.write()
  }

  private static func serve(
    _ client: MosquittoClient, until deadline: ContinuousClock.Instant, _ isDone: () -> Bool
  ) throws(MosquittoError) {
    while !isDone() {
      guard ContinuousClock.now < deadline, let socket = client.socket else {
        throw MosquittoError(code: ETIMEDOUT, description: "the broker does not answer")
      }
      if client.wantsToWrite { try client.write() }
      var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      let count = unsafe poll(&descriptor, 1, 50)
      if count > 0 { try client.read() }
    }
  }
}
