import Model

/// A parking bay: the stays on it, from an occupancy that may flicker. It knows of no vehicle, only of times.
///
/// A stay begins with the first reading that says that the bay is taken and ends with the first that says it
/// is free. A gap shorter than `flicker_s` is none, and neither is a stay that is shorter. Where a frame is missing
/// between two readings that say that it is taken, the vehicle may be another: a stay begins with the second, and of the
/// one before nothing is said; neither is of one where a frame is missing before the reading that says that it is over.
/// Time counts against the limit only within the `active` hours. A bay that is taken for longer than `stuck_after_h`
/// tells of its sensor and not of a vehicle: nothing more is said about it.
///
/// How much of an hour it was taken is said when the hour is over, by its beginning. What a reading says holds until
/// the next one, for at most `stuck_after_h`.
struct ParkingBay: KindState {
  /// The signal stands for frames that say nothing of the bay, so that they are not missing.
  static let quantities = QuantitySet(.occupied).union(QuantitySet(.rssi))
  static let memory = 32

  /// What holds on a bay.
  final class Terms: Sendable {
    /// How long one may stay within the active hours; `nil` when there is no limit.
    let free: Duration?
    /// When the limit holds: parameter `active`.
    let active: OpeningHours
    let calendar: LocalCalendar
    let flicker: Duration
    /// `nil` when stays may be of any length.
    let stuckAfter: Duration?
    /// For how long a reading holds at most.
    let hold: Duration
    /// How much of an hour must be known.
    let hourKnown: Duration

    init(_ parameters: Parameters, _ calendar: LocalCalendar) {
      free = parameters.number("free_minutes").map { .seconds($0 * 60) }
      // Hours that can't be read are refused where the registry is read.
      active = parameters["active"].flatMap { try? OpeningHours($0) } ?? .always
      self.calendar = calendar
      flicker = .seconds(parameters.value(Limits.flicker))
      hold = .seconds(parameters.value(Limits.stuckAfter) * 3600)
      stuckAfter = free == nil ? nil : hold
      hourKnown = .seconds(parameters.value(Limits.hourKnown) * 36)
    }

    /// When a stay that begins at `start` comes over the limit; ``Timestamp/distantFuture`` when it is stuck
    /// before that or there is no limit.
    func limitReached(from start: Timestamp) -> Timestamp {
      guard let free, let stuckAfter else { return .distantFuture }
      var left = free
      for part in active.open(in: start..<start + stuckAfter, calendar) {
        let length = part.upperBound - part.lowerBound
        if length >= left { return part.lowerBound + left }
        left -= length
      }
      return .distantFuture
    }

    func isStuck(_ length: Duration) -> Bool { stuckAfter.map { length > $0 } ?? false }
  }

  /// `nil` before the first reading.
  private var isTaken: Bool?
  /// Since when it is taken, as far as the readings say.
  private var takenSince = Timestamp.distantPast
  /// When the stay began that lasts or was the last one.
  private var start = Timestamp.distantPast
  /// When it comes over the limit.
  private var limitReached = Timestamp.distantFuture
  /// When the last one ended.
  private var end = Timestamp.distantPast
  /// The last reading, and what is known of the hour in which it was taken.
  private var at = Timestamp.distantPast
  private var hour = Timestamp.distantPast
  private var hourKnown = Duration.zero
  private var hourTaken = Duration.zero

  /// The newest frame, and whether one is missing since the newest reading of the occupancy.
  private var frame = FrameMark.none
  private var isFrameMissing = false

  init() {}

