import Model

/// The time-weighted means of the last hours of one pollutant, in hours of UTC.
struct HourlyMeans: BitwiseCopyable {
  /// Enough for a day of 25 hours.
  private static let kept = 32
  private static let length = Duration.seconds(3600)

  private var at = Timestamp.distantPast
  private var value = 0.0
  private var hour = Timestamp.distantPast
  private var sum = 0.0
  private var known = 0.0
  /// By number of the hour; not-a-number where too little is known.
  private var means = InlineArray<32, Double>(repeating: .nan)

  /// The hours that a reading shows to be over, by their beginnings.
  struct Closed: Sequence, IteratorProtocol {
    fileprivate var upcoming = Timestamp.distantFuture
    fileprivate var end = Timestamp.distantPast

    mutating func next() -> Timestamp? {
      guard upcoming < end else { return nil }
      defer { upcoming = upcoming + HourlyMeans.length }
      return upcoming
    }
  }

  /// Whether there was such a long silence that nothing of before is in any mean that is still to come.
  private func beginsAnew(with reading: Reading) -> Bool {
    at == .distantPast || reading.at - at >= .seconds(3600 * (Self.kept - 2))
  }

  /// Closes the day of the last reading, if it was the last one before a silence that reaches into the next day: so that
  /// its hours are all still there.
  mutating func closeDay(before reading: Reading, _ terms: Station.Terms) -> Closed {
    guard at > .distantPast, reading.at - at > Self.length else { return Closed() }
    let end = Self.start(of: terms.calendar.period(.day, containing: at).upperBound + .seconds(3599))
    return end <= reading.at ? close(until: end, terms) : Closed()
  }

  /// Takes the next reading.
  mutating func take(_ reading: Reading, _ terms: Station.Terms) -> Closed {
    defer {
      at = reading.at
      value = reading.value
    }
    if beginsAnew(with: reading) {
      self = HourlyMeans()
      hour = Self.start(of: reading.at)
      return Closed()
    }
    return close(until: reading.at, terms)
  }

  private mutating func close(until end: Timestamp, _ terms: Station.Terms) -> Closed {
    let heldUntil = min(end, at + terms.hold)
    let first = hour
    while hour + Self.length <= end {
      add(from: at, to: min(heldUntil, hour + Self.length))
      means[Self.place(hour)] = known >= terms.valid * 3600 ? sum / known : .nan
      hour = hour + Self.length
      sum = 0
      known = 0
    }
    add(from: at, to: heldUntil)
    return Closed(upcoming: first, end: hour)
  }

  /// Adds the part of the hour that lies between two moments.
  private mutating func add(from start: Timestamp, to end: Timestamp) {
    let seconds = (end - max(start, hour)).inSeconds
    guard seconds > 0 else { return }
    sum += value * seconds
    known += seconds
  }

  /// The mean of an hour that is over; `nil` when too little of it is known.
  func mean(of hour: Timestamp) -> Double? {
    guard hour < self.hour, self.hour - hour <= .seconds(3600 * Self.kept) else { return nil }
    let mean = means[Self.place(hour)]
    return mean.isNaN ? nil : mean
  }

  /// The mean of the hours up to one, when enough of them are known.
  func mean(of count: Int, upTo hour: Timestamp, atLeast needed: Int) -> Double? {
    var sum = 0.0
    var found = 0
    for back in 0..<count {
      guard let mean = mean(of: hour - .seconds(3600 * back)) else { continue }
      sum += mean
      found += 1
    }
    return found >= needed ? sum / Double(found) : nil
  }

  /// The local day that is over with an hour, and its mean when enough of it is known; `nil` when none is over.
  func dayOver(
    with hour: Timestamp, _ terms: Station.Terms
  ) -> (day: Range<Timestamp>, mean: Double?)? {
    let day = terms.calendar.period(.day, containing: hour)
    guard hour + Self.length >= day.upperBound else { return nil }
    let count = Int(((day.upperBound - day.lowerBound).inSeconds / 3600).rounded())
    return (day, mean(of: count, upTo: hour, atLeast: terms.hours(of: 24)))
  }

  /// The least of the means of the hours up to one, when all of them are known.
  func leastMean(of count: Int, upTo hour: Timestamp) -> Double? {
    var least = Double.infinity
    for back in 0..<count {
      guard let mean = mean(of: hour - .seconds(3600 * back)) else { return nil }
      least = min(least, mean)
    }
    return least
  }

  private static func place(_ hour: Timestamp) -> Int {
    let number = hour.nanoseconds / length.wholeNanoseconds % Int64(kept)
    return Int(number < 0 ? number + Int64(kept) : number)
  }

  private static func start(of moment: Timestamp) -> Timestamp {
    let into = moment.nanoseconds % length.wholeNanoseconds
    return Timestamp(nanoseconds: moment.nanoseconds - (into < 0 ? into + length.wholeNanoseconds : into))
  }
}
