public import Core
import Foundation
import GRDB
import Model

extension Database {
  /// Brings a city to where it was when the daemon last ended: the same uplinks in the same order, and then
  /// time up to the last commit. What that causes was stored and told before, so it is dropped, but for the
  /// alerts of rules that were not there then.
  /// - Parameters:
  ///   - city: a city of which nothing was heard yet, or the one of a snapshot.
  ///   - start: up to where it has come.
  ///   - newRules: the names of rules whose steps are news.
  ///   - news: where those go.
  ///   - onProgress: called now and then, as long as it comes on.
  /// - Returns: how many uplinks were applied, up to where the city has come now, and the indicators' values
  ///   that came last: their moment may not have been committed as a whole.
  /// - Throws: why the history can't be read.
  public func recover(
    _ city: inout City, after start: JournalPosition = .start, newRules: Set<String> = [],
    _ news: inout [Transition], onProgress: () -> Void = {}
  ) throws(StorageError) -> (uplinks: Int, position: JournalPosition, lastValues: [IndicatorValue]) {
    do {
      var count = 0
      var position = start
      var effects = Effects()
      var found: [Transition] = []
      var lastValues: [IndicatorValue] = []
      var readings: [Reading] = []
      let advancedTo: Timestamp? = try pool.read { db in
        // A city of a million devices has little to replay: only the names that occur are looked up.
        let name = try db.makeStatement(sql: "SELECT name FROM device WHERE number = ?")
        var devices: [Int32: Int?] = [:]
        let brokers = try Self.brokers(db, of: city)
        let rows = try Row.fetchCursor(
          db,
          sql: """
            SELECT arrived_at, received_at, device, session, deduplication, frame_counter, port, rssi, snr,
              gateway, readings, number, gateways, broker FROM uplink WHERE number > ? ORDER BY number
            """, arguments: [start.uplink])
        var inputs = try Self.inputs(db, after: start)[...]
        position.command =
          try Int64.fetchOne(db, sql: "SELECT max(number) FROM command") ?? start.command
        position.observation =
          try Int64.fetchOne(db, sql: "SELECT max(number) FROM observation") ?? start.observation
        while let row = try rows.next() {
          let arrivedAt = Timestamp(nanoseconds: try row.decode(atIndex: 0))
          position.uplink = try row.decode(atIndex: 11)
          position.arrivedAt = arrivedAt
          found += Self.apply(&inputs, before: position.uplink, &city, &effects, newRules)
          let number: Int32 = try row.decode(atIndex: 2)
          if devices[number] == nil {
            let found = try String.fetchOne(name, arguments: [number]).flatMap { city.device(id: $0) }
            devices.updateValue(found, forKey: number)
          }
          guard let device = devices[number] ?? nil else { continue }
          var uplink = try Self.uplink(row, device: city.definition.devices[device].key)
          uplink.broker = (row[13] as Int32?).flatMap { brokers[$0] }
          try Self.measured(row, receivedAt: uplink.receivedAt, into: &readings)
          _ = city.apply(
            uplink, device: device, readings: readings.span, arrivedAt: arrivedAt, &effects)
          if !effects.indicatorValues.isEmpty { lastValues = effects.indicatorValues }
          found += effects.takeTransitions(of: newRules)
          count += 1
          if count % 1024 == 0 { onProgress() }
        }
        found += Self.apply(&inputs, before: .max, &city, &effects, newRules)
        return try Int64.fetchOne(db, sql: "SELECT advanced_to FROM progress").map(
          Timestamp.init(nanoseconds:))
      }
      if let advancedTo { city.advance(to: advancedTo, &effects) }
      if !effects.indicatorValues.isEmpty { lastValues = effects.indicatorValues }
      news += found + effects.takeTransitions(of: newRules)
      return (count, position, lastValues)
    } catch {
      throw StorageError(path, error)
    }
  }

  /// Whether the history is the one that a snapshot was taken of, and has come as far.
  public func holds(_ position: JournalPosition) throws(StorageError) -> Bool {
    do {
      return try pool.read { db in
        if position.uplink == 0 { return true }
        let arrivedAt = try Int64.fetchOne(
          db, sql: "SELECT arrived_at FROM uplink WHERE number = ?", arguments: [position.uplink])
        return arrivedAt == position.arrivedAt.nanoseconds
      }
    } catch {
      throw StorageError(path, error)
    }
  }

  /// What happened beside uplinks.
  private enum Input {
    case command(OperatorCommand)
    case observation(Observation, at: Timestamp)
  }

