import Model

/// The tallies of an indicator at one moment or for one day: one for each scope and aggregate.
struct TallyTable: Sendable {
  private var tallies: [Tally]
  private let width: Int

  init(scopes: Int, inputs: Int) {
    tallies = Array(repeating: Tally(), count: scopes * inputs)
    width = inputs
  }

  /// The tallies of a scope, by aggregate.
  subscript(scope: Int) -> ArraySlice<Tally> { tallies[scope * width..<(scope + 1) * width] }

  /// Adds what an asset contributes to `input`, for the city and for its own scope, if that has tallies.
  mutating func add(_ tally: Tally, input: Int, scope: Int) {
    tallies[input].add(tally)
    let own = scope * width + input
    if scope > 0, own < tallies.count { tallies[own].add(tally) }
  }

  /// Adds what another table of the same shape has gathered.
  mutating func add(_ other: TallyTable) {
    for index in tallies.indices { tallies[index].add(other.tallies[index]) }
  }

  /// Lets go of the tallies' parts.
  mutating func forgetParts() {
    for index in tallies.indices { tallies[index].forgetParts() }
  }

  func write(to writer: inout ImageWriter) {
    writer.write(tallies.count)
    for tally in tallies { tally.write(to: &writer) }
  }

  /// Takes over the tallies of an image, those of districts that are gone left out.
  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping, _ inputs: [AssetInput]
  ) throws(ImageError) {
    for index in 0..<(try reader.read(Int.self)) {
      let isByAsset = inputs[index % width].aggregate.operation.breakdown == .asset
      let tally = try Tally(
        from: &reader, place: { isByAsset ? mapping.asset(Int($0)).map(Int64.init) : $0 })
      guard let scope = mapping.scope(index / width) else { continue }
      let place = scope * width + index % width
      if place < tallies.count { tallies[place] = tally }
    }
  }
}

extension ImageMapping {
  /// Where a scope of the image is in the city; `nil` when it is gone.
  func scope(_ old: Int) -> Int? {
    if old == 0 { return 0 }
    guard districts.indices.contains(old - 1), districts[old - 1] >= 0 else { return nil }
    return Int(districts[old - 1]) + 1
  }
}

extension [IndicatorValue?] {
  func write(to writer: inout ImageWriter) {
    writer.write(count)
    for value in self { writer.write(value) }
  }

  /// Takes over the values of an image as those of the indicator `number`.
  mutating func read(
    from reader: inout ImageReader, _ mapping: ImageMapping, number: Int
  ) throws(ImageError) {
    for old in 0..<(try reader.read(Int.self)) {
      var value: IndicatorValue? = try reader.read()
      guard let scope = mapping.scope(old), scope < count else { continue }
      value?.scope = scope
      value?.indicator = number
      self[scope] = value
    }
  }
}
