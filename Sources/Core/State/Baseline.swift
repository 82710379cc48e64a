import Model

/// The least that a sensor has measured for some days, against what it must have seen in them.
///
/// A sensor of CO2 drifts by tens of ppm a year, and all that it says is wrong by as much. It can be told without
/// another sensor: sooner or later each room is aired or empty for long, and the least of some days is outdoor
/// air. The sensors' own correction rests on the same (Senseair: 8 days; Sensirion SCD30: 7 days).
struct Baseline: BitwiseCopyable {
  /// What the least value must be within.
  struct Bounds: BitwiseCopyable {
    var least: Double
    var greatest: Double

    /// Outdoor air has 420 ppm nowadays. Below it nothing explains a reading but the sensor; above it a room that
    /// is never well aired does, so there is more room.
    static let co2 = Bounds(least: 350, greatest: 800)
  }

  /// Nights, a weekend, and a day more.
  static let period = Duration.seconds(8 * 86_400)
  /// Fewer readings than this in a period say nothing.
  static let readingsMin: UInt32 = 100

  private var since: Timestamp
  private var least = Double.infinity
  private var count: UInt32 = 0
  private(set) var isBelow = false
  private(set) var isAbove = false

  init(since: Timestamp) { self.since = since }

  /// Takes a reading in order of time.
  /// - Returns: whether the sensor can be believed.
  mutating func take(_ value: Double, at: Timestamp, _ bounds: Bounds) -> Bool {
    if at - since >= Self.period {
      isBelow = count >= Self.readingsMin && least < bounds.least
      isAbove = count >= Self.readingsMin && least > bounds.greatest
      self = Baseline(since: at, isBelow: isBelow, isAbove: isAbove)
    }
    least = min(least, value)
    count &+= 1
    // The air that was missed for days has come: the room was the reason.
    if value <= bounds.greatest { isAbove = false }
    return !isBelow && !isAbove
  }

  private init(since: Timestamp, isBelow: Bool, isAbove: Bool) {
    self.init(since: since)
    self.isBelow = isBelow
    self.isAbove = isAbove
  }
}
