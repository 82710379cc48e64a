import Model

/// Which readings can't be true: beyond what is physically possible, stuck at one value, a jump that nothing
/// makes, or of a sensor that has drifted.
struct Plausibility {
  /// What is known of one quantity of a device that is looked at.
  private struct Track: BitwiseCopyable {
    /// The last value that was taken, and since when and how often it came without a change.
    var value: Double
    var at: Timestamp
    var since: Timestamp
    /// A jump that was not believed: a second reading beside it is.
    var jump = Float.nan
    /// Where its baseline stands among all; -1 for none.
    var baseline: Int32 = -1
    /// The device's track that was made before this one; -1 for none. Those of one device are a chain, which is never
    /// long.
    var next: Int32 = -1
    /// At most what is ever asked for.
    var repeats: UInt16 = 0
    let quantity: Quantity

    init(_ reading: Reading) {
      value = reading.value
      at = reading.at
      since = reading.at
      quantity = reading.quantity
    }

    /// Takes a reading that is believed.
    mutating func follow(_ reading: Reading) {
      if reading.value == value {
        repeats = max(repeats, repeats &+ 1)
      } else {
        since = reading.at
        repeats = 0
      }
      value = reading.value
      at = reading.at
      jump = .nan
    }
  }

  /// How a quantity behaves, as far as it behaves at all.
  private struct Habit {
    /// A sensor that lives is never exactly still for so long, ...
    var stuckAfter: Duration?
    /// ... and so many reports.
    var stuckRepeats: UInt16 = 24
    /// The fastest change in its unit per minute, beyond `step`.
    var perMinute: Double?
    /// A change that is always possible.
    var step = 0.0
    /// What the least of some days must be within.
    var baseline: Baseline.Bounds?
  }

  /// Air and sound are never still; masses of air and earth change slowly. Quantities that may well rest
  /// (a level, a switch, a running total) are not here.
  private static func habit(of quantity: Quantity) -> Habit? {
    switch quantity {
    case .co2: Habit(stuckAfter: .seconds(12 * 3600), perMinute: 2000, step: 3000, baseline: .co2)
    case .noiseLAeq, .noiseLA: Habit(stuckAfter: .seconds(6 * 3600))
    case .no2, .o3: Habit(stuckAfter: .seconds(48 * 3600), stuckRepeats: 96)
    case .pm25, .pm10: Habit(stuckAfter: .seconds(48 * 3600), stuckRepeats: 96)
    case .temperature: Habit(stuckAfter: .seconds(96 * 3600), stuckRepeats: 192, perMinute: 10, step: 20)
    case .soilTemperature: Habit(perMinute: 2, step: 10)
    case .pressure: Habit(stuckAfter: .seconds(48 * 3600), stuckRepeats: 96, perMinute: 5, step: 20)
    default: nil
    }
  }

  private static let habits: [Habit?] = Quantity.allCases.map { habit(of: $0) }

  private var tracks: [Track] = []
  private var baselines: [Baseline] = []
  /// The track that was made last for each device; -1 for none.
  private var newest: [Int32]
  private var implausible: HeardValues<UInt128>
  private var clockAhead: [Bool]

  init(deviceCount: Int) {
    newest = Array(repeating: -1, count: deviceCount)
    implausible = HeardValues(repeating: 0, count: deviceCount)
    clockAhead = Array(repeating: false, count: deviceCount)
  }

  /// The quantities whose newest reading by this device can't be true.
  func implausible(device: Int) -> QuantitySet { QuantitySet(rawValue: implausible[device]) }

  /// Whether the device's newest message speaks of the future.
  func isClockAhead(device: Int) -> Bool { clockAhead[device] }

  /// What is wrong with a reading that came at `arrivedAt`; nothing for a late one, which says nothing of now.
  mutating func judge(
    _ reading: Reading, device: Int, arrivedAt: Timestamp, tolerance: Duration
  ) -> (flags: ReadingFlags, isNews: Bool) {
    if reading.at > arrivedAt + tolerance { return (.future, note(clockAhead: true, device)) }
    var isNews = note(clockAhead: false, device)
    let isPossible =
      reading.quantity.range.contains(reading.value) && isBelievable(reading, device)
    isNews = note(implausible: !isPossible, reading.quantity, device) || isNews
    return (isPossible ? [] : .implausible, isNews)
  }

