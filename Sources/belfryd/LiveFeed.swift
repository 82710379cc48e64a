import API
import Core
import Model
import Rings
import Storage

/// What stands in front of each record on its way to those who watch.
struct LiveHeader: BitwiseCopyable, Sendable {
  /// The device and its asset, of whose uplink the readings follow as a ``ReadingBlob``; -1 for the next of the
  /// ``LiveContents``.
  var device: Int32 = -1
  var asset: Int32 = -1
  /// Which registry they are of.
  var generation: UInt32 = 0
  var receivedAt = Timestamp.distantPast
  var arrivedAt = Timestamp.distantPast
}

/// Takes live events from the city's ring to the hub, on a thread of its own: the city does not wait for
/// anybody who watches.
final class LiveFeed {
  private var consumer: Ring<LiveHeader>.Consumer
  private let others: LiveContents
  /// Those whose headers come next, the last first.
  private var taken: [LiveEvent.Content] = []
  private let hub: EventHub
  private let bell: Doorbell
  private let pulse: Pulse

  /// The HTML standard, section 9.2.7, advises a comment about so often, against proxies that give up.
  private static let keepAliveInterval = Duration.seconds(15)

  /// What nobody watches need not be handed on one by one, only before there is no more room for it.
  private static let unwatchedPieces = 256

  init(
    _ consumer: consuming Ring<LiveHeader>.Consumer, _ others: LiveContents, hub: EventHub, bell: Doorbell,
    pulse: Pulse
  ) {
    self.consumer = consumer
    self.others = others
    self.hub = hub
    self.bell = bell
    self.pulse = pulse
  }

  /// Hands on events until `isEnding` and there are none left.
  func run(isEnding: () -> Bool) {
    defer { pulse.rest() }
    var contents: [LiveEvent.Content] = []
    var keptAliveAt = ContinuousClock.now
    while true {
      pulse.beat()
      let now = ContinuousClock.now
      if now - keptAliveAt > Self.keepAliveInterval {
        keptAliveAt = now
        hub.keepAlive()
      }
      let ending = isEnding()
      let count = consumer.read(limit: 256) { header, readings, _ in
        append(header, readings, to: &contents)
      }
      consumer.release()
      if !contents.isEmpty { hub.publish(contents) }
      // Uplinks may have many readings.
      contents.removeAll(keepingCapacity: contents.count <= 4096)
      if count > 0 { continue }
      if ending { return }
      let isWatched = hub.isWatched
      bell.wait(timeoutMilliseconds: 1000, untilPieces: isWatched ? 1 : Self.unwatchedPieces) {
        !consumer.isEmpty || isEnding() || hub.isWatched != isWatched
      }
    }
  }

  private func append(
    _ header: LiveHeader, _ readings: Span<UInt8>, to contents: inout [LiveEvent.Content]
  ) {
    guard header.device >= 0 else {
      if taken.isEmpty { taken = others.takeAll().reversed() }
      if let content = taken.popLast() { contents.append(content) }
      return
    }
    ReadingBlob.forEach(in: readings, receivedAt: header.receivedAt) { applied in
      guard applied.flags.isDisjoint(with: [.late, .implausible, .future]) else { return }
      let reading = LiveReading(
        device: header.device, asset: header.asset, generation: header.generation,
        reading: applied.reading, arrivedAt: header.arrivedAt)
      contents.append(.reading(reading))
    }
  }
}