  mutating func take(_ reading: FrameReading, _ terms: Terms, _ results: inout KindResults) {
    isFrameMissing = isFrameMissing || reading.frame.misses(after: frame)
    frame = reading.frame
    if reading.reading.quantity == .occupied { take(reading.reading, terms, &results) }
  }

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    sayHours(until: reading.at, terms, &results)
    let isTakenNow = reading.value >= 0.5
    switch (isTaken == true, isTakenNow) {
    case (false, true): begin(reading.at, terms, &results)
    case (true, true) where isFrameMissing: beginAgain(reading.at, terms)
    case (true, false): finish(reading.at, terms, &results)
    case (true, true), (false, false): break
    }
    isTaken = isTakenNow
    isFrameMissing = false
    results.add(.occupiedFor, occupiedFor(at: reading.at), at: reading.at)
    guard terms.free != nil else { return }
    let over = overstay(at: reading.at, terms)
    if !over.isNaN { results.add(.overstay, over, at: reading.at) }
    // A sensor that is stuck confirms nothing.
    results.add(.confirmedOverstay, over.isNaN ? 0 : over, at: reading.at)
  }

  private mutating func begin(_ at: Timestamp, _ terms: Terms, _ results: inout KindResults) {
    if isTaken == false, end > .distantPast, at - end < terms.flicker, !isFrameMissing {
      // It was not free: the stay goes on, and what was said of its end is taken back.
      sayEnd(terms, &results, isTrue: false)
      return
    }
    takenSince = at
    beginAgain(at, terms)
  }

  private mutating func beginAgain(_ at: Timestamp, _ terms: Terms) {
    start = at
    limitReached = terms.limitReached(from: at)
  }

  private mutating func finish(_ at: Timestamp, _ terms: Terms, _ results: inout KindResults) {
    guard !isFrameMissing else {
      end = .distantPast
      return
    }
    end = at
    sayEnd(terms, &results, isTrue: true)
  }

  private func sayEnd(_ terms: Terms, _ results: inout KindResults, isTrue: Bool) {
    let length = end - start
    guard length >= terms.flicker, !terms.isStuck(end - takenSince) else { return }
    results.add(.arrival, isTrue ? 1 : 0, at: start)
    results.add(.stay, isTrue ? minutes(length) : 0, at: end)
    let over = over(at: end, terms)
    if over > 0 { results.add(.stayOver, isTrue ? over : 0, at: end) }
  }

  // MARK: - Hours

  /// Says of each hour that is over how much of it the bay was taken, where enough of it is known.
  private mutating func sayHours(until now: Timestamp, _ terms: Terms, _ results: inout KindResults) {
    defer { at = now }
    guard let isTaken else {
      hour = terms.calendar.period(.hour, containing: now).lowerBound
      return
    }
    // Of a sensor that is stuck nothing is known from then on.
    let stuckFrom = isTaken && terms.stuckAfter != nil ? takenSince + terms.hold : now
    let heldUntil = min(now, at + terms.hold, stuckFrom)
    var from = at
    while hour + .seconds(3600) <= now {
      let next = hour + .seconds(3600)
      add(from: from, to: min(heldUntil, next), isTaken)
      if hourKnown >= terms.hourKnown {
        results.add(.occupiedHour, 100 * hourTaken.inSeconds / hourKnown.inSeconds, at: hour)
      }
      // After a long silence nothing is known of the hours between.
      hour = next < heldUntil ? next : terms.calendar.period(.hour, containing: now).lowerBound
      from = hour
      hourKnown = .zero
      hourTaken = .zero
    }
    add(from: from, to: heldUntil, isTaken)
  }

  private mutating func add(from start: Timestamp, to end: Timestamp, _ isTaken: Bool) {
    guard end > start else { return }
    hourKnown += end - start
    if isTaken { hourTaken += end - start }
  }

  // MARK: - As time goes on

  /// How long the bay has been taken at `now`, in minutes; 0 when it is free, unknown before the first reading.
  func occupiedFor(at now: Timestamp) -> Double {
    guard let isTaken else { return Truth.unknown }
    return isTaken ? max(0, minutes(now - takenSince)) : 0
  }

  /// How far the stay is over the limit at `now`, in minutes of the active hours; unknown before the first
  /// reading, without a limit, and when the sensor is stuck.
  func overstay(at now: Timestamp, _ terms: Terms) -> Double {
    guard let isTaken, terms.free != nil else { return Truth.unknown }
    if !isTaken { return 0 }
    return terms.isStuck(now - takenSince) ? Truth.unknown : over(at: now, terms)
  }

  private func over(at now: Timestamp, _ terms: Terms) -> Double {
    now <= limitReached ? 0 : minutes(terms.active.openTime(in: limitReached..<now, terms.calendar))
  }

  private func minutes(_ duration: Duration) -> Double { duration.inSeconds / 60 }
}
