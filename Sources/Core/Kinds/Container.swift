import Model

/// A container: when it was emptied, how fast it fills, and when it will be full.
///
/// It was emptied when its level falls by much to little from one reading to the next; a level that comes back at
/// once was a sensor that looked past the content. The rate is the median of the slopes between all pairs of
/// readings since then (Theil and Sen), which single bad readings don't move; its interval is Sen's from
/// Kendall's variance (P. K. Sen, JASA 63, 1968). Until it is known of a cycle, what the level has risen by in all is
/// taken instead: so a forecast that was made stays one, whatever late readings tell of collections.
struct Container: KindState {
  static let quantities = QuantitySet(.fillLevel)
  static let memory = 48

  /// What holds for a container.
  final class Terms: Sendable {
    let drop: Double
    let emptyBelow: Double
    let fullAt: Double
    let hold: Duration
    let glitch: Duration

    init(_ parameters: Parameters) {
      drop = parameters.value(Limits.collectionDrop)
      emptyBelow = parameters.value(Limits.emptyBelow)
      fullAt = parameters.value(Limits.fullAt)
      hold = .seconds(parameters.value(Limits.fullHold) * 3600)
      glitch = .seconds(parameters.value(Limits.glitch) * 3600)
    }
  }

  private var at = Timestamp.distantPast
  private var level = Double.nan
  /// Since the container was last emptied.
  private var cycle = Cycle()
  /// Up to that, and the level then, should it not have been emptied.
  private var before = Cycle()
  private var levelBefore = Double.nan
  private var emptiedAt = Timestamp.distantPast
  private var firstAt = Timestamp.distantPast
  private var count = 0
  private var risen = 0.0

  /// What happens between two collections.
  private struct Cycle: BitwiseCopyable {
    var trend = Trend()
    /// Of the cycle before, while this one is too young.
    var rateBefore = Double.nan
    var overflow = Duration.zero
  }

  init() {}

  mutating func take(_ reading: Reading, _ terms: Terms, _ results: inout KindResults) {
    if level >= terms.fullAt { cycle.overflow += min(reading.at - at, terms.hold) }
    if level - reading.value >= terms.drop, reading.value < terms.emptyBelow {
      beginCycle(reading.at, &results)
    } else if emptiedAt == at, reading.at - at <= terms.glitch, reading.value > levelBefore - terms.drop / 2 {
      takeBack(&results)
    }
    if count == 0 { firstAt = reading.at } else { risen += max(0, reading.value - level) }
    count += 1
    at = reading.at
    level = reading.value
    cycle.trend.add(level, at: at)
    if results.isHeard { sayForecast(terms, &results) }
  }

  private mutating func beginCycle(_ now: Timestamp, _ results: inout KindResults) {
    results.add(.fillAtCollection, level, at: now)
    if cycle.overflow > .zero { results.add(.overflowTime, cycle.overflow.inSeconds / 60, at: now) }
    before = cycle
    levelBefore = level
    emptiedAt = now
    cycle = Cycle()
    cycle.rateBefore = before.trend.slopes()?.median ?? before.rateBefore
  }

  private mutating func takeBack(_ results: inout KindResults) {
    results.add(.fillAtCollection, 0, at: emptiedAt)
    if before.overflow > .zero { results.add(.overflowTime, 0, at: emptiedAt) }
    cycle = before
    emptiedAt = .distantPast
  }

  private func sayForecast(_ terms: Terms, _ results: inout KindResults) {
    let slopes = cycle.trend.slopes()
    guard let rate = slopes?.median ?? rateBefore else { return }
    results.add(.fillRate, rate, at: at)
    results.add(.timeToFull, hoursToFull(rate, terms), at: at)
    results.add(.timeToFullLow, hoursToFull(slopes?.high ?? rate, terms), at: at)
    results.add(.timeToFullHigh, hoursToFull(slopes?.low ?? rate, terms), at: at)
  }

  /// The rate while this cycle is too young.
  private var rateBefore: Double? {
    if !cycle.rateBefore.isNaN { return cycle.rateBefore }
    guard count >= Trend.fewest, at > firstAt else { return nil }
    return risen / ((at - firstAt).inSeconds / 86_400)
  }

  /// The hours until it is full at a rate in percent a day; a year when it is longer or never.
  private func hoursToFull(_ rate: Double, _ terms: Terms) -> Double {
    if level >= terms.fullAt { return 0 }
    return rate > 0 ? min(8760, 24 * (terms.fullAt - level) / rate) : 8760
  }
}
