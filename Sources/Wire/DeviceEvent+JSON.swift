extension DeviceEvent {
  /// Appends the object as JSON, as `Encodable` would write it with sorted keys: where a city begins to be heard, each who
  /// watches is told of all its devices within minutes.
  public func appendJSON(to bytes: inout [UInt8]) {
    bytes += "{\"asset\":".utf8
    bytes.appendJSON(device.asset)
    bytes += ",\"at\":\"\(at.timestamp)\",\"battery\":".utf8
    bytes.appendJSON(device.battery)
    bytes += ",\"cadence_s\":".utf8
    bytes.appendJSON(device.cadenceSeconds)
    bytes += ",\"codec\":".utf8
    bytes.appendJSON(device.codec)
    bytes += ",\"delivery_ratio\":".utf8
    bytes.appendJSON(device.deliveryRatio)
    bytes += ",\"gateways\":[".utf8
    for (index, gateway) in device.gateways.enumerated() {
      if index > 0 { bytes += ",".utf8 }
      bytes.appendJSON(gateway)
    }
    bytes += "],\"heard_at\":".utf8
    bytes += (device.heardAt.map { "\"\($0.timestamp)\"" } ?? "null").utf8
    bytes += ",\"id\":".utf8
    bytes.appendJSON(device.id)
    if let line = device.registryLine {
      bytes += ",\"registry_line\":".utf8
      bytes.appendJSON(line)
    }
    bytes += ",\"rssi\":".utf8
    bytes.appendJSON(device.rssi)
    bytes += ",\"snr\":".utf8
    bytes.appendJSON(device.snr)
    bytes += ",\"state\":".utf8
    bytes.appendJSON(device.state)
    bytes += "}".utf8
  }
}
