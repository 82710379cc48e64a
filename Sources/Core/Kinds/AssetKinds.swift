import Model

/// What is understood of the assets beyond their readings, each by the logic of its kind.
struct AssetKinds: Sendable {
  private let definition: CityDefinition
  private let kinds: [AssetKind]
  /// Where each asset stands among those of its kind; -1 before it is heard.
  private var places: [Int32]
  private var bays = KindList<ParkingBay> { ParkingBay.Terms($0.parameters, $1) }
  private var containers = KindList<Container> { asset, _ in Container.Terms(asset.parameters) }
  private var rooms = KindList<Room> { Room.Terms($0.parameters, $1) }
  private var luminaires = KindList<Luminaire>(isOfPlace: true) { Luminaire.Terms($0, $1) }
  private var buildings = KindList<Building> { Building.Terms($0.parameters, $1) }
  private var stations = KindList<Station> { Station.Terms($0.parameters, $1) }
  private var greenSpaces = KindList<GreenSpace> { asset, _ in GreenSpace.Terms(asset.parameters) }
  /// The new readings of an uplink; kept for their room.
  private var incoming: [FrameReading] = []
  private var results = KindResults()

  init(_ definition: CityDefinition) {
    self.definition = definition
    kinds = definition.assets.map(\.kind)
    places = Array(repeating: -1, count: definition.assets.count)
  }

  // MARK: - Readings

  /// Notes a usable reading of an uplink, of which ``understand(asset:_:)`` will tell what follows.
  mutating func note(_ reading: FrameReading) {
    // A handful, nearly always in order already.
    var place = incoming.count
    while place > 0, reading.isBefore(incoming[place - 1]) { place -= 1 }
    incoming.insert(reading, at: place)
  }

  /// Whether a frame with such readings is not there for the asset's kind, which counts them: then its signal stands for
  /// it.
  func missesFrame(without quantities: QuantitySet, asset: Int) -> Bool {
    kinds[asset] == .parkingBay && !quantities.contains(QuantitySet(.occupied))
  }

  /// Takes the noted readings of an asset and forgets them.
  /// - Parameters:
  ///   - asset: the asset.
  ///   - readings: where those go that follow from them, in the order in which they must be taken.
  mutating func understand(asset: Int, _ readings: inout [AppliedReading]) {
    results.removeAll()
    switch kinds[asset] {
    case .parkingBay: bays.take(incoming, of: asset, at: &places[asset], definition, &results)
    case .container: containers.take(incoming, of: asset, at: &places[asset], definition, &results)
    case .room: rooms.take(incoming, of: asset, at: &places[asset], definition, &results)
    case .greenSpace: greenSpaces.take(incoming, of: asset, at: &places[asset], definition, &results)
    case .luminaire: luminaires.take(incoming, of: asset, at: &places[asset], definition, &results)
    case .building: buildings.take(incoming, of: asset, at: &places[asset], definition, &results)
    case .station: stations.take(incoming, of: asset, at: &places[asset], definition, &results)
    case .gateway: break
    }
    incoming.removeAll(keepingCapacity: true)
    for index in results.readings.indices {
      readings.append(AppliedReading(reading: results.readings[index], flags: .derived))
    }
  }

  // MARK: - As time goes on

  /// The value at `now` of a quantity that grows while nothing is heard; see ``Quantity/growsWithTime``.
  func value(_ asset: Int, _ quantity: Quantity, at now: Timestamp) -> Double {
    guard kinds[asset] == .parkingBay, places[asset] >= 0 else { return Truth.unknown }
    let bay = bays[places[asset]]
    return quantity == .occupiedFor ? bay.state.occupiedFor(at: now) : bay.state.overstay(at: now, bay.terms)
  }
}

extension AssetKinds {
  /// The size of everything that goes into an image as it stands in memory.
  static let imageLayout = [
    MemoryLayout<FrameReading>.size, MemoryLayout<ParkingBay>.size, MemoryLayout<Container>.size,
    MemoryLayout<Room>.size, MemoryLayout<Luminaire>.size, MemoryLayout<Building>.size,
    MemoryLayout<Station>.size, MemoryLayout<GreenSpace>.size,
  ]

  func write(to writer: inout ImageWriter) {
    bays.write(to: &writer)
    containers.write(to: &writer)
    rooms.write(to: &writer)
    luminaires.write(to: &writer)
    buildings.write(to: &writer)
    stations.write(to: &writer)
    greenSpaces.write(to: &writer)
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    try bays.read(from: &reader, mapping, .parkingBay, definition, &places)
    try containers.read(from: &reader, mapping, .container, definition, &places)
    try rooms.read(from: &reader, mapping, .room, definition, &places)
    try luminaires.read(from: &reader, mapping, .luminaire, definition, &places)
    try buildings.read(from: &reader, mapping, .building, definition, &places)
    try stations.read(from: &reader, mapping, .station, definition, &places)
    try greenSpaces.read(from: &reader, mapping, .greenSpace, definition, &places)
  }
}
