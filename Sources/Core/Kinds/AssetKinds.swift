import Model

/// What is understood of the assets beyond their readings, each by the logic of its kind.
struct AssetKinds: Sendable {
  /// Which kind's list an asset stands in, and where.
  private enum Place: BitwiseCopyable {
    case none
    case parkingBay(Int32)
  }

  private var places: [Place] = []
  private var bays: [EventTimeline<ParkingBay>] = []
  /// The new readings of an uplink; kept for their room.
  private var incoming: [Reading] = []
  private var results = KindResults()

  init(_ definition: CityDefinition) {
    places.reserveCapacity(definition.assets.count)
    for asset in definition.assets {
      switch asset.kind {
      case .parkingBay:
        places.append(.parkingBay(Int32(bays.count)))
        bays.append(EventTimeline(ParkingBay.Terms(asset.parameters, definition.calendar)))
      default: places.append(.none)
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
    switch places[asset] {
    case .none: break
    case .parkingBay(let index): Self.take(incoming, &bays[Int(index)], &results)
    }
    incoming.removeAll(keepingCapacity: true)
    return results.readings
  }

  private static func take<State: KindState>(
    _ readings: [Reading], _ timeline: inout EventTimeline<State>, _ results: inout KindResults
  ) {
    for reading in readings { timeline.take(reading, &results) }
  }

  // MARK: - As time goes on

  /// The value at `now` of a quantity that grows while nothing is heard; see ``Quantity/growsWithTime``.
  func value(_ asset: Int, _ quantity: Quantity, at now: Timestamp) -> Double {
    guard case .parkingBay(let index) = places[asset] else { return Truth.unknown }
    let bay = bays[Int(index)]
    return quantity == .occupiedFor ? bay.state.occupiedFor(at: now) : bay.state.overstay(at: now, bay.terms)
  }
}
