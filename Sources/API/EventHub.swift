public import Model
import Synchronization
public import Wire

/// Something that happened, for those who watch.
public struct LiveEvent: Sendable {
  /// What it is.
  public enum Content: Sendable {
    /// A reading went into the history.
    case reading(LiveReading)
    /// An alert took a step.
    indirect case alert(AlertEvent)
    /// An indicator has a new value, or a new revision of one.
    indirect case indicator(IndicatorObject)
  }

  /// The kinds of events, as in `?types=`.
  public enum Kind: String, CaseIterable, Sendable {
    case reading, alert, indicator
  }

  /// Counts the events of this daemon from 1.
  public let id: UInt64
  /// What happened.
  public let content: Content

  var kind: Kind {
    switch content {
    case .reading: .reading
    case .alert: .alert
    case .indicator: .indicator
    }
  }
}

/// A reading that went into the history, with numbers for names: nearly all of them are forgotten unread.
public struct LiveReading: BitwiseCopyable, Sendable {
  /// The device's index in the city's definition.
  public var device: Int32
  /// The asset's index in the city's definition.
  public var asset: Int32
  /// Which of the city's definitions: they change by a reload.
  public var generation: UInt32
  /// The reading.
  public var reading: Reading
  /// When it arrived.
  public var arrivedAt: Timestamp

  /// A reading of a device.
  public init(
    device: Int32, asset: Int32, generation: UInt32 = 0, reading: Reading, arrivedAt: Timestamp
  ) {
    self.generation = generation
    self.device = device
    self.asset = asset
    self.reading = reading
    self.arrivedAt = arrivedAt
  }
}

/// Hands out what happens to those who watch, and remembers the last of it for those who come back.
///
/// A watcher that is too slow misses events and is told how many; it never holds up anybody else.
public final class EventHub: Sendable {
  /// Events that are remembered.
  public static let memory = 10_000
  /// Events that may wait for one watcher.
  static let backlogLimit = 4096
  /// The most watchers at once.
  static let watcherLimit = 200

  private struct State {
    var recent: [LiveEvent] = []
    var nextID: UInt64 = 1
    var watchers: [UInt64: Watcher] = [:]
    var nextWatcher: UInt64 = 1
    var isClosed = false
  }

  private struct Watcher {
    let kinds: Set<LiveEvent.Kind>
    let continuation: AsyncStream<LiveEvent>.Continuation
    let missed: Missed
  }

  /// How many events a watcher has missed since it last asked.
  final class Missed: Sendable {
    private let count = Atomic<Int>(0)
    func add() { count.add(1, ordering: .relaxed) }
    func take() -> Int { count.exchange(0, ordering: .relaxed) }
  }

  /// The last definitions of the city, by their generation: events of some reloads ago are remembered too.
  private let definitions: Mutex<[UInt32: CityDefinition]>
  private static let definitionsMax: UInt32 = 4
  private let state = Mutex(State())

  /// A hub that nobody watches, for a city.
  public init(_ definition: CityDefinition) { definitions = Mutex([0: definition]) }

  /// From now on events may speak of another definition of the city.
  public func note(_ definition: CityDefinition, generation: UInt32) {
    definitions.withLock { definitions in
      definitions[generation] = definition
      if generation >= Self.definitionsMax { definitions[generation - Self.definitionsMax] = nil }
    }
  }

  /// Hands out events, in their order.
  public func publish(_ contents: [LiveEvent.Content]) {
    state.withLock { state in
      for content in contents {
        let event = LiveEvent(id: state.nextID, content: content)
        state.nextID += 1
        state.recent.append(event)
        for watcher in state.watchers.values where watcher.kinds.contains(event.kind) {
          if case .dropped = watcher.continuation.yield(event) { watcher.missed.add() }
        }
      }
      // Trimmed in steps, so that each event costs a constant.
      if state.recent.count > Self.memory * 2 { state.recent.removeFirst(state.recent.count - Self.memory) }
    }
  }

  /// The reading with its names, for a watcher; `nil` when it is of too long ago to know them.
  func event(_ reading: LiveReading) -> ReadingEvent? {
    guard let definition = definitions.withLock({ $0[reading.generation] }) else { return nil }
    return ReadingEvent(
      asset: definition.assets[Int(reading.asset)].id, device: definition.devices[Int(reading.device)].id,
      reading: reading.reading, arrivedAt: WireTime(reading.arrivedAt))
  }

  /// Ends all streams: the daemon ends.
  public func close() {
    let watchers = state.withLock { state in
      defer { state.watchers = [:] }
      state.isClosed = true
      return Array(state.watchers.values)
    }
    // Not under the lock: a stream that ends takes its watcher out.
    for watcher in watchers { watcher.continuation.finish() }
  }

  /// Begins to watch `kinds` of events, `nil` when too many watch already. What was remembered since the
  /// event `last` comes first.
  func watch(
    _ kinds: Set<LiveEvent.Kind>, after last: UInt64?
  ) -> (events: AsyncStream<LiveEvent>, missed: Missed)? {
    let (stream, continuation) = AsyncStream.makeStream(
      of: LiveEvent.self, bufferingPolicy: .bufferingOldest(Self.backlogLimit))
    let missed = Missed()
    let number: UInt64? = state.withLock { state in
      guard !state.isClosed, state.watchers.count < Self.watcherLimit else { return nil }
      let number = state.nextWatcher
      state.nextWatcher += 1
      if let last {
        for event in state.recent where event.id > last && kinds.contains(event.kind) {
          if case .dropped = continuation.yield(event) { missed.add() }
        }
      }
      state.watchers[number] = Watcher(kinds: kinds, continuation: continuation, missed: missed)
      return number
    }
    guard let number else { return nil }
    continuation.onTermination = { [weak self] _ in
      self?.state.withLock { _ = $0.watchers.removeValue(forKey: number) }
    }
    return (stream, missed)
  }
}