  /// What people asked and what the daemon saw, in the order in which it happened.
  private static func inputs(
    _ db: GRDB.Database, after start: JournalPosition
  ) throws -> [(after: Int64, input: Input)] {
    var inputs: [(after: Int64, at: Int64, input: Input)] = []
    let observations = try Row.fetchAll(
      db, sql: "SELECT kind, subject, at, after_uplink FROM observation WHERE number > ? ORDER BY number",
      arguments: [start.observation])
    for row in observations {
      let at: Int64 = try row.decode(atIndex: 2)
      let record = ObservationRecord(
        kind: try row.decode(atIndex: 0), subject: try row.decode(atIndex: 1), at: at)
      guard let observation = record.observation else { continue }
      let after: Int64 = try row.decode(atIndex: 3)
      inputs.append((after, at, .observation(observation, at: Timestamp(nanoseconds: at))))
    }
    let commands = try Row.fetchAll(
      db, sql: "SELECT \(commandColumns), after_uplink FROM command WHERE number > ? ORDER BY number",
      arguments: [start.command])
    for row in commands {
      guard let command = try command(row) else { continue }
      inputs.append((try row.decode(atIndex: 6), command.at.nanoseconds, .command(command)))
    }
    return inputs.enumerated()
      .sorted { ($0.1.after, $0.1.at, $0.0) < ($1.1.after, $1.1.at, $1.0) }
      .map { ($0.1.after, $0.1.input) }
  }

  /// What people asked of one alert, in order.
  static func commands(_ db: GRDB.Database, of alert: String) throws -> [OperatorCommand] {
    let sql = "SELECT \(commandColumns) FROM command WHERE alert = ? ORDER BY number"
    return try Row.fetchAll(db, sql: sql, arguments: [alert]).compactMap(command)
  }

  private static let commandColumns = "alert, action, until, by, comment, at"

  private static func command(_ row: Row) throws -> OperatorCommand? {
    CommandRecord(
      alert: try row.decode(atIndex: 0), action: try row.decode(atIndex: 1),
      until: try row.decode(atIndex: 2),
      by: try row.decode(atIndex: 3), comment: try row.decode(atIndex: 4), at: try row.decode(atIndex: 5)
    ).command
  }

  /// Lets happen what happened before the uplink with this number.
  /// - Returns: the steps that are news.
  private static func apply(
    _ inputs: inout ArraySlice<(after: Int64, input: Input)>, before uplink: Int64, _ city: inout City,
    _ effects: inout Effects, _ newRules: Set<String>
  ) -> [Transition] {
    var news: [Transition] = []
    while let next = inputs.first, next.after < uplink {
      switch next.input {
      // A command that was refused then is refused again; one whose rule is gone has nothing to act on.
      case .command(let command): _ = try? city.apply(command, &effects)
      case .observation(let observation, let at): city.apply(observation, at: at, &effects)
      }
      news += effects.takeTransitions(of: newRules)
      inputs.removeFirst()
    }
    return news
  }

  /// The city's brokers by the numbers by which the history calls them.
  private static func brokers(_ db: GRDB.Database, of city: borrowing City) throws -> [Int32: UInt8] {
    var brokers: [Int32: UInt8] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT number, name FROM broker") {
      brokers[row[0]] = city.definition.brokers.firstIndex(of: row[1]).map(UInt8.init)
    }
    return brokers
  }

  private static func uplink(_ row: Row, device: DeviceKey) throws -> Uplink {
    var uplink = Uplink(device: device, receivedAt: Timestamp(nanoseconds: try row.decode(atIndex: 1)))
    uplink.session = (row[3] as Int64?).map(UInt64.init(bitPattern:)) ?? 0
    uplink.deduplication = (row[4] as Int64?).map(UInt64.init(bitPattern:)) ?? 0
    uplink.frameCounter = (row[5] as Int64?).flatMap(UInt32.init(exactly:))
    uplink.port = (row[6] as Int64?).flatMap(UInt8.init(exactly:)) ?? 0
    uplink.rssi = (row[7] as Double?).map(Float.init)
    uplink.snr = (row[8] as Double?).map(Float.init)
    uplink.gateway = (row[9] as Int64?).map { DeviceKey(value: UInt64(bitPattern: $0)) }
    if let others = row[12] as Data? { uplink.otherGateways = OtherGateways(history: [UInt8](others)) }
    return uplink
  }

  /// The readings that came in the message; what the city adds to them it will add again.
  private static func measured(_ row: Row, receivedAt: Timestamp, into readings: inout [Reading]) throws {
    readings.removeAll(keepingCapacity: true)
    let bytes = [UInt8](try row.decode(Data.self, atIndex: 10))
    for applied in ReadingBlob.readings(in: bytes.span, receivedAt: receivedAt)
    where !applied.flags.contains(.derived) {
      readings.append(applied.reading)
    }
  }
}
