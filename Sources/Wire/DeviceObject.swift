/// A device with its radio health.
public struct DeviceObject: Codable, Equatable, Sendable {
  /// What can be said of a device in one word.
  public enum State: String, CaseIterable, Sendable {
    /// Heard within its cadence.
    case ok
    /// Heard before, and now quiet for longer than its cadence allows.
    case silent
    /// Registered and never heard.
    case unheard
    /// Heard and not registered.
    case unknown
  }

  /// As in the registry, or as the network names it.
  public var id: String
  /// The asset it reports for; `nil` when it is not registered.
  @Nullable public var asset: String?
  /// Its codec; `nil` when it is not registered.
  @Nullable public var codec: String?
  /// One of ``State``.
  public var state: String
  /// When it was last heard; `nil` for never.
  @Nullable public var heardAt: WireTime?
  /// How often it usually reports, learned from its history, in seconds; `nil` while not yet known.
  @Nullable public var cadenceSeconds: Double?
  /// The share of its uplinks that arrived, in percent; `nil` while not known.
  @Nullable public var deliveryRatio: Double?
  /// Its battery in percent; `nil` when it does not say.
  @Nullable public var battery: Double?
  /// The signal strength of the last uplink where it was heard best, at a gateway or a relay, in dBm.
  @Nullable public var rssi: Double?
  /// The signal to noise ratio of the last uplink there, in dB; `nil` when unknown, as in FSK.
  @Nullable public var snr: Double?
  /// The gateways that heard it.
  public var gateways: [String]
  /// For a device that is not registered: the line to paste into the registry; absent otherwise.
  public var registryLine: String?

  /// A device.
  public init(
    id: String, asset: String?, codec: String?, state: State, heardAt: WireTime? = nil,
    cadenceSeconds: Double? = nil, deliveryRatio: Double? = nil, battery: Double? = nil,
    rssi: Double? = nil, snr: Double? = nil, gateways: [String] = [], registryLine: String? = nil
  ) {
    self.id = id
    self.asset = asset
    self.codec = codec
    self.state = state.rawValue
    self.heardAt = heardAt
    self.cadenceSeconds = cadenceSeconds?.roundedToMillionth
    self.deliveryRatio = deliveryRatio?.roundedToMillionth
    self.battery = battery?.roundedToMillionth
    self.rssi = rssi?.roundedToMillionth
    self.snr = snr?.roundedToMillionth
    self.gateways = gateways
    self.registryLine = registryLine
  }

  enum CodingKeys: String, CodingKey {
    case id, asset, codec, state
    case heardAt = "heard_at"
    case cadenceSeconds = "cadence_s"
    case deliveryRatio = "delivery_ratio"
    case battery, rssi, snr, gateways
    case registryLine = "registry_line"
  }
}
