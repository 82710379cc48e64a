import ArgumentParser
import Foundation
import Model

/// When a simulation starts, in local time.
struct SimulatedStart {
  /// The moment.
  let moment: Timestamp
  /// Local time minus UTC at that moment.
  let utcOffset: Duration

  /// Reads `2026-05-04T07:30`. Without text it is 07:30 today, or on the next workday: before the schools
  /// open and the shops, so that soon there is much to see.
  init(_ text: String?, in zone: TimeZone) throws {
    let local = try text.map(Self.read) ?? Self.nextMorning(in: zone)
    // Near a change of the clocks this may be an hour off, which no simulation minds.
    let seconds = zone.secondsFromGMT(for: Date(timeIntervalSince1970: local.secondsSinceEpoch))
    utcOffset = .seconds(seconds)
    moment = local - utcOffset
  }

  private static func read(_ text: String) throws -> Timestamp {
    guard let local = Timestamp(rfc3339: text + ":00Z") else {
      throw ValidationError("'\(text)' is no local time: write it as 2026-05-04T07:30")
    }
    return local
  }

  private static func nextMorning(in zone: TimeZone) -> Timestamp {
    let now = Date()
    let local = Int(now.timeIntervalSince1970) + zone.secondsFromGMT(for: now)
    var day = local / 86_400
    while CivilDate(daysSinceEpoch: day).weekday >= 5 { day += 1 }
    return Timestamp(seconds: Int64(day * 86_400 + 7 * 3600 + 30 * 60))
  }
}
