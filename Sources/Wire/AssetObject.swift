public import Model

/// An asset with its live state.
public struct AssetObject: Codable, Equatable, Sendable {
  /// What can be said of an asset in one word.
  public enum State: String, CaseIterable, Sendable {
    /// Heard, and nothing is wrong.
    case ok
    /// At least one alert is firing for it.
    case alert
    /// Its devices are quiet for longer than their cadence allows.
    case silent
    /// Nothing was ever heard of it.
    case unknown
  }

  /// As in the registry.
  public var id: String
  /// The kind's name, for example `parking_bay`.
  public var kind: String
  /// What people call it.
  public var name: String
  /// The district it lies in.
  @Nullable public var district: String?
  /// Where it is.
  @Nullable public var location: LocationObject?
  /// One of ``State``.
  public var state: String
  /// When one of its devices was last heard; `nil` for never.
  @Nullable public var heardAt: WireTime?
  /// The newest reading of each quantity, by the quantity's name.
  public var readings: [String: ReadingObject]
  /// The ids of its devices.
  public var devices: [String]
  /// The registry's parameters, as they were written.
  public var parameters: [String: String]

  /// How far it is from the place that was asked about, in metres; absent when none was.
  public var distanceMetres: Double?

  /// An asset with its live state.
  public init(
    _ asset: Asset, state: State, heardAt: WireTime?, readings: [String: ReadingObject],
    devices: [String]
  ) {
    id = asset.id
    kind = asset.kind.rawValue
    name = asset.name
    district = asset.district
    location = asset.location.map(LocationObject.init)
    self.state = state.rawValue
    self.heardAt = heardAt
    self.readings = readings
    self.devices = devices
    parameters = asset.parameters.values
  }

  enum CodingKeys: String, CodingKey {
    case id, kind, name, district, location, state
    case heardAt = "heard_at"
    case readings, devices, parameters
    case distanceMetres = "distance_m"
  }
}
