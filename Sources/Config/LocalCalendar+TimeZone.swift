import Foundation
public import Model

extension LocalCalendar {
  /// The calendar of an IANA time zone, with every change of offset from 2000 to 2060 as the machine's time
  /// zone database has it.
  ///
  /// A time zone that the machine does not know is taken for UTC.
  public init(timeZone name: String, holidays: [Holiday]) {
    guard let zone = TimeZone(identifier: name) else {
      self = LocalCalendar(firstOffset: 0, holidays: holidays)
      return
    }
    let first = Date(timeIntervalSince1970: 946_684_800)
    let last = Date(timeIntervalSince1970: 2_840_140_800)
    var changes: [OffsetChange] = []
    var date = first
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < last {
      let at = Timestamp(seconds: Int64(next.timeIntervalSince1970))
      changes.append(OffsetChange(at: at, offset: zone.secondsFromGMT(for: next)))
      date = next
    }
    self.init(firstOffset: zone.secondsFromGMT(for: first), changes: changes, holidays: holidays)
  }
}
