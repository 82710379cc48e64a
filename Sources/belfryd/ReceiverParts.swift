import Codecs
import Config
import Logging
import MQTT
import Model
import Rings

/// One broker's receiver before its thread exists: the parts that others keep an eye on.
struct ReceiverParts {
  let status: BrokerStatus
  let progress: CommitProgress
  let gauge: RingGauge
  let pulse: Pulse
  let inlet: InletEnd
  private let options: ReceiverOptions
  private let producer: Handoff<Ring<MessageHeader>.Producer>

  private static let ringBytes = 2 << 20

  /// The parts for one broker of the configuration.
  /// - Throws: why its password can't be read.
  init(_ broker: BrokerConfiguration) throws {
    status = BrokerStatus(url: broker.url.description)
    progress = CommitProgress(bell: try Doorbell())
    pulse = Pulse("the receiver of \(broker.url)")
    let ring = Ring<MessageHeader>(capacityBytes: Self.ringBytes)
    gauge = ring.gauge
    producer = Handoff(ring.producer)
    inlet = InletEnd(
      consumer: Handoff(ring.consumer), subscriptions: Self.subscriptions(broker), broker: status.url,
      status: status)
    var options = ReceiverOptions(
      address: Self.address(broker), identity: try Self.identity(broker),
      filters: broker.subscriptions.map(\.topic), qos: broker.qos)
    options.isBuffered = broker.isBuffered
    options.keepAliveSeconds = Int(broker.keepAlive.components.seconds)
    self.options = options
  }

  /// Starts the receiver on a thread of its own.
  func start(cityBell: Doorbell, stop: StopSignal, logger: Logger) -> PipelineThread {
    let (status, progress, pulse, options, producer) = (status, progress, pulse, options, producer)
    return PipelineThread("receiver") {
      guard let producer = producer.take() else { return }
      do {
        let receiver = try Receiver(
          options: options, producer: producer, cityBell: cityBell, progress: progress, status: status,
          pulse: pulse, stop: stop, clock: { .now() }, log: { Self.log($0, status.url, logger) })
        receiver.run()
      } catch {
        logger.critical("\(status.url): \(error)")
      }
    }
  }

  private static func subscriptions(_ broker: BrokerConfiguration) -> [Subscription] {
    broker.subscriptions.compactMap { subscription in
      guard let filter = TopicFilter(subscription.topic),
        let format = formats.first(where: { $0.name == subscription.format })
      else { return nil }
      return Subscription(
        filter: filter, format: format, paths: subscription.mapping.map { MessagePaths($0) })
    }
  }

  static func address(_ broker: BrokerConfiguration) -> BrokerAddress {
    let tls = broker.tls.map { tls in
      BrokerAddress.TLS(
        authorityFile: tls.caFile, certificateFile: tls.identity?.certificateFile,
        keyFile: tls.identity?.keyFile)
    }
    return BrokerAddress(host: broker.url.host, port: broker.url.port, tls: tls)
  }

  /// Who we are to a broker; `suffix` tells a second connection from the first, which keeps its session.
  static func identity(_ broker: BrokerConfiguration, as suffix: String = "") throws -> ClientIdentity {
    let password = try broker.passwordFile?.read()
    return ClientIdentity(
      clientID: broker.clientID + suffix, username: broker.username,
      password: password.map { String(decoding: $0.bytes, as: UTF8.self) }, isVersion5: broker.isVersion5,
      isSessionClean: !suffix.isEmpty)
  }

  private static func log(_ event: ReceiverEvent, _ url: String, _ logger: Logger) {
    switch event {
    case .connected(let hadSession):
      logger.notice(
        "\(url): connected\(hadSession ? ", with the session it kept for us" : "")",
        metadata: LogMessage.brokerConnected.metadata)
    case .disconnected(let reason):
      logger.warning("\(url): not connected: \(reason)", metadata: LogMessage.brokerLost.metadata)
    case .subscriptionRefused:
      logger.error(
        "\(url): a subscription was refused; look at the broker's rights",
        metadata: LogMessage.subscriptionRefused.metadata)
    }
  }
}
