import Model
import Storage
import Wire

extension BacktestRun {
  /// Takes what arrived from `start` on up to `end` out of the daemon's own file.
  /// - Throws: `StorageError` when the file can't be read.
  func take(from reader: UplinkReader, arrivedFrom start: Timestamp, until end: Timestamp) throws {
    var indexes: [Int32: Int] = [:]
    for (number, id) in try reader.devices() { indexes[number] = device(id: id) }
    let last = indexes.keys.max() ?? 0
    // Numbers are given one by one: a list is looked up faster than a dictionary.
    let indexOfNumber = (0...last).map { indexes[$0] ?? -1 }
    try reader.forEach(arrivedFrom: start) { uplink, number, readings, arrivedAt in
      guard arrivedAt < end else { return false }
      guard number <= last, case let index = indexOfNumber[Int(number)], index >= 0 else { return true }
      take(uplink, device: index, readings, arrivedAt: arrivedAt)
      return true
    }
  }

  /// Takes what was measured in that time over the API, page by page: slower, but nothing but the socket must be readable.
  func take(from daemon: Daemon, measuredFrom start: Timestamp, until end: Timestamp) async throws {
    let request = Request("v1", "readings").with("from", start.description).with("to", end.description)
      .with("limit", "10000")
    var cursor: String?
    var pending: [StoredReadingObject] = []
    repeat {
      let page = try await daemon.value(Page<StoredReadingObject>.self, request.with("cursor", cursor))
      for reading in page.items {
        if let last = pending.last, last.device != reading.device || last.arrivedAt != reading.arrivedAt {
          take(message: pending)
          pending.removeAll(keepingCapacity: true)
        }
        pending.append(reading)
      }
      cursor = page.next
    } while cursor != nil
    take(message: pending)
  }

  /// One message again, out of its readings. The history holds each message once.
  private func take(message: [StoredReadingObject]) {
    guard let first = message.first, let index = device(id: first.device) else { return }
    var uplink = Uplink(device: DeviceKey(value: 0), receivedAt: first.at.timestamp)
    var readings: [Reading] = []
    for object in message {
      guard let quantity = Quantity(name: object.quantity) else { continue }
      switch quantity {
      case .rssi where object.derived:
        uplink.rssi = Float(object.value)
        uplink.receivedAt = object.at.timestamp
      case .snr where object.derived: uplink.snr = Float(object.value)
      case _ where object.derived: continue
      default: readings.append(Reading(quantity, object.value, at: object.at.timestamp))
      }
    }
    take(uplink, device: index, readings.span, arrivedAt: first.arrivedAt.timestamp)
  }
}
