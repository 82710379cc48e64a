import Foundation
import GRDB
public import Model
public import Rings

/// Keeps the history within its periods, in small steps beside the journal: old uplinks are summed up by hours of
/// the city's clock, old hours by days.
///
/// Each reading stands in one place: a step adds what it takes away in the same transaction. What a start would
/// have to replay is left alone, whatever its age.
public final class Retention {
  private let database: Database
  private let calendar: LocalCalendar
  private let keepReadings: Duration
  private let keepHourly: Duration
  /// Where the pass over the hours goes on; `nil` when there is none under way.
  private var series: Series?
  private var nextPass = ContinuousClock.now
  private let clock: HistoryClock
  private var isInTrouble = false

  /// Uplinks that one step takes: a few milliseconds, for which the journal may have to wait.
  static let uplinksPerStep = 500
  /// Hours of one asset and quantity that one step takes.
  static let hoursPerStep = 1000
  private static let pauseMilliseconds = 40
  private static let restMilliseconds = 10_000
  /// Hours grow old slowly.
  private static let passInterval = Duration.seconds(86_400)

  /// A retention that has not begun.
  /// - Parameters:
  ///   - database: the history.
  ///   - keepReadings: how long uplinks are kept after their arrival.
  ///   - keepHourly: how long hours are kept.
  ///   - calendar: the city's clock.
  /// - Throws: why the history can't be read.
  public init(
    _ database: Database, keepReadings: Duration, keepHourly: Duration, calendar: LocalCalendar
  ) throws(StorageError) {
    self.database = database
    self.calendar = calendar
    self.keepReadings = keepReadings
    self.keepHourly = keepHourly
    clock = HistoryClock(newest: try database.newestArrival())
  }

  /// Works until `isEnding`: the body of a thread.
  /// - Parameters:
  ///   - bell: wakes it for the end.
  ///   - now: the time of day.
  ///   - replayStart: the number of the uplink from which on a start would replay.
  ///   - log: told when trouble begins.
  ///   - foundDamage: told that the history is damaged.
  ///   - isEnding: whether it is time to end.
  public func run(
    bell: Doorbell, now: () -> Timestamp, replayStart: () -> Int64, log: (String) -> Void,
    foundDamage: (StorageError) -> Void, isEnding: () -> Bool
  ) {
    while !isEnding() {
      var hasMore = false
      do {
        hasMore = try step(now: now(), replayStart: replayStart())
        isInTrouble = false
      } catch {
        if error.isDamage { foundDamage(error) }
        if !isInTrouble { log("old readings can't be summed up: \(error)") }
        isInTrouble = true
      }
      let pause = hasMore ? Self.pauseMilliseconds : Self.restMilliseconds
      bell.wait(timeoutMilliseconds: pause) { isEnding() }
    }
  }

  /// One step.
  /// - Returns: whether there is more to do.
  func step(now: Timestamp, replayStart: Int64) throws(StorageError) -> Bool {
    let now = clock.trusted(now)
    do {
      let taken = try database.pool.write { db in
        try HistoryTrimming(db, calendar).sumUpUplinks(
          arrivedBefore: now - keepReadings, before: replayStart, limit: Self.uplinksPerStep)
      }
      if taken == Self.uplinksPerStep { return true }
      return try stepThroughHours(before: now - keepHourly)
    } catch {
      throw StorageError(database.path, error)
    }
  }

  /// - Returns: whether the pass goes on.
  private func stepThroughHours(before end: Timestamp) throws -> Bool {
    guard series != nil || ContinuousClock.now >= nextPass else { return false }
    let next = try database.pool.read { db in try Series.next(db, after: series, withHoursBefore: end) }
    guard let next else {
      series = nil
      nextPass = ContinuousClock.now + Self.passInterval
      return false
    }
    let taken = try database.pool.write { db in
      try HistoryTrimming(db, calendar).sumUpHours(of: next, before: end, limit: Self.hoursPerStep)
    }
    // A long series takes more than one step.
    if taken < Self.hoursPerStep { series = next }
    return true
  }
}

/// The time of day, as far as the history can believe it: a clock that is set forward must not throw readings
/// away.
private struct HistoryClock {
  private let start = ContinuousClock.now
  private let newest: Timestamp?
  /// A clock that is wrong by less than this does no harm that matters.
  private static let tolerance = Duration.seconds(86_400)

  init(newest: Timestamp?) { self.newest = newest }

  /// `now`, but not later than what was known at the start and the time since then allow.
  func trusted(_ now: Timestamp) -> Timestamp {
    guard let newest else { return .distantPast }
    return min(now, newest + Self.tolerance + (ContinuousClock.now - start))
  }
}
