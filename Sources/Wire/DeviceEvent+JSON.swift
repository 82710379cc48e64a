extension DeviceEvent {
  /// Appends the object as JSON, as `Encodable` would write it with sorted keys: where a city begins to be heard, each who
  /// watches is told of all its devices within minutes.
  public func appendJSON(to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    bytes.appendMember("asset", device.asset)
    bytes.appendMember("at", at)
    bytes.appendMember("battery", device.battery)
    bytes.appendMember("cadence_s", device.cadenceSeconds)
    bytes.appendMember("codec", device.codec)
    bytes.appendMember("delivery_ratio", device.deliveryRatio)
    bytes.appendName("gateways")
    bytes.append(UInt8(ascii: "["))
    for (index, gateway) in device.gateways.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.appendJSON(gateway)
    }
    bytes.append(UInt8(ascii: "]"))
    bytes.appendMember("heard_at", device.heardAt)
    bytes.appendMember("id", device.id)
    if let line = device.registryLine { bytes.appendMember("registry_line", line) }
    bytes.appendMember("rssi", device.rssi)
    bytes.appendMember("snr", device.snr)
    bytes.appendMember("state", device.state)
    bytes.append(UInt8(ascii: "}"))
  }
}
