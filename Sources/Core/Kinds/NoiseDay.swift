import Model

/// The noise of a day, evening and night by the city's clocks, from where the day begins: Lden and Lnight.
///
/// Levels are averaged as energy. Lden weighs the evening and the night more (Directive 2002/49/EC, annex I). Of each
/// part `valid_percent` must be known. Lden stands at the beginning of its day, Lnight at that of its night.
struct NoiseDay: BitwiseCopyable {
  /// Which hours are day, evening and night, and how much more than the day these weigh.
  struct Terms: Sendable {
    /// When they begin, in seconds since midnight.
    let starts: [Int]
    /// How much an hour of each weighs, as a factor of its energy.
    let weights: [Double]

    init(_ parameters: Parameters) {
      starts = parameters.values(Limits.noiseParts).map { Int($0 * 3600) }
      weights = [1] + parameters.values(Limits.noisePenalties).map(Elementary.power(ofDecibels:))
    }

    /// Lden's mean of the powers of the day, the evening and the night, each by its hours on an ordinary day.
    func mean(_ parts: [Double]) -> Double {
      let ends = [starts[1], starts[2], starts[0] + 86_400]
      return (0..<3).reduce(0) { $0 + Double(ends[$1] - starts[$1]) / 86_400 * weights[$1] * parts[$1] }
    }
  }

  private var at = Timestamp.distantPast
  private var level = 0.0
  /// The beginnings of the day, the evening, the night, and the next day.
  private var bounds = InlineArray<4, Timestamp>(repeating: .distantPast)
  private var energy = InlineArray<3, Double>(repeating: 0)
  private var known = InlineArray<3, Double>(repeating: 0)

  mutating func take(_ reading: Reading, _ terms: Station.Terms, _ results: inout KindResults) {
    defer {
      at = reading.at
      level = reading.value
    }
    guard at > .distantPast else { return begin(reading.at, terms) }
    let heldUntil = min(reading.at, at + terms.hold)
    add(from: at, to: heldUntil)
    while reading.at >= bounds[3] {
      close(terms, &results)
      begin(reading.at - bounds[3] > .seconds(86_400) ? reading.at : bounds[3], terms)
      add(from: at, to: heldUntil)
    }
  }

  private mutating func begin(_ moment: Timestamp, _ terms: Station.Terms) {
    let starts = terms.noise.starts
    let (today, second) = terms.calendar.localTime(at: moment)
    let day = second < starts[0] ? today.adding(days: -1) : today
    for part in 0..<3 { bounds[part] = terms.calendar.moment(day, second: starts[part]) }
    bounds[3] = terms.calendar.moment(day.adding(days: 1), second: starts[0])
    energy = InlineArray(repeating: 0)
    known = InlineArray(repeating: 0)
  }

  private mutating func add(from start: Timestamp, to end: Timestamp) {
    let power = Elementary.power(ofDecibels: level)
    for part in 0..<3 {
      let seconds = (min(end, bounds[part + 1]) - max(start, bounds[part])).inSeconds
      guard seconds > 0 else { continue }
      energy[part] += power * seconds
      known[part] += seconds
    }
  }

  private func close(_ terms: Station.Terms, _ results: inout KindResults) {
    guard let night = mean(2, terms.valid) else { return }
    results.add(.lnight, Elementary.decibels(night), at: bounds[2])
    guard let day = mean(0, terms.valid), let evening = mean(1, terms.valid) else { return }
    results.add(.lden, Elementary.decibels(terms.noise.mean([day, evening, night])), at: bounds[0])
  }

  /// The mean power of a part, as a ratio to that of 0 dB; `nil` when too little is known.
  private func mean(_ part: Int, _ valid: Double) -> Double? {
    let length = (bounds[part + 1] - bounds[part]).inSeconds
    return known[part] >= valid * length ? energy[part] / known[part] : nil
  }
}
