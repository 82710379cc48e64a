/// The data of a server-sent event `device`: the device as it is after it was heard for the first time, fell
/// silent or came back, and when that was.
public struct DeviceEvent: Codable, Equatable, Sendable {
  /// The device as it now is; its members stand beside `at`.
  public var device: DeviceObject
  /// When it was heard, or was known to be silent.
  public var at: WireTime

  /// A device after a change.
  public init(_ device: DeviceObject, at: WireTime) {
    self.device = device
    self.at = at
  }

  /// Reads one flat object.
  public init(from decoder: any Decoder) throws {
    device = try DeviceObject(from: decoder)
    at = try decoder.container(keyedBy: CodingKeys.self).decode(WireTime.self, forKey: .at)
  }

  /// Writes one flat object.
  public func encode(to encoder: any Encoder) throws {
    try device.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(at, forKey: .at)
  }

  enum CodingKeys: String, CodingKey {
    case at
  }
}
