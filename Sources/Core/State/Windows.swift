import Model

/// One reading in a window.
struct Sample: BitwiseCopyable, Sendable {
  var at: Timestamp
  var value: Double
}

/// The readings of the last while, of those quantities that rules look back on.
struct Windows: Sendable {
  /// The longest look back in nanoseconds, by kind and quantity; 0 where nobody looks back.
  private var spans: [[Int64]]
  private var series: [UInt64: [Sample]] = [:]
  /// The most readings of one asset and quantity: enough for a month of every quarter of an hour.
  private static let samplesMax = 4096

  init() {
    spans = AssetKind.allCases.map { _ in Array(repeating: 0, count: Quantity.allCases.count) }
  }

  /// Keeps readings of `quantity` for at least `length`.
  mutating func keep(_ kind: AssetKind, _ quantity: Quantity, _ length: Duration) {
    let old = spans[kind.index][Int(quantity.rawValue)]
    spans[kind.index][Int(quantity.rawValue)] = max(old, length.wholeNanoseconds)
  }

  /// Takes a reading in, at its place in time; readings that nobody looks back on are let go.
  mutating func insert(_ reading: Reading, asset: Int, kind: AssetKind) {
    let span = spans[kind.index][Int(reading.quantity.rawValue)]
    guard span > 0 else { return }
    series[Self.key(asset, reading.quantity), default: []].insert(
      Sample(at: reading.at, value: reading.value), correcting: reading.quantity.isDerived, keeping: span,
      atMost: Self.samplesMax)
  }

  /// The readings after `start` and up to `end`, in order of time.
  func samples(
    _ asset: Int, _ quantity: Quantity, after start: Timestamp, through end: Timestamp
  ) -> ArraySlice<Sample> {
    guard let samples = series[Self.key(asset, quantity)] else { return [] }
    let first = samples.firstPlace { $0.at > start }
    let last = samples.firstPlace { $0.at > end }
    return samples[first..<max(first, last)]
  }

  private static func key(_ asset: Int, _ quantity: Quantity) -> UInt64 {
    UInt64(asset) << 8 | UInt64(quantity.rawValue)
  }
}

extension [Sample] {
  /// Takes a sample in, for the one of its time when it corrects that, and lets those go that are older than
  /// `span` before the newest, in steps so that each costs little.
  fileprivate mutating func insert(
    _ sample: Sample, correcting: Bool, keeping span: Int64, atMost limit: Int
  ) {
    let place = firstPlace { $0.at > sample.at }
    if correcting, place > 0, self[place - 1].at == sample.at {
      self[place - 1] = sample
      return
    }
    insert(sample, at: place)
    guard count % 32 == 0 || count > limit, let newest = last else { return }
    let oldest = newest.at - .nanoseconds(span)
    let stale = Swift.max(firstPlace { $0.at > oldest }, count - limit)
    if stale > 0 { removeFirst(stale) }
  }

  /// The first place whose sample fulfils `isBehind`, which holds from some place on.
  fileprivate func firstPlace(where isBehind: (Sample) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension AssetKind {
  /// Its place among the kinds, for flat tables.
  var index: Int {
    switch self {
    case .container: 0
    case .parkingBay: 1
    case .room: 2
    case .luminaire: 3
    case .building: 4
    case .station: 5
    case .greenSpace: 6
    case .gateway: 7
    }
  }
}

extension Windows {
  func write(to writer: inout ImageWriter) {
    writer.write(series.count)
    for (key, samples) in series {
      writer.write(key)
      writer.write(samples)
    }
  }

  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping, _ definition: CityDefinition
  ) throws(ImageError) {
    for _ in 0..<(try reader.read(Int.self)) {
      let key: UInt64 = try reader.read()
      let samples = try reader.read(arrayOf: Sample.self)
      guard let quantity = Quantity(rawValue: UInt8(truncatingIfNeeded: key)),
        let asset = mapping.asset(Int(key >> 8)),
        spans[definition.assets[asset].kind.index][Int(quantity.rawValue)] > 0
      else { continue }
      series[Self.key(asset, quantity)] = samples
    }
  }
}
