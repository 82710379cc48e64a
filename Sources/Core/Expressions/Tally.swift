import Model

/// What an aggregate has gathered over assets, and over time where it is about a period.
///
/// Whole numbers: so the order in which contributions are added does not matter, and one that turns out
/// wrong can be taken out again without a trace. A contribution weighs 1 at a moment or for an event, and
/// its milliseconds in a period.
struct Tally: Hashable, Sendable {
  /// The weight of that of which it is known whether it counts.
  var known: Int128 = 0
  /// The weight of what counts.
  var counted: Int128 = 0
  /// The values of what counts, in millionths, times their weights.
  var sum: Int128 = 0
  /// The least value of what counts. Least and greatest can't be taken out again.
  var least = Double.infinity
  /// The greatest value of what counts.
  var greatest = -Double.infinity
  /// The same by value, asset or quarter of an hour, for what can't be told from the whole.
  private(set) var parts: [Int64: Part] = [:]

  /// A part of what was gathered.
  struct Part: Hashable, Sendable, BitwiseCopyable {
    var known: Int128 = 0
    var counted: Int128 = 0
    var sum: Int128 = 0
  }

  /// Adds `weight` of something: a negative one takes it out again.
  ///
  /// - Parameters:
  ///   - truth: whether it counts; not-a-number when that is unknown.
  ///   - value: its value; not-a-number when that is unknown, which makes it unknown whether it counts.
  ///   - weight: how much it weighs.
  ///   - part: the part that it belongs to, if there are parts.
  mutating func add(truth: Double, value: Double, weight: Int128, part: Int64?) {
    guard !truth.isNaN, !value.isNaN || truth == Truth.no else { return }
    var own = Part(known: weight)
    if truth == Truth.yes {
      own.counted = weight
      own.sum = weight * Int128((value * Self.millionths).rounded())
      least = min(least, value)
      greatest = max(greatest, value)
    }
    known += own.known
    counted += own.counted
    sum += own.sum
    if let part { add(own, to: part) }
  }

  /// Adds, with a `sign` of -1 takes out, how something was at the beginnings of some quarters of an hour: only where it
  /// begins and where it ends, so that a long time costs no more than a short one.
  mutating func add(truth: Double, quarters: Range<Int64>, _ sign: Int128) {
    guard !truth.isNaN, !quarters.isEmpty else { return }
    let counted = truth == Truth.yes ? sign : 0
    add(Part(known: sign, counted: counted), to: quarters.lowerBound)
    add(Part(known: -sign, counted: -counted), to: quarters.upperBound)
  }

  private mutating func add(_ other: Part, to key: Int64) {
    var part = parts[key] ?? Part()
    part.known += other.known
    part.counted += other.counted
    part.sum += other.sum
    parts[key] = part == Part() ? nil : part
  }

  /// Adds what another tally has gathered.
  mutating func add(_ other: Tally) {
    known += other.known
    counted += other.counted
    sum += other.sum
    least = min(least, other.least)
    greatest = max(greatest, other.greatest)
    for (key, part) in other.parts { add(part, to: key) }
  }

  private static let millionths = 1e6
  /// Parts by value are tenths of the quantity's unit.
  static let partsOfValue = 10.0

  /// The aggregate's value.
  /// - Parameters:
  ///   - operation: what is made of what was gathered.
  ///   - span: the weight of one asset of which all is known: 1 at a moment, milliseconds in a period, so
  ///     that a number over a period is its mean over time; 1 for events, which are counted; for hours what one
  ///     hour of all assets weighs.
  ///   - coverage: how much of an asset must be known, as a share, so that it is one among others.
  ///   - unfinished: for a quantile of how long things took, how many have taken so long so far, by part.
  /// - Returns: the value; not-a-number when nothing is known that it could be made of.
  func value(
    _ operation: Aggregate.Operation, span: Double, least coverage: Double = 0,
    unfinished: [Int64: Int128] = [:]
  ) -> Double {
    switch operation {
    case .share: known == 0 ? Truth.unknown : 100 * Double(counted) / Double(known)
    case .count, .hours: Double(counted) / span
    case .average: counted == 0 ? Truth.unknown : Double(sum) / Double(counted) / Self.millionths
    case .level:
      counted == 0 ? Truth.unknown : Elementary.decibels(Double(sum) / Double(counted) / Self.millionths)
    case .sum: counted == 0 ? Truth.unknown : Double(sum) / span / Self.millionths
    case .least: counted == 0 ? Truth.unknown : least
    case .greatest: counted == 0 ? Truth.unknown : greatest
    case .quantile(let percent): unfinished.isEmpty ? quantile(percent) : quantile(percent, unfinished)
    case .any: shareOfQuarters
    case .mostly(let percent):
      share(of: known(coverage * span), where: { 100 * $0.counted >= Int128(percent) * $0.known })
    case .worstHours: known(coverage * span).map { Double($0.counted) / 3_600_000 }.max() ?? Truth.unknown
    // Where nothing happened none was counted; whether anybody would know is what the coverage says.
    case .worstCount: known(0).map { Double($0.counted) }.max() ?? 0
    case .worstAverage:
      known(coverage * span).filter { $0.counted > 0 }
        .map { Double($0.sum) / Double($0.counted) / Self.millionths }.max() ?? Truth.unknown
    // Only the map knows.
    case .nearest, .nearestPercentile95: Truth.unknown
    }
  }

