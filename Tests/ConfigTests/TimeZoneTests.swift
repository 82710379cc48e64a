import Foundation
import Model
import Testing

@testable import Config

@Suite struct TimeZoneTests {
  @Test(
    "The calendar has the offsets of the machine's time zone database",
    arguments: ["Europe/Brussels", "Europe/Lisbon", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"])
  func offsets(zone name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    let calendar = LocalCalendar(timeZone: name, holidays: [])
    var seconds: Int64 = 946_684_800
    while seconds < 2_200_000_000 {
      let date = Date(timeIntervalSince1970: Double(seconds))
      #expect(calendar.offset(at: Timestamp(seconds: seconds)) == zone.secondsFromGMT(for: date))
      seconds += 5 * 86_400 + 1800
    }
  }

  @Test func belgiansHaveTenDaysOffAYear() throws {
    let path = "Config/holidays/belgium.csv"
    let problems = Problems()
    let holidays = HolidayTable.read(
      InputFile(
        path: path,
        bytes: try Array(
          Data(contentsOf: URL(filePath: #filePath).appending(path: "../../../\(path)").standardized))),
      problems)
    #expect(problems.sorted.isEmpty)
    #expect(Dictionary(grouping: holidays) { $0.days.lowerBound.year }.values.allSatisfy { $0.count == 10 })
    let whitMonday = CivilDate(year: 2026, month: 5, day: 25)
    #expect(holidays.contains { $0.days == whitMonday...whitMonday })
  }
}
