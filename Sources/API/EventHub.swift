public import Model
import Synchronization
import Wire

/// Something that happened, for those who watch.
public struct LiveEvent: Sendable {
  /// What it is.
  public enum Content: Sendable {
    /// A reading went into the history.
    case reading(LiveReading)
    /// A registered device was heard for the first time, fell silent or came back.
    case device(LiveDevice)
    /// Something rarer: an `AlertEvent`, an `IndicatorObject`, or a `DeviceEvent` of a device that nobody registered.
    case object(Kind, LiveObject)
  }

  /// The kinds of events, as in `?types=`.
  public enum Kind: String, CaseIterable, Sendable, BitwiseCopyable {
    /// A reading went into the history.
    case reading
    /// An alert took a step.
    case alert
    /// An indicator has a new value, or a new revision of one.
    case indicator
    /// A device was heard for the first time, fell silent or came back.
    case device
  }

  /// Counts the events of this daemon from 1.
  public let id: UInt64
  /// What happened.
  public let content: Content

  var kind: Kind { content.kind }
}

extension LiveEvent.Content {
  /// What it is.
  public var kind: LiveEvent.Kind {
    switch self {
    case .reading: .reading
    case .device: .device
    case .object(let kind, _): kind
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
/// Events are kept once, whoever watches: each watcher has a place in them and takes from there on when it is
/// ready for more. One that is too slow loses what is forgotten meanwhile, and is told how much; it holds up
/// nobody, and costs nothing while it waits. Each kind has a memory of its own: many readings push no alert out.
public final class EventHub: Sendable {
  /// The most watchers at once.
  static let watcherLimit = 200
  /// The most events that are taken at once.
  static let batchLimit = 500

  /// The most events of a kind that are remembered.
  static let memory = 10_000

  private struct State {
    /// Nearly all events, in a log that has room for nothing else.
    var readings = EventLog<LiveReading>()
    /// Those of the other kinds.
    var others = [EventLog<LiveEvent.Content>](repeating: EventLog(), count: LiveEvent.Kind.allCases.count)
    var nextID: UInt64 = 1
    var watchers: [UInt64: Watcher] = [:]
    var nextWatcher: UInt64 = 1
    var isClosed = false

    mutating func append(_ content: LiveEvent.Content) {
      if case .reading(let reading) = content {
        readings.append(reading, id: nextID)
      } else {
        others[content.kind.index].append(content, id: nextID)
      }
      nextID += 1
    }

    func end(_ kind: LiveEvent.Kind) -> Int { kind == .reading ? readings.end : others[kind.index].end }

    func place(_ kind: LiveEvent.Kind, after id: UInt64) -> (place: Int, missed: Int) {
      kind == .reading ? readings.place(after: id) : others[kind.index].place(after: id)
    }

    func take(_ kind: LiveEvent.Kind, from place: inout Int) -> (events: [LiveEvent], missed: Int) {
      kind == .reading
        ? readings.take(batchLimit, from: &place, LiveEvent.Content.reading)
        : others[kind.index].take(batchLimit, from: &place) { $0 }
    }
  }

  private struct Watcher {
    let kinds: Set<LiveEvent.Kind>
    let bell: AsyncStream<Void>.Continuation
    /// The place in the log of each kind.
    var places: [Int]
    var missed = 0
    var isToSayAnything = false
  }

  /// What a watcher takes at once.
  struct Batch {
    /// The events, in their order.
    var events: [LiveEvent] = []
    /// How many before them it has missed.
    var missed = 0
    /// Whether it is to say something even if there is nothing to say, so that its connection is known to live.
    var isToSayAnything = false
  }

  /// Somebody who watches, for as long as the object lives.
  final class Watch: Sendable {
    /// Rings when there is something to take; ends with the daemon.
    let bell: AsyncStream<Void>
    private let hub: EventHub
    private let number: UInt64

    fileprivate init(_ hub: EventHub, _ number: UInt64, _ bell: AsyncStream<Void>) {
      self.hub = hub
      self.number = number
      self.bell = bell
    }

    deinit { hub.state.withLock { _ = $0.watchers.removeValue(forKey: number) } }

    /// Takes what has happened since the last time, or a part of it.
    func take() -> Batch { hub.take(number) }
  }

  /// The last definitions of the city, by their generation: events of some reloads ago are remembered too.
  private let definitions: Mutex<[UInt32: CityDefinition]>
  private static let definitionsMax: UInt32 = 4
  private let state = Mutex(State())
  private let onWatch: @Sendable () -> Void

  /// A hub that nobody watches.
  /// - Parameters:
  ///   - definition: the city that events speak of.
  ///   - onWatch: called when somebody begins to watch.
  public init(_ definition: CityDefinition, onWatch: @escaping @Sendable () -> Void = {}) {
    definitions = Mutex([0: definition])
    self.onWatch = onWatch
  }

  /// Whether somebody watches.
  public var isWatched: Bool { state.withLock { !$0.watchers.isEmpty } }

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
      var kinds: Set<LiveEvent.Kind> = []
      // Nearly all are of one kind.
      var last: LiveEvent.Kind?
      for content in contents {
        state.append(content)
        if content.kind != last { kinds.insert(content.kind) }
        last = content.kind
      }
      for watcher in state.watchers.values where !watcher.kinds.isDisjoint(with: kinds) {
        watcher.bell.yield()
      }
    }
  }

  /// Lets each watcher say something: a connection on which nothing is ever said looks like one that is dead.
  public func keepAlive() {
    state.withLock { state in
      for number in state.watchers.keys {
        state.watchers[number]?.isToSayAnything = true
        state.watchers[number]?.bell.yield()
      }
    }
  }

  /// The reading with its names, for a watcher; `nil` when it is of too long ago to know them.
  func event(_ reading: LiveReading) -> ReadingEvent? {
    guard let definition = definitions.withLock({ $0[reading.generation] }) else { return nil }
    return ReadingEvent(
      asset: definition.assets[Int(reading.asset)].id, device: definition.devices[Int(reading.device)].id,
      reading: reading.reading, arrivedAt: WireTime(reading.arrivedAt))
  }

  /// The device with its names, for a watcher; `nil` when it is of too long ago to know them.
  func event(_ device: LiveDevice) -> DeviceEvent? {
    definitions.withLock { $0[device.generation] }.map(device.event)
  }

  /// Ends all streams: the daemon ends.
  public func close() {
    state.withLock { state in
      state.isClosed = true
      for watcher in state.watchers.values { watcher.bell.finish() }
    }
  }

  /// Begins to watch `kinds` of events, `nil` when too many watch already. What was remembered since the
  /// event `last` comes first.
  func watch(_ kinds: Set<LiveEvent.Kind>, after last: UInt64?) -> Watch? {
    let (bell, ringer) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let number: UInt64? = state.withLock { state in
      guard !state.isClosed, state.watchers.count < Self.watcherLimit else { return nil }
      let number = state.nextWatcher
      state.nextWatcher += 1
      var watcher = Watcher(kinds: kinds, bell: ringer, places: LiveEvent.Kind.allCases.map(state.end))
      if let last {
        for kind in kinds {
          let (place, missed) = state.place(kind, after: last)
          watcher.places[kind.index] = place
          watcher.missed += missed
        }
        ringer.yield()
      }
      state.watchers[number] = watcher
      return number
    }
    onWatch()
    return number.map { Watch(self, $0, bell) }
  }

  private func take(_ number: UInt64) -> Batch {
    state.withLock { state in
      guard var watcher = state.watchers[number] else { return Batch() }
      var batch = Batch(missed: watcher.missed, isToSayAnything: watcher.isToSayAnything)
      var end = UInt64.max
      for kind in watcher.kinds {
        let (events, missed) = state.take(kind, from: &watcher.places[kind.index])
        if events.count == Self.batchLimit, let last = events.last { end = min(end, last.id) }
        batch.events += events
        batch.missed += missed
      }
      if watcher.kinds.count > 1 { batch.events.sort { $0.id < $1.id } }
      // There may be more of a kind: what came after waits for it. Who comes back says the last id only.
      while let last = batch.events.last, last.id > end {
        batch.events.removeLast()
        watcher.places[last.kind.index] -= 1
      }
      watcher.missed = 0
      watcher.isToSayAnything = false
      state.watchers[number] = watcher
      return batch
    }
  }
}

extension LiveEvent.Kind {
  /// Where the kind stands among all.
  fileprivate var index: Int {
    switch self {
    case .reading: 0
    case .alert: 1
    case .indicator: 2
    case .device: 3
    }
  }
}
