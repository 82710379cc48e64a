extension ReadingEvent {
  /// Appends the object as JSON, as `Encodable` would write it with sorted keys: many are written each second.
  public func appendJSON(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    bytes.appendMember("arrived_at", arrivedAt)
    bytes.appendMember("asset", asset)
    bytes.appendMember("at", at)
    bytes.appendMember("device", device)
    if let id { bytes.appendMember("id", id) }
    bytes.appendMember("quantity", quantity)
    bytes.appendMember("unit", unit)
    bytes.appendMember("value", value)
    bytes.append(UInt8(ascii: "}"))
  }
}