  private mutating func note(clockAhead isAhead: Bool, _ device: Int) -> Bool {
    guard clockAhead[device] != isAhead else { return false }
    clockAhead[device] = isAhead
    return true
  }

  private mutating func note(implausible isImplausible: Bool, _ quantity: Quantity, _ device: Int) -> Bool {
    let bit = QuantitySet(quantity).rawValue
    guard (implausible[device] & bit != 0) != isImplausible else { return false }
    implausible[device] ^= bit
    return true
  }

  /// Whether a reading that is physically possible is one that the device can have measured.
  private mutating func isBelievable(_ reading: Reading, _ device: Int) -> Bool {
    guard let habit = Self.habits[Int(reading.quantity.rawValue)] else { return true }
    guard let index = place(device, reading.quantity) else {
      var track = Track(reading)
      if habit.baseline != nil {
        track.baseline = Int32(baselines.count)
        baselines.append(Baseline(since: reading.at))
      }
      add(track, device)
      return true
    }
    var track = tracks[index]
    guard reading.at > track.at else { return true }
    if isJump(reading, from: track, habit), !isBeside(reading.value, track.jump, habit) {
      tracks[index].jump = Float(reading.value)
      return false
    }
    track.follow(reading)
    tracks[index] = track
    if let bounds = habit.baseline, track.baseline >= 0,
      !baselines[Int(track.baseline)].take(reading.value, at: reading.at, bounds)
    {
      return false
    }
    guard let stuckAfter = habit.stuckAfter else { return true }
    return track.repeats < habit.stuckRepeats || reading.at - track.since < stuckAfter
  }

  /// Where a quantity of a device is tracked; `nil` when nothing was measured yet.
  private func place(_ device: Int, _ quantity: Quantity) -> Int? {
    var index = newest[device]
    while index >= 0, tracks[Int(index)].quantity != quantity { index = tracks[Int(index)].next }
    return index < 0 ? nil : Int(index)
  }

  private mutating func add(_ track: Track, _ device: Int) {
    tracks.append(track)
    tracks[tracks.count - 1].next = newest[device]
    newest[device] = Int32(tracks.count - 1)
  }

  private func isJump(_ reading: Reading, from track: Track, _ habit: Habit) -> Bool {
    guard let perMinute = habit.perMinute else { return false }
    let minutes = (reading.at - track.at).inSeconds / 60
    return abs(reading.value - track.value) > habit.step + perMinute * minutes
  }

  private func isBeside(_ value: Double, _ jump: Float, _ habit: Habit) -> Bool {
    !jump.isNaN && abs(value - Double(jump)) <= habit.step
  }
}

extension Plausibility {
  func write(to writer: inout ImageWriter) {
    implausible.write(to: &writer)
    writer.write(clockAhead)
    writer.write(baselines)
    writer.write(newest)
    writer.write(tracks)
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    try implausible.read(from: &reader, mapping)
    let clockAhead = try reader.read(arrayOf: Bool.self)
    guard clockAhead.count == mapping.devices.count else { throw .damaged }
    for (index, isAhead) in clockAhead.enumerated() {
      if let device = mapping.device(index) { self.clockAhead[device] = isAhead }
    }
    let known = try reader.read(arrayOf: Baseline.self)
    baselines.reserveCapacity(known.count)
    let chains = try reader.read(arrayOf: Int32.self)
    let all = try reader.read(arrayOf: Track.self)
    tracks.reserveCapacity(all.count)
    for (index, newest) in chains.enumerated() {
      guard let device = mapping.device(index) else { continue }
      var next = Int(newest)
      while next >= 0 {
        guard next < all.count, all[next].next < next else { throw .damaged }
        var track = all[next]
        if track.baseline >= 0 {
          guard track.baseline < known.count else { throw .damaged }
          baselines.append(known[Int(track.baseline)])
          track.baseline = Int32(baselines.count - 1)
        }
        next = Int(track.next)
        add(track, device)
      }
    }
  }

  static var imageLayout: [Int] { [MemoryLayout<Track>.size, MemoryLayout<Baseline>.size] }
}
