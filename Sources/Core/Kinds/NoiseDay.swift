import Model

/// The noise of a day, evening and night, from seven to seven by the city's clocks: Lden and Lnight.
///
/// Levels are averaged as energy. Lden weighs the evening by 5 dB and the night by 10 dB more (Directive
/// 2002/49/EC, annex I). Of each part `valid_percent` must be known. Lden stands at the beginning of its day,
/// Lnight at that of its night.
struct NoiseDay: BitwiseCopyable {
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
    guard at > .distantPast else { return begin(reading.at, terms.calendar) }
    let heldUntil = min(reading.at, at + terms.hold)
    add(from: at, to: heldUntil)
    while reading.at >= bounds[3] {
      close(terms.valid, &results)
      begin(reading.at - bounds[3] > .seconds(86_400) ? reading.at : bounds[3], terms.calendar)
      add(from: at, to: heldUntil)
    }
  }

  private mutating func begin(_ moment: Timestamp, _ calendar: LocalCalendar) {
    let (today, second) = calendar.localTime(at: moment)
    let day = second < 7 * 3600 ? today.adding(days: -1) : today
    bounds[0] = calendar.moment(day, second: 7 * 3600)
    bounds[1] = calendar.moment(day, second: 19 * 3600)
    bounds[2] = calendar.moment(day, second: 23 * 3600)
    bounds[3] = calendar.moment(day.adding(days: 1), second: 7 * 3600)
    energy = InlineArray(repeating: 0)
    known = InlineArray(repeating: 0)
  }

  private mutating func add(from start: Timestamp, to end: Timestamp) {
    let power = Elementary.exp(level * 0.230_258_509_299_404_6)  // 10 to the power level / 10
    for part in 0..<3 {
      let seconds = (min(end, bounds[part + 1]) - max(start, bounds[part])).inSeconds
      guard seconds > 0 else { continue }
      energy[part] += power * seconds
      known[part] += seconds
    }
  }

  private func close(_ valid: Double, _ results: inout KindResults) {
    if let night = mean(2, valid) { results.add(.lnight, decibel(night), at: bounds[2]) }
    guard let day = mean(0, valid), let evening = mean(1, valid), let night = mean(2, valid) else { return }
    let weighted = (12 * day + 4 * evening * 3.162_277_660_168_379_5 + 8 * night * 10) / 24
    results.add(.lden, decibel(weighted), at: bounds[0])
  }

  /// The mean power of a part, as a ratio to that of 0 dB; `nil` when too little is known.
  private func mean(_ part: Int, _ valid: Double) -> Double? {
    let length = (bounds[part + 1] - bounds[part]).inSeconds
    return known[part] >= valid * length ? energy[part] / known[part] : nil
  }

  private func decibel(_ ratio: Double) -> Double { 10 * Elementary.log10(ratio) }
}
