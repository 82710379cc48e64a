import Model

extension City {
  /// Adds what the asset's kind makes of the readings from `first` on.
  mutating func derive(_ asset: Int, from first: Int, _ effects: inout Effects) {
    for index in first..<effects.readings.count {
      let applied = effects.readings[index]
      if applied.flags.isUsable { state.kinds.note(applied.reading) }
    }
    for result in state.kinds.understand(asset: asset) {
      effects.readings.append(AppliedReading(reading: result, flags: .derived))
    }
  }

  /// For so long it stands before it is said again.
  private static let deliveryRepeat = Duration.seconds(43_200)

  /// Adds the share of the device's frames that came, when it is another than before or was said long ago.
  ///
  /// It is known at the time of the newest frame: one that comes late tells of the radio now.
  mutating func deriveDelivery(_ device: Int, _ asset: Int, _ effects: inout Effects) {
    guard let ratio = devices[device].counters.deliveryRatio else { return }
    if let slot = state.slot(asset, .deliveryRatio), slot.value == ratio, slot.device == device,
      devices[device].newestAt - slot.at < Self.deliveryRepeat
    {
      return
    }
    let reading = Reading(.deliveryRatio, ratio, at: devices[device].newestAt)
    effects.readings.append(AppliedReading(reading: reading, flags: .derived))
  }
}
