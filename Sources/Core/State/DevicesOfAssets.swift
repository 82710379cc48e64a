import Model

/// The devices of each asset, by index and in ascending order: all in one array, since nearly every asset has one.
struct DevicesOfAssets: Sendable {
  private let devices: [Int32]
  /// Where the devices of each asset begin, and behind the last asset the end.
  private let starts: [Int32]

  init(_ definition: CityDefinition) {
    var starts = [Int32](repeating: 0, count: definition.assets.count + 1)
    for device in definition.devices { starts[device.asset + 1] += 1 }
    for asset in definition.assets.indices { starts[asset + 1] += starts[asset] }
    var free = starts
    var devices = [Int32](repeating: 0, count: definition.devices.count)
    for (index, device) in definition.devices.enumerated() {
      devices[Int(free[device.asset])] = Int32(index)
      free[device.asset] += 1
    }
    self.starts = starts
    self.devices = devices
  }

  subscript(asset: Int) -> ArraySlice<Int32> { devices[Int(starts[asset])..<Int(starts[asset + 1])] }
}
