import Core
import Foundation
import GRDB
public import Model

/// Reads the accepted uplinks of a history that somebody else writes, fast and in order of arrival.
///
/// The file is opened read-only. Uplinks come in blocks, each of which is one short transaction, so that the
/// writer's log can be folded back in between.
public final class UplinkReader {
  private let queue: DatabaseQueue
  private let path: String

  /// Rows in one block: a tenth of a second or so.
  private static let blockRows: Int64 = 100_000

  /// Opens the history at `path`.
  /// - Throws: why it can't be read.
  public init(path: String) throws(StorageError) {
    self.path = path
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      // Opening says nothing yet about the log beside the file, which may not be readable.
      _ = try queue.read { db in try Int64.fetchOne(db, sql: "SELECT max(number) FROM uplink") }
    } catch {
      throw StorageError(path, error)
    }
  }

  /// The devices' ids by the numbers by which the history calls them.
  public func devices() throws(StorageError) -> [Int32: String] {
    try read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT number, name FROM device")
      return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Takes the uplinks that arrived at `start` or later, with what was measured: the readings that the city
  /// adds by itself are left out.
  /// - Parameters:
  ///   - start: where to begin.
  ///   - take: gets the uplink, the device's number, its readings and its arrival; it says whether more are
  ///     wanted.
  /// - Throws: why the history can't be read.
  public func forEach(
    arrivedFrom start: Timestamp,
    _ take: (_ uplink: Uplink, _ device: Int32, _ readings: Span<Reading>, _ arrivedAt: Timestamp) -> Bool
  ) throws(StorageError) {
    var next = try read { db in try History.firstUplink(db, arrivedFrom: start) }
    var readings: [Reading] = []
    while true {
      let first = next
      let wantsMore = try read { db in
        let last = try Int64.fetchOne(db, sql: "SELECT max(number) FROM uplink") ?? 0
        guard first <= last else { return false }
        let statement = try PreparedStatement(
          db,
          """
          SELECT device, arrived_at, received_at, session, frame_counter, port, rssi, snr, gateway, readings
            FROM uplink WHERE number >= ? AND number < ? ORDER BY number
          """)
        statement.bind(1, first)
        statement.bind(2, first + Self.blockRows)
        while try statement.next() {
          let uplink = Self.uplink(statement)
          readings.removeAll(keepingCapacity: true)
          statement.withBytes(9) { bytes in
            ReadingBlob.appendMeasured(in: bytes, receivedAt: uplink.receivedAt, to: &readings)
          }
          let arrivedAt = Timestamp(nanoseconds: statement.integer(1))
          let device = Int32(truncatingIfNeeded: statement.integer(0))
          if !take(uplink, device, readings.span, arrivedAt) { return false }
        }
        return true
      }
      guard wantsMore else { return }
      next = first + Self.blockRows
    }
  }

  private static func uplink(_ row: PreparedStatement) -> Uplink {
    var uplink = Uplink(device: DeviceKey(value: 0), receivedAt: Timestamp(nanoseconds: row.integer(2)))
    uplink.session = UInt64(bitPattern: row.integer(3))
    if !row.isNull(4) { uplink.frameCounter = UInt32(truncatingIfNeeded: row.integer(4)) }
    uplink.port = UInt8(truncatingIfNeeded: row.integer(5))
    if !row.isNull(6) { uplink.rssi = Float(row.number(6)) }
    if !row.isNull(7) { uplink.snr = Float(row.number(7)) }
    if !row.isNull(8) { uplink.gateway = DeviceKey(value: UInt64(bitPattern: row.integer(8))) }
    return uplink
  }

  private func read<Value>(_ work: (GRDB.Database) throws -> Value) throws(StorageError) -> Value {
    do {
      return try queue.read(work)
    } catch {
      throw StorageError(path, error)
    }
  }
}
