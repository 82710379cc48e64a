extension ReadingEvent {
  /// Appends the object as JSON, as `Encodable` would write it with sorted keys: many are written each second.
  public func appendJSON(to bytes: inout [UInt8]) {
    bytes += "{\"arrived_at\":\"\(arrivedAt.timestamp)\",\"asset\":".utf8
    bytes.appendJSON(asset)
    bytes += ",\"at\":\"\(at.timestamp)\",\"device\":".utf8
    bytes.appendJSON(device)
    if let id {
      bytes += ",\"id\":".utf8
      bytes.appendJSON(id)
    }
    bytes += ",\"quantity\":".utf8
    bytes.appendJSON(quantity)
    bytes += ",\"unit\":".utf8
    bytes.appendJSON(unit)
    bytes += ",\"value\":".utf8
    bytes.appendJSON(value)
    bytes += "}".utf8
  }
}
