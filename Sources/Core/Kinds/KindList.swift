import Model

/// All assets of one kind.
struct KindList<State: KindState>: Sendable {
  /// The assets, by index, in ascending order.
  private var assets: [Int32] = []
  private var timelines: [EventTimeline<State>] = []

  /// Adds an asset that stands behind those before it.
  /// - Returns: its place in the list.
  mutating func add(_ asset: Int, _ terms: State.Terms) -> Int32 {
    assets.append(Int32(asset))
    timelines.append(EventTimeline(terms))
    return Int32(timelines.count - 1)
  }

  subscript(place: Int32) -> EventTimeline<State> { timelines[Int(place)] }

  /// Takes readings of the asset at `place`.
  mutating func take(_ readings: [Reading], at place: Int32, _ results: inout KindResults) {
    for reading in readings { timelines[Int(place)].take(reading, &results) }
  }

  func write(to writer: inout ImageWriter) {
    writer.write(assets)
    for timeline in timelines { timeline.write(to: &writer) }
  }

  /// Takes over what an image knows of the assets that are still there and still of this kind.
  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    for old in try reader.read(arrayOf: Int32.self) {
      let memory = try EventTimeline<State>.Memory(from: &reader)
      guard let asset = mapping.asset(Int(old)), let place = place(of: Int32(asset)) else { continue }
      timelines[place].remember(memory)
    }
  }

  private func place(of asset: Int32) -> Int? {
    var low = 0
    var high = assets.count
    while low < high {
      let middle = (low + high) / 2
      if assets[middle] < asset { low = middle + 1 } else { high = middle }
    }
    return low < assets.count && assets[low] == asset ? low : nil
  }
}
