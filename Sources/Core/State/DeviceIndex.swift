import Model

/// Finds a registered device by its key: the one look-up that each uplink costs.
///
/// The keys stand in an array of their own, so that a look-up touches no device.
struct DeviceIndex: Sendable {
  private let keys: [DeviceKey]
  private let table: IndexTable

  /// A table over `devices`, whose keys are unique.
  init(_ devices: [Device]) {
    keys = devices.map(\.key)
    var table = IndexTable(capacity: keys.count)
    for (index, key) in keys.enumerated() { table.insert(index, key.tableHash) }
    self.table = table
  }

  /// The index of the device with `key`; `nil` when it is not registered.
  func find(_ key: DeviceKey) -> Int? { table.find(key.tableHash) { keys[$0] == key } }
}
