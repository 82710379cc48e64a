import Model

/// The readings that say what was known of the assets at any moment that late data can still change.
///
/// One column for each kind and quantity that an indicator looks at, with the readings of each asset in order
/// of time. Of several measured at one time the largest counts, whichever came first: so the order of arrival
/// does not matter. Of several that the logic of a kind has worked out, the last: it corrects the others.
struct IndicatorSeries: Sendable {
  /// How long readings are needed, by column.
  private var spans: [Duration] = []
  private var samples: [[[Sample]]] = []
  private var columns: [[Int]]
  private let kinds: [AssetKind]
  /// Each asset's place among those of its kind.
  private let places: [Int32]
  private let counts: [Int]

  init(_ assets: [Asset]) {
    columns = AssetKind.allCases.map { _ in Array(repeating: -1, count: Quantity.allCases.count) }
    kinds = assets.map(\.kind)
    var counts = AssetKind.allCases.map { _ in 0 }
    places = assets.map { asset in
      defer { counts[asset.kind.index] += 1 }
      return Int32(counts[asset.kind.index])
    }
    self.counts = counts
  }

  /// Keeps the readings of `quantity` for `length`.
  /// - Returns: their column.
  mutating func keep(_ kind: AssetKind, _ quantity: Quantity, for length: Duration) -> Int {
    let column = columns[kind.index][Int(quantity.rawValue)]
    if column >= 0 {
      spans[column] = max(spans[column], length)
      return column
    }
    columns[kind.index][Int(quantity.rawValue)] = samples.count
    samples.append(Array(repeating: [], count: counts[kind.index]))
    spans.append(length)
    return samples.count - 1
  }

  /// What an asset is.
  func kind(ofAsset asset: Int) -> AssetKind { kinds[asset] }

  /// How many columns there are.
  var columnCount: Int { samples.count }

  /// Where the readings of a quantity of an asset stand; `nil` when nobody looks at them.
  func column(_ quantity: Quantity, of asset: Int) -> Int? {
    let column = columns[kinds[asset].index][Int(quantity.rawValue)]
    return column >= 0 ? column : nil
  }

  /// What the quantity was at `moment`, if it was measured less than `maxAge` nanoseconds before; else not-a-number.
  func value(_ column: Int, asset: Int, at moment: Timestamp, maxAge: Int64) -> Double {
    let own = samples[column][Int(places[asset])]
    var index = own.count - 1
    // Nearly always the last one, or the one before.
    while index >= 0, own[index].at > moment { index -= 1 }
    guard index >= 0, own[index].at.end(after: maxAge) > moment else { return Truth.unknown }
    return own[index].value
  }

  /// When the quantity may be another, after `moment`: with the next reading, or when this one is too old.
  func nextChange(_ column: Int, asset: Int, after moment: Timestamp, maxAge: Int64) -> Timestamp {
    let own = samples[column][Int(places[asset])]
    let next = own.place(after: moment)
    let change = next < own.count ? own[next].at : .distantFuture
    guard next > 0, case let end = own[next - 1].at.end(after: maxAge), end > moment else { return change }
    return min(change, end)
  }

  /// The moments in a stretch of time at which the quantity was measured.
  func moments(_ column: Int, asset: Int, in stretch: Range<Timestamp>) -> [Timestamp] {
    let own = samples[column][Int(places[asset])]
    let end = own.place(after: stretch.upperBound - .nanoseconds(1))
    let start = own[..<end].lastIndex { $0.at < stretch.lowerBound }.map { $0 + 1 } ?? 0
    return own[start..<end].map(\.at)
  }

  /// From when to when a new reading would say how things are; `nil` when it says nothing new.
  func reign(of reading: Reading, _ column: Int, asset: Int) -> Range<Timestamp>? {
    let own = samples[column][Int(places[asset])]
    let next = own.place(after: reading.at)
    if next > 0, own[next - 1].at == reading.at, !reading.replaces(own[next - 1].value) { return nil }
    let end = next < own.count ? own[next].at : .distantFuture
    return reading.at..<end
  }

  /// Takes a reading in, at its place in time, and lets those go that nobody needs at `now` any more.
  mutating func insert(_ reading: Reading, _ column: Int, asset: Int, now: Timestamp) {
    samples[column][Int(places[asset])].insert(reading, neededFrom: now - spans[column])
  }
}

extension IndicatorSeries {
  func write(to writer: inout ImageWriter) {
    for kind in AssetKind.allCases {
      let own = Quantity.allCases.filter { columns[kind.index][Int($0.rawValue)] >= 0 }
      writer.write(own.count)
      for quantity in own {
        writer.write(quantity)
        let column = columns[kind.index][Int(quantity.rawValue)]
        let heard = places.indices.filter { kinds[$0] == kind && !samples[column][Int(places[$0])].isEmpty }
        writer.write(heard.count)
        for asset in heard {
          writer.write(asset)
          writer.write(samples[column][Int(places[asset])])
        }
      }
    }
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    for kind in AssetKind.allCases {
      for _ in 0..<(try reader.read(Int.self)) {
        let quantity: Quantity = try reader.read()
        for _ in 0..<(try reader.read(Int.self)) {
          let index: Int = try reader.read()
          let own = try reader.read(arrayOf: Sample.self)
          guard let asset = mapping.asset(index), kinds[asset] == kind,
            let column = column(quantity, of: asset)
          else { continue }
          samples[column][Int(places[asset])] = own
        }
      }
    }
  }
}

extension [Sample] {
  /// The place of the first sample that is later than `moment`.
  fileprivate func place(after moment: Timestamp) -> Int {
    var place = count
    while place > 0, self[place - 1].at > moment { place -= 1 }
    return place
  }

  fileprivate mutating func insert(_ reading: Reading, neededFrom oldest: Timestamp) {
    let place = place(after: reading.at)
    if place > 0, self[place - 1].at == reading.at {
      self[place - 1].value = reading.value
    } else {
      insert(Sample(at: reading.at, value: reading.value), at: place)
    }
    // In steps, so that each costs little. The last one before still says how things were then.
    guard count % 16 == 0 else { return }
    let stale = self.place(after: oldest) - 1
    if stale > 0 { removeFirst(stale) }
  }
}

extension Timestamp {
  /// So many nanoseconds later, or the latest moment that there is: without the wide arithmetic of `Duration`.
  fileprivate func end(after nanoseconds: Int64) -> Timestamp {
    let (sum, overflow) = self.nanoseconds.addingReportingOverflow(nanoseconds)
    return overflow ? .distantFuture : Timestamp(nanoseconds: sum)
  }
}

extension Reading {
  /// Whether it takes the place of another value of its time.
  fileprivate func replaces(_ other: Double) -> Bool {
    quantity.isCorrectable ? value != other : value > other
  }
}
