import Codecs
import Config
import Delivery
import Foundation
import Logging
import MQTT
import Model
import Rings

/// Fetches what a network server sent while its broker could not be heard, and hands it to the city like any other
/// message: what came already counts as a duplicate.
///
/// It remembers in a file up to when everything is known to have come, so that an outage is made up for however it
/// ended: a cut link, a stop, a kill. A mark moves only when what was fetched is on disk.
struct MissedUplinks: Sendable {
  /// The city's end.
  let inlet: InletEnd
  /// How far the history has come with what was fetched.
  let progress: CommitProgress
  /// How full the way to the city is.
  let gauge: RingGauge

  private let storage: StoredUplinks
  private let configuration: StorageIntegration
  private let broker: BrokerStatus
  private let markFile: URL
  private let producer: Handoff<Ring<MessageHeader>.Producer>

  private static let ringBytes = 1 << 20
  private static let glance = Duration.seconds(1)
  private static let roomPause = Duration.milliseconds(10)
  /// A link that hangs is noticed late, by MQTT's keep-alive; and what was received last may not be on disk.
  private static let margin = Duration.seconds(180)
  private static let markInterval = Duration.seconds(60)
  private static let firstPause = Duration.seconds(5)
  private static let longestPause = Duration.seconds(300)

  /// What asks the storage of `broker`; `nil` when it has none.
  /// - Throws: why the key can't be read.
  init?(_ broker: BrokerConfiguration, _ status: BrokerStatus, forHistoryAt path: String) throws {
    guard let configuration = broker.storageIntegration, let format = Self.subscription else { return nil }
    self.configuration = configuration
    self.broker = status
    let key = try configuration.keyFile.read()
    storage = StoredUplinks(
      server: configuration.url, application: configuration.application,
      key: String(decoding: key.bytes, as: UTF8.self))
    markFile = URL(fileURLWithPath: "\(path)-back-fill-\(configuration.application)")
    progress = CommitProgress(bell: try Doorbell())
    let ring = Ring<MessageHeader>(capacityBytes: Self.ringBytes)
    gauge = ring.gauge
    producer = Handoff(ring.producer)
    inlet = InletEnd(
      consumer: Handoff(ring.consumer), subscriptions: [format], broker: status.url, status: nil)
  }

  private static let topic = Array("v3/storage/devices/storage/up".utf8)

  private static var subscription: Subscription? {
    guard let filter = TopicFilter("v3/+/devices/+/up"),
      let format = formats.first(where: { $0.name == "tts-v3" })
    else { return nil }
    return Subscription(filter: filter, format: format, paths: nil)
  }

  // MARK: - Work

  /// Fetches after each outage, until it is cancelled.
  func run(cityBell: Doorbell, _ logger: Logger) async throws {
    guard var producer = producer.take() else { return }
    var sequence: UInt64 = 0
    var completeUntil = readMark() ?? .now()
    var markedAt = Timestamp.distantPast
    /// Since when the connection is up before which nothing is missing any more.
    var filledUpTo: Timestamp?
    var failures = 0
    defer { writeMark(completeUntil, logger) }
    while true {
      try await Task.sleep(for: Self.glance)
      let now = Timestamp.now()
      let status = broker.snapshot
      guard status.isConnected, let since = status.since else { continue }
      if since == filledUpTo {
        completeUntil = now
      } else if now - since >= configuration.delay {
        do {
          try await fill(from: completeUntil - Self.margin, &sequence, &producer, cityBell, logger)
          (completeUntil, filledUpTo, failures) = (now, since, 0)
        } catch let error where !(error is CancellationError) {
          failures += 1
          try await pause(after: failures, error, logger)
        }
      }
      if now - markedAt >= Self.markInterval || filledUpTo == since && markedAt < since {
        writeMark(completeUntil, logger)
        markedAt = now
      }
    }
  }

  /// Fetches what was received since `start`, and waits until it is on disk.
  private func fill(
    from start: Timestamp, _ sequence: inout UInt64, _ producer: inout Ring<MessageHeader>.Producer,
    _ cityBell: Doorbell, _ logger: Logger
  ) async throws {
    let count = try await fetch(after: start, &sequence, &producer, cityBell)
    while progress.committed < sequence { try await Task.sleep(for: Self.roomPause) }
    logger.notice(
      "\(configuration.application): fetched \(count) stored uplinks since \(start)",
      metadata: LogMessage.backFilled.metadata)
  }

  private func pause(after failures: Int, _ error: any Error, _ logger: Logger) async throws {
    let pause = min(Self.firstPause * (1 << min(failures - 1, 10)), Self.longestPause)
    logger.warning(
      "\(configuration.application): the stored uplinks can't be fetched, again in \(pause): \(error)",
      metadata: LogMessage.backFillFailed.metadata)
    try await Task.sleep(for: pause)
  }

  /// Fetches page by page.
  /// - Returns: how many there were.
  private func fetch(
    after: Timestamp, _ sequence: inout UInt64, _ producer: inout Ring<MessageHeader>.Producer,
    _ cityBell: Doorbell
  ) async throws -> Int {
    var place = after.description
    var total = 0
    while true {
      let messages = try await storage.read(after: place)
      for message in messages {
        while !producer.canPush(byteCount: Self.topic.count + ReceiverOptions.payloadBytesUsual) {
          try await Task.sleep(for: Self.roomPause)
        }
        sequence += 1
        push(message, sequence, &producer)
        cityBell.ring()
      }
      total += messages.count
      guard messages.count >= StoredUplinks.pageSize, let last = messages.last, last.receivedAt != place
      else { return total }
      place = last.receivedAt
    }
  }

  private func push(
    _ message: StoredUplinks.Message, _ sequence: UInt64, _ producer: inout Ring<MessageHeader>.Producer
  ) {
    let isOversized = message.json.count > ReceiverOptions.payloadBytesUsual
    let header = MessageHeader(
      sequence: sequence, arrivedAt: .now(), qos: 1, isRetained: false, isOversized: isOversized)
    let isPushed = producer.push(header, Self.topic.span, isOversized ? Span() : message.json.span)
    precondition(isPushed, "room was made sure of before")
    producer.publish()
  }

  /// Ends connections; call it once, at the end.
  func close() async { await storage.close() }

  // MARK: - Mark

  private func readMark() -> Timestamp? {
    guard let data = try? Data(contentsOf: markFile) else { return nil }
    let text = Array(data.prefix { $0 > 0x20 })
    return Timestamp(rfc3339: text.span)
  }

  private func writeMark(_ mark: Timestamp, _ logger: Logger) {
    do {
      try Data("\(mark)\n".utf8).write(to: markFile, options: .atomic)
    } catch {
      logger.warning("\(markFile.path) can't be written: \(error.localizedDescription)")
    }
  }
}
