import Model

extension City {
  /// Adds what the asset's kind makes of the readings of an uplink, which are those from `first` on.
  mutating func derive(
    _ asset: Int, from first: Int, of uplink: borrowing Uplink, _ device: Int, _ effects: inout Effects
  ) {
    let frame = FrameMark(uplink, device: device)
    var quantities = QuantitySet()
    for index in first..<effects.readings.count {
      let applied = effects.readings[index]
      quantities.formUnion(QuantitySet(applied.reading.quantity))
      if applied.flags.isUsable { state.kinds.note(FrameReading(applied.reading, frame)) }
    }
    if let rssi = uplink.rssi, frame != .none, state.kinds.missesFrame(without: quantities, asset: asset) {
      state.kinds.note(FrameReading(Reading(.rssi, Double(rssi), at: uplink.receivedAt), frame))
    }
    state.kinds.understand(asset: asset, &effects.readings)
  }

  /// For so long it stands before it is said again.
  private static let ratioRepeat = Duration.seconds(43_200)

  /// Adds the shares of the device's frames that came and of its messages that pass the checks.
  mutating func deriveRadio(_ device: Int, _ asset: Int, _ effects: inout Effects) {
    deriveRatio(.deliveryRatio, devices.deliveryRatio(device), device, asset, &effects)
    deriveRatio(.validRatio, devices[device].checks.ratio, device, asset, &effects)
  }

  /// Adds a share of the device's messages, when it is another than before or was said long ago.
  ///
  /// It is known at the time of the newest frame: one that comes late tells of the radio now.
  private mutating func deriveRatio(
    _ quantity: Quantity, _ ratio: Double?, _ device: Int, _ asset: Int, _ effects: inout Effects
  ) {
    guard let ratio else { return }
    if let slot = state.slot(asset, quantity), slot.value == ratio, slot.device == device,
      devices[device].newestAt - slot.at < Self.ratioRepeat
    {
      return
    }
    let reading = Reading(quantity, ratio, at: devices[device].newestAt)
    effects.readings.append(AppliedReading(reading: reading, flags: .derived))
  }
}
