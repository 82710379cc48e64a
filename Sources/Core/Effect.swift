public import Model

/// What became of a reading.
public struct ReadingFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The bits, as they stand in the history.
  public let rawValue: UInt8
  /// Flags from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A newer one was known: it did not become the live value.
  public static let late = ReadingFlags(rawValue: 1)
  /// Out of the physical range: kept, but used for nothing.
  public static let implausible = ReadingFlags(rawValue: 2)
  /// Measured later than it arrived: kept, but used for nothing.
  public static let future = ReadingFlags(rawValue: 4)
  /// Not in the payload: computed from a reading of the same message, or told by the network.
  public static let derived = ReadingFlags(rawValue: 8)

  /// Whether the reading counts: it is neither implausible nor from the future.
  var isUsable: Bool { isDisjoint(with: [.implausible, .future]) }
}

/// A reading that went into the state or the history.
public struct AppliedReading: Hashable, Sendable, BitwiseCopyable {
  /// The reading.
  public var reading: Reading
  /// What became of it.
  public var flags: ReadingFlags

  /// A reading and what became of it.
  public init(reading: Reading, flags: ReadingFlags) {
    self.reading = reading
    self.flags = flags
  }
}

/// What an event caused: what the shells must store and tell. Used again for the next event.
public struct Effects: Sendable {
  /// The readings of an accepted uplink, derived ones behind the measured ones.
  public internal(set) var readings: [AppliedReading] = []
  /// The alerts' steps, in order.
  public var transitions: [Transition] = []
  /// The indicators' new values and revisions, in order.
  public var indicatorValues: [IndicatorValue] = []
  /// The devices that were heard for the first time, fell silent or came back, by their index, in order.
  public internal(set) var devices: [Int32] = []

  /// No effects yet.
  public init() { readings.reserveCapacity(64) }

  /// Forgets the readings, which have been stored, and keeps the room.
  public mutating func forgetReadings() { readings.removeAll(keepingCapacity: true) }

  /// Forgets everything but the steps of rules with these names, which it gives back.
  public mutating func takeTransitions(of rules: Set<String>) -> [Transition] {
    let taken = rules.isEmpty ? [] : transitions.filter { rules.contains($0.alert.ruleName) }
    removeAll()
    return taken
  }

  /// Forgets everything and keeps the room.
  public mutating func removeAll() {
    readings.removeAll(keepingCapacity: true)
    // To empty what is empty counts references.
    if !transitions.isEmpty { transitions.removeAll(keepingCapacity: true) }
    if !indicatorValues.isEmpty { indicatorValues.removeAll(keepingCapacity: true) }
    devices.removeAll(keepingCapacity: true)
  }
}
