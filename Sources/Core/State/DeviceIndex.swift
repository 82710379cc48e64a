import Model

/// Finds a registered device by its key: the one look-up that each uplink costs.
///
/// An open-addressing table of indexes with at most half of its places taken, and no rehashing after the
/// registry is read. The keys stand beside the indexes, so that a look-up touches no device.
struct DeviceIndex: Sendable {
  private let keys: [UInt64]
  private let indexes: [Int32]
  private let mask: Int

  /// A table over `devices`, whose keys are unique.
  init(_ devices: [Device]) {
    var size = 16
    while size < devices.count * 2 { size *= 2 }
    mask = size - 1
    var keys = [UInt64](repeating: 0, count: size)
    var indexes = [Int32](repeating: -1, count: size)
    for (index, device) in devices.enumerated() {
      let key = device.key.value
      var place = Int(device.key.tableHash) & mask
      while indexes[place] >= 0 { place = (place + 1) & mask }
      keys[place] = key
      indexes[place] = Int32(index)
    }
    self.keys = keys
    self.indexes = indexes
  }

  /// The index of the device with `key`; `nil` when it is not registered.
  func find(_ key: DeviceKey) -> Int? {
    var place = Int(key.tableHash) & mask
    while indexes[place] >= 0 {
      if keys[place] == key.value { return Int(indexes[place]) }
      place = (place + 1) & mask
    }
    return nil
  }
}