  /// The assets that count, in order, where the parts are assets.
  var countedAssets: [Int] { parts.filter { $0.value.counted > 0 }.keys.sorted().map { Int($0) } }

  /// Lets go of the parts, of which nobody will ask any more.
  mutating func forgetParts() { parts = [:] }

  /// The parts of which at least so much is known.
  private func known(_ weight: Double) -> [Part] {
    parts.values.filter { $0.known > 0 && Double($0.known) >= weight }
  }

  private func share(of parts: some Collection<Part>, where isCounted: (Part) -> Bool) -> Double {
    let known = parts.count { $0.known > 0 }
    return known == 0 ? Truth.unknown : 100 * Double(parts.count(where: isCounted)) / Double(known)
  }

  /// Of the quarters of an hour of which anything is known, those in which something counts.
  private var shareOfQuarters: Double {
    var now = Part()
    var last: Int64 = 0
    var known: Int64 = 0
    var counted: Int64 = 0
    for key in parts.keys.sorted() {
      if now.known > 0 { known += key - last }
      if now.counted > 0 { counted += key - last }
      now.known += parts[key]?.known ?? 0
      now.counted += parts[key]?.counted ?? 0
      last = key
    }
    return known == 0 ? Truth.unknown : 100 * Double(counted) / Double(known)
  }

  /// The least value with at least so many percent of all at or below it.
  private func quantile(_ percent: Int) -> Double {
    var below: Int128 = 0
    for key in parts.keys.sorted() {
      below += parts[key]?.counted ?? 0
      if counted > 0, 100 * below >= Int128(percent) * counted { return Double(key) / Self.partsOfValue }
    }
    return Truth.unknown
  }

  /// The same where some have not come to their end, of which nothing is known but that they take longer: what remains
  /// is shared among those that have (E. L. Kaplan, P. Meier, JASA 53, 1958). Not-a-number when too few have ended.
  private func quantile(_ percent: Int, _ unfinished: [Int64: Int128]) -> Double {
    var left = counted + unfinished.values.reduce(0, +)
    var lasting = 1.0
    for key in Set(parts.keys).union(unfinished.keys).sorted() {
      let ended = parts[key]?.counted ?? 0
      if ended > 0 { lasting *= Double(left - ended) / Double(left) }
      if 1 - lasting >= Double(percent) / 100 - 1e-9 { return Double(key) / Self.partsOfValue }
      left -= ended + (unfinished[key] ?? 0)
    }
    return Truth.unknown
  }
}

extension Tally {
  func write(to writer: inout ImageWriter) {
    writer.write(Part(known: known, counted: counted, sum: sum))
    writer.write(least)
    writer.write(greatest)
    let keys = parts.keys.sorted()
    writer.write(keys)
    for key in keys { writer.write(parts[key] ?? Part()) }
  }

  /// Reads a tally of an image, its parts in their `place` of now; those without one are left out.
  init(from reader: inout ImageReader, place: (Int64) -> Int64?) throws(ImageError) {
    let whole: Part = try reader.read()
    known = whole.known
    counted = whole.counted
    sum = whole.sum
    least = try reader.read()
    greatest = try reader.read()
    for key in try reader.read(arrayOf: Int64.self) {
      let part: Part = try reader.read()
      if let place = place(key) { parts[place] = part }
    }
  }
}
