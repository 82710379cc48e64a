/// What kind of thing an asset is.
public enum AssetKind: String, CaseIterable, Sendable {
  case container
  case parkingBay = "parking_bay"
  case room
  case luminaire
  case building
  case station
  case greenSpace = "green_space"
  case gateway
}

/// A place on Earth, WGS 84, in degrees.
public struct Location: Hashable, Sendable, BitwiseCopyable {
  /// North of the equator, -90 to 90.
  public var latitude: Double
  /// East of Greenwich, -180 to 180.
  public var longitude: Double

  /// A place; `nil` when it is not on Earth.
  public init?(latitude: Double, longitude: Double) {
    guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
    self.latitude = latitude
    self.longitude = longitude
  }
}

/// What is known of an asset or device beside its names: `empty_mm=1500;full_mm=200`.
public struct Parameters: Hashable, Sendable {
  /// The values as they were written, by key.
  public var values: [String: String]

  /// Parameters from keys and values.
  public init(_ values: [String: String] = [:]) { self.values = values }

  /// The value under `key` as it was written.
  public subscript(key: String) -> String? { values[key] }

  /// The value under `key` as a number; `nil` when absent or not a finite number.
  public func number(_ key: String) -> Double? {
    guard let text = values[key], let number = Double(text), number.isFinite else { return nil }
    return number
  }
}

/// A thing in the city that people care about.
public struct Asset: Hashable, Sendable {
  // A city may have a million of these: the kind stands where the place leaves room.

  /// Unique in the city, as in the registry.
  public var id: String
  /// What people call it; the id when the registry gives none.
  public var name: String
  /// The district it lies in, by name.
  public var district: String?
  /// Where it is.
  public var location: Location?
  /// What kind of thing it is.
  public var kind: AssetKind
  /// Geometry, limits and the like, by the kind's own keys.
  public var parameters: Parameters

  /// An asset.
  public init(
    id: String, kind: AssetKind, name: String, district: String? = nil, location: Location? = nil,
    parameters: Parameters = Parameters()
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.district = district
    self.location = location
    self.parameters = parameters
  }
}

/// A radio that reports for an asset.
public struct Device: Hashable, Sendable {
  /// What few devices have.
  private struct Rest: Hashable {
    /// What it is called when that is no EUI.
    var name: String?
    var fields: [Field] = []
  }

  /// The key by which uplinks name it.
  public let key: DeviceKey
  /// The codec that decodes its payloads, by name.
  public var codec: String
  private let rest: Shared<Rest>?
  private var assetIndex: Int32

  /// A device; `id` is an identifier as in ``DeviceKey/init(_:)-(String)``.
  public init(id: String, codec: String, asset: Int, fields: [Field] = []) {
    let eui = DeviceKey(eui: id.utf8Span.span)
    key = eui ?? DeviceKey(id)
    let rest = Rest(name: eui == nil ? id : nil, fields: fields)
    self.rest = rest == Rest() ? nil : Shared(rest)
    self.codec = codec
    self.assetIndex = Int32(asset)
  }

  /// As in the registry: an EUI (lower-case hex), an IMEI or a name.
  public var id: String { rest?.value.name ?? hexadecimal(key.value) }

  /// What the names mean that its values come under, where its codec can't know; quantities unique.
  public var fields: [Field] { rest?.value.fields ?? [] }

  /// The asset it reports for: an index into ``CityDefinition/assets``.
  public var asset: Int {
    get { Int(assetIndex) }
    set { assetIndex = Int32(newValue) }
  }
}

/// The city as the registry describes it: what exists, before anything was heard.
public struct CityDefinition: Sendable {
  /// The most devices: what is kept by device has 24 bits for it.
  public static let devicesMax = 0xFF_FFFF
  /// The most brokers.
  public static let brokersMax = 64

  /// What people call the city.
  public var name: String
  /// The IANA time zone, for example `Europe/Brussels`.
  public var timeZone: String
  /// Its wall clock and its days off.
  public var calendar: LocalCalendar
  /// All assets, in registry order, ids unique.
  public var assets: [Asset]
  /// All devices, in registry order, keys unique, at most ``devicesMax``.
  public var devices: [Device]
  /// The brokers that bring what the devices say, as the configuration calls them, names unique; at most ``brokersMax``.
  public var brokers: [String]
  /// Between which limits a device counts as silent.
  public var silence: SilenceBounds

  /// A city.
  public init(
    name: String, timeZone: String, calendar: LocalCalendar = .utc, assets: [Asset], devices: [Device],
    brokers: [String] = [], silence: SilenceBounds = .usual
  ) {
    self.name = name
    self.timeZone = timeZone
    self.calendar = calendar
    self.assets = assets
    self.devices = devices
    self.brokers = brokers
    self.silence = silence
  }
}
