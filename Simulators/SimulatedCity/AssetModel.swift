import Model

/// What an asset does by itself, whether or not anybody measures it.
protocol AssetModel: Sendable {
  /// What its devices are there for: each can say at least one of these.
  static var watchedQuantities: [Quantity] { get }

  /// How often its devices report, one of these for each device.
  static var reportIntervals: [Duration] { get }

  /// The asset as it is at the start.
  /// - Throws: which parameter of the asset can't be read.
  init(_ asset: Asset, at start: Timestamp, in world: World, _ random: RandomSource) throws(ParameterError)

  /// Brings the asset to `now`, which is the time that the last step named, or the start.
  mutating func advance(to now: Timestamp, in world: World) -> Step

  /// What perfect instruments would show.
  var state: Measurements { get }

  /// What is true of it.
  var conditions: Conditions { get }
}

/// What came of advancing an asset.
struct Step {
  /// When it has to be advanced again.
  var next: Timestamp
  /// Whether a device that watches the asset would report now, outside its interval.
  var isNoticed = false
  /// What happened.
  var occurrences: [Occurrence] = []
}

/// A parameter in the registry that can't be read.
struct ParameterError: Error, Hashable, Sendable {
  let key: String
  let expected: String
}

extension Parameters {
  /// The number under `key`, or `fallback` when there is none; it lies in `range`.
  func number(
    _ key: String, in range: ClosedRange<Double>, else fallback: Double
  ) throws(ParameterError) -> Double {
    guard self[key] != nil else { return fallback }
    guard let value = number(key), range.contains(value) else {
      throw ParameterError(key: key, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}

/// How the kinds of assets behave; `nil` for what does nothing by itself.
func assetModel(for kind: AssetKind) -> (any AssetModel.Type)? {
  switch kind {
  case .container: Container.self
  case .parkingBay: ParkingBay.self
  case .room: Room.self
  case .luminaire: Luminaire.self
  case .building: Building.self
  case .station: Station.self
  case .greenSpace: GreenSpace.self
  case .gateway: nil
  }
}
