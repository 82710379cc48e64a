import API
import Model
import Rings

/// What stands in front of each record on its way to those who watch.
struct LiveHeader: BitwiseCopyable, Sendable {
  /// What it is. All but a reading stand among the ``LiveObjects``.
  var kind: LiveEvent.Kind
  var device: Int32 = 0
  var asset: Int32 = 0
  /// Which registry device and asset are of.
  var generation: UInt32 = 0
  var arrivedAt: Timestamp
  var reading = Reading(.fillLevel, 0, at: .distantPast)
}

/// Takes live events from the city's ring to the hub, on a thread of its own: the city does not wait for
/// anybody who watches.
final class LiveFeed {
  private var consumer: Ring<LiveHeader>.Consumer
  private let objects: LiveObjects
  /// Those whose headers come next, the last first.
  private var taken: [LiveObject] = []
  private let hub: EventHub
  private let bell: Doorbell
  private let pulse: Pulse

  /// The HTML standard, section 9.2.7, advises a comment about so often, against proxies that give up.
  private static let keepAliveInterval = Duration.seconds(15)

  /// What nobody watches need not be handed on one by one, only before there is no more room for it.
  private static let unwatchedPieces = 256

  init(
    _ consumer: consuming Ring<LiveHeader>.Consumer, _ objects: LiveObjects, hub: EventHub, bell: Doorbell,
    pulse: Pulse
  ) {
    self.consumer = consumer
    self.objects = objects
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
      let count = consumer.read(limit: 1024) { header, _, _ in
        if let content = content(header) { contents.append(content) }
      }
      consumer.release()
      if !contents.isEmpty { hub.publish(contents) }
      contents.removeAll(keepingCapacity: true)
      if count > 0 { continue }
      if ending { return }
      let isWatched = hub.isWatched
      bell.wait(timeoutMilliseconds: 1000, untilPieces: isWatched ? 1 : Self.unwatchedPieces) {
        !consumer.isEmpty || isEnding() || hub.isWatched != isWatched
      }
    }
  }

  private func content(_ header: LiveHeader) -> LiveEvent.Content? {
    guard header.kind != .reading else {
      return .reading(
        LiveReading(
          device: header.device, asset: header.asset, generation: header.generation,
          reading: header.reading, arrivedAt: header.arrivedAt))
    }
    if taken.isEmpty { taken = objects.takeAll().reversed() }
    return taken.popLast().map { .object(header.kind, $0) }
  }
}
