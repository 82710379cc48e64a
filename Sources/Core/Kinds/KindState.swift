import Model

/// What is understood of one asset of a kind, from its readings in the order of event time.
///
/// It is a small value without references: ``EventTimeline`` keeps one of some time ago to begin from again when
/// a reading comes late, and the city's image holds it as it stands in memory.
protocol KindState: BitwiseCopyable, Sendable {
  /// What the registry says of the asset, with the limits that hold for it; many assets share one.
  associatedtype Terms: AnyObject, Sendable

  /// The quantities that it looks at.
  static var quantities: QuantitySet { get }
  /// How many of the newest readings are kept, so that late ones still find their place.
  static var memory: Int { get }

  /// Nothing is known.
  init()

  /// Takes the next reading in the order of event time, and says what follows from it.
  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults)

  /// Takes the next reading like ``take(_:_:_:)-(Reading,_,_)``, where the frame that brought it tells something too.
  mutating func take(_ reading: FrameReading, _ terms: Terms, _ results: inout KindResults)
}

extension KindState {
  mutating func take(_ reading: FrameReading, _ terms: Terms, _ results: inout KindResults) {
    take(reading.reading, terms, &results)
  }
}

/// The readings that follow from readings.
///
/// Of two results of one quantity and time, the later one corrects the earlier. For a quantity that tells of
/// something that happened (``Quantity/tellsOfEvents``), 0 takes back what was said.
struct KindResults: Sendable {
  private(set) var readings: [Reading] = []
  /// Whether what follows is known already.
  private var isMuted = false

  /// Whether results are wanted; what is only said need not be worked out when they are not.
  var isHeard: Bool { !isMuted }

  /// A result.
  mutating func add(_ quantity: Quantity, _ value: Double, at: Timestamp) {
    if !isMuted { readings.append(Reading(quantity, value, at: at)) }
  }

  /// Lets `body` happen without results.
  mutating func muted(_ body: (inout KindResults) -> Void) {
    isMuted = true
    body(&self)
    isMuted = false
  }

  /// Forgets everything and keeps the room.
  mutating func removeAll() { readings.removeAll(keepingCapacity: true) }

  /// Adds what must be said after `before` was said, so that what stands is what `after` says.
  mutating func add(from before: KindResults, to after: KindResults) {
    var said: [Key: Double] = [:]
    for result in before.readings { said[Key(result)] = result.value }
    var wanted: [Key: Double] = [:]
    for result in after.readings { wanted[Key(result)] = result.value }
    for result in after.readings {
      let key = Key(result)
      guard let value = wanted.removeValue(forKey: key), said[key] != value else { continue }
      readings.append(Reading(key.quantity, value, at: key.at))
    }
    let kept = Set(after.readings.map(Key.init))
    for result in before.readings where result.quantity.tellsOfEvents {
      guard said.removeValue(forKey: Key(result)) != nil, !kept.contains(Key(result)) else { continue }
      readings.append(Reading(result.quantity, 0, at: result.at))
    }
  }

  private struct Key: Hashable {
    let quantity: Quantity
    let at: Timestamp

    init(_ reading: Reading) {
      quantity = reading.quantity
      at = reading.at
    }
  }
}
