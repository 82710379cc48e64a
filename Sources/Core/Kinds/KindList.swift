import Model

/// The assets of one kind that were heard: a city may register many more.
struct KindList<State: KindState>: Sendable {
  /// The assets, by index, in the order in which they were heard first.
  private var assets: [Int32] = []
  private var timelines: [EventTimeline<State>] = []
  /// What the registry says of an asset.
  private let terms: @Sendable (Asset, LocalCalendar) -> State.Terms
  /// Where the terms are those of the parameters, assets with the same ones share them.
  private var termsOfParameters: [Parameters: State.Terms] = [:]
  private let isOfPlace: Bool

  /// A list without assets.
  /// - Parameters:
  ///   - isOfPlace: whether terms depend on where the asset is.
  ///   - terms: what the registry says of an asset.
  init(isOfPlace: Bool = false, _ terms: @escaping @Sendable (Asset, LocalCalendar) -> State.Terms) {
    self.isOfPlace = isOfPlace
    self.terms = terms
  }

  subscript(place: Int32) -> EventTimeline<State> { timelines[Int(place)] }

  /// Takes readings of an asset, which gets its `place` with the first that counts.
  mutating func take(
    _ readings: [FrameReading], of asset: Int, at place: inout Int32, _ definition: CityDefinition,
    _ results: inout KindResults
  ) {
    for reading in readings where State.quantities.contains(QuantitySet(reading.reading.quantity)) {
      if place < 0 { place = add(asset, definition) }
      timelines[Int(place)].take(reading, &results)
    }
  }

  private mutating func add(_ asset: Int, _ definition: CityDefinition) -> Int32 {
    assets.append(Int32(asset))
    timelines.append(EventTimeline(terms(of: definition.assets[asset], definition.calendar)))
    return Int32(timelines.count - 1)
  }

  private mutating func terms(of asset: Asset, _ calendar: LocalCalendar) -> State.Terms {
    if isOfPlace { return terms(asset, calendar) }
    if let known = termsOfParameters[asset.parameters] { return known }
    let new = terms(asset, calendar)
    termsOfParameters[asset.parameters] = new
    return new
  }

  func write(to writer: inout ImageWriter) {
    writer.write(assets)
    for timeline in timelines { timeline.write(to: &writer) }
  }

  /// Takes over what an image knows of the assets that are still there and still of this kind.
  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping, _ kind: AssetKind,
    _ definition: CityDefinition, _ places: inout [Int32]
  ) throws(ImageError) {
    let owners = try reader.read(arrayOf: Int32.self)
    assets.reserveCapacity(owners.count)
    timelines.reserveCapacity(owners.count)
    for old in owners {
      let memory = try EventTimeline<State>.Memory(from: &reader)
      guard let asset = mapping.asset(Int(old)), definition.assets[asset].kind == kind else { continue }
      places[asset] = add(asset, definition)
      timelines[Int(places[asset])].remember(memory)
    }
  }
}
