import Model

/// What is understood of the assets beyond their readings, each by the logic of its kind.
struct AssetKinds: Sendable {
  private let kinds: [AssetKind]
  /// Where each asset stands among those of its kind.
  private var places: [Int32] = []
  private var bays = KindList<ParkingBay>()
  private var containers = KindList<Container>()
  private var rooms = KindList<Room>()
  private var luminaires = KindList<Luminaire>()
  private var buildings = KindList<Building>()
  private var stations = KindList<Station>()
  private var greenSpaces = KindList<GreenSpace>()
  /// The new readings of an uplink; kept for their room.
  private var incoming: [Reading] = []
  private var results = KindResults()

  init(_ definition: CityDefinition) {
    kinds = definition.assets.map(\.kind)
    places.reserveCapacity(definition.assets.count)
    for (index, asset) in definition.assets.enumerated() {
      switch asset.kind {
      case .parkingBay:
        places.append(bays.add(index, ParkingBay.Terms(asset.parameters, definition.calendar)))
      case .container: places.append(containers.add(index, Container.Terms(asset.parameters)))
      case .room: places.append(rooms.add(index, Room.Terms(asset.parameters, definition.calendar)))
      case .greenSpace: places.append(greenSpaces.add(index, GreenSpace.Terms(asset.parameters)))
      case .luminaire: places.append(luminaires.add(index, Luminaire.Terms(asset, definition.calendar)))
      case .building:
        places.append(buildings.add(index, Building.Terms(asset.parameters, definition.calendar)))
      case .station: places.append(stations.add(index, Station.Terms(asset.parameters, definition.calendar)))
      case .gateway: places.append(-1)
      }
    }
  }

  // MARK: - Readings

  /// Notes a usable reading of an uplink, of which ``understand(asset:)`` will tell what follows.
  mutating func note(_ reading: Reading) {
    // A handful, nearly always in order already.
    var place = incoming.count
    while place > 0, reading.isBefore(incoming[place - 1]) { place -= 1 }
    incoming.insert(reading, at: place)
  }

  /// Takes the noted readings of an asset and forgets them.
  /// - Returns: the readings that follow from them, in the order in which they must be taken.
  mutating func understand(asset: Int) -> [Reading] {
    results.removeAll()
    switch kinds[asset] {
    case .parkingBay: bays.take(incoming, at: places[asset], &results)
    case .container: containers.take(incoming, at: places[asset], &results)
    case .room: rooms.take(incoming, at: places[asset], &results)
    case .greenSpace: greenSpaces.take(incoming, at: places[asset], &results)
    case .luminaire: luminaires.take(incoming, at: places[asset], &results)
    case .building: buildings.take(incoming, at: places[asset], &results)
    case .station: stations.take(incoming, at: places[asset], &results)
    case .gateway: break
    }
    incoming.removeAll(keepingCapacity: true)
    return results.readings
  }

  // MARK: - As time goes on

  /// The value at `now` of a quantity that grows while nothing is heard; see ``Quantity/growsWithTime``.
  func value(_ asset: Int, _ quantity: Quantity, at now: Timestamp) -> Double {
    guard kinds[asset] == .parkingBay else { return Truth.unknown }
    let bay = bays[places[asset]]
    return quantity == .occupiedFor ? bay.state.occupiedFor(at: now) : bay.state.overstay(at: now, bay.terms)
  }
}

extension AssetKinds {
  /// The size of everything that goes into an image as it stands in memory.
  static let imageLayout = [
    MemoryLayout<Reading>.size, MemoryLayout<ParkingBay>.size, MemoryLayout<Container>.size,
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
    try bays.read(from: &reader, mapping)
    try containers.read(from: &reader, mapping)
    try rooms.read(from: &reader, mapping)
    try luminaires.read(from: &reader, mapping)
    try buildings.read(from: &reader, mapping)
    try stations.read(from: &reader, mapping)
    try greenSpaces.read(from: &reader, mapping)
  }
}
