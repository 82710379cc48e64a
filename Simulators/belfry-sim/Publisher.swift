import Config
import Glibc
import MQTT

/// Publishes messages to one broker, and comes back when the connection breaks.
///
/// It is driven by its owner's calls; there is no thread behind it.
final class Publisher {
  /// Messages that were handed over.
  private(set) var published = 0
  /// Messages that the broker has acknowledged; with QoS 0, those that have been sent.
  private(set) var acknowledged = 0

  private let client: MosquittoClient
  private let broker: BrokerURL
  private let qos: Int
  private var isAccepted = false
  private var refusal: MosquittoError?
  private var tickedAt = ContinuousClock.now

  /// The most messages that wait for an acknowledgement.
  private static let windowMessages = 1000
  /// So many messages go out in one write, when they come fast.
  private static let batchMessages = 64
  private static let answerDeadline = Duration.seconds(10)

  init(_ broker: BrokerURL, qos: Int) throws {
    let tls = broker.usesTLS ? BrokerAddress.TLS() : nil
    client = try MosquittoClient(
      address: BrokerAddress(host: broker.host, port: broker.port, tls: tls),
      identity: ClientIdentity(clientID: "belfry-sim-\(getpid())", isSessionClean: true))
    self.broker = broker
    self.qos = qos
    client.events.connected = { [unowned self] refusal, _ in
      self.refusal = refusal
      isAccepted = refusal == nil
    }
    client.events.disconnected = { [unowned self] _ in isAccepted = false }
    client.events.published = { [unowned self] _ in acknowledged += 1 }
  }

  /// Connects, and waits until the broker has accepted us.
  func connect() throws {
    do {
      try client.connect()
      let deadline = ContinuousClock.now + Self.answerDeadline
      while !isAccepted, !Interrupt.isRequested {
        guard ContinuousClock.now < deadline else { throw SimulatorProblem("it does not answer") }
        try turn(timeoutMilliseconds: 100)
        if let refusal { throw refusal }
      }
    } catch {
      throw SimulatorProblem("\(broker): \(error)")
    }
  }

  /// Hands over a message; waits while too many are under way, or the broker is away.
  func publish(topic: String, payload: [UInt8]) throws {
    if published % Self.batchMessages == 0 { serve(timeoutMilliseconds: 0) }
    while isFull || !isAccepted {
      if Interrupt.isRequested { return }
      serve(timeoutMilliseconds: 50)
    }
    try client.publish(topic: topic, payload: payload, qos: qos)
    published += 1
  }

  /// Serves the connection until `deadline`, or until somebody wants the program to end.
  func serve(until deadline: ContinuousClock.Instant) {
    while !Interrupt.isRequested {
      let left = deadline - .now
      guard left > .zero else { return }
      let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      serve(timeoutMilliseconds: CInt(min(max(milliseconds, 1), 200)))
    }
  }

  /// Waits up to `limit` for what has not been acknowledged, and says goodbye.
  func finish(within limit: Duration) {
    let deadline = ContinuousClock.now + limit
    while acknowledged < published, ContinuousClock.now < deadline { serve(timeoutMilliseconds: 50) }
    client.disconnect()
    _ = try? client.write()
  }

  private var isFull: Bool { published - acknowledged >= Self.windowMessages }

  /// One turn; a broken connection is made anew.
  private func serve(timeoutMilliseconds: CInt) {
    do {
      if client.socket == nil { try client.connect() }
      try turn(timeoutMilliseconds: timeoutMilliseconds)
    } catch {
      isAccepted = false
      usleep(300_000)
    }
  }

  /// Waits for the broker, takes all that it sent, and sends what waits.
  private func turn(timeoutMilliseconds: CInt) throws(MosquittoError) {
    var timeout = timeoutMilliseconds
    while let socket = client.socket, isReadable(socket, within: timeout) {
      try client.read()
      timeout = 0
    }
    if client.wantsToWrite { try client.write() }
    if ContinuousClock.now - tickedAt > .seconds(1) {
      tickedAt = .now
      try client.tick()
    }
  }

  /// Whether the broker sent something; does not wait while there is something to send.
  private func isReadable(_ socket: CInt, within milliseconds: CInt) -> Bool {
    let events = POLLIN | (client.wantsToWrite ? CInt(POLLOUT) : 0)
    var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
    _ = unsafe poll(&descriptor, 1, milliseconds)
    return CInt(descriptor.revents) & (POLLIN | POLLHUP | POLLERR) != 0
  }
}
