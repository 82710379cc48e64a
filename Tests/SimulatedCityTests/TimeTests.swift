import Model
import Testing

@testable import SimulatedCity

@Suite struct MessageClockTests {
  @Test func runsSlowerThanTheSimulation() {
    let clock = MessageClock(
      simulatedStart: Timestamp(seconds: 1000), messageStart: Timestamp(seconds: 500_000), speed: 60)
    #expect(clock.messageTime(Timestamp(seconds: 1000)) == Timestamp(seconds: 500_000))
    #expect(clock.messageTime(Timestamp(seconds: 4600)) == Timestamp(seconds: 500_060))
  }
}

@Suite struct LocalTimeTests {
  @Test func isWhatTheWallClockSays() throws {
    let at = try #require(Timestamp(rfc3339: "2026-05-03T22:30:00Z"))
    let local = LocalTime(at, utcOffset: .seconds(7200))
    #expect(local.hour == 0.5)
    #expect(local.weekday == 0)
    #expect(local.dayOfYear == 123)
    let world = World(utcOffset: .seconds(7200), seed: 0)
    #expect(world.moment(day: local.day, hour: 0.5) == at)
  }
}

@Suite struct WeeklyHoursTests {
  private func contains(_ hours: String?, _ at: String) throws -> Bool {
    let time = try #require(Timestamp(rfc3339: at))
    return try WeeklyHours(hours).contain(LocalTime(time, utcOffset: .zero))
  }

  @Test func readsDaysAndTimes() throws {
    // 2026-05-04 is a Monday.
    #expect(try contains("Mo-Sa 08:00-18:00", "2026-05-04T08:00:00Z"))
    #expect(try !contains("Mo-Sa 08:00-18:00", "2026-05-04T18:00:00Z"))
    #expect(try !contains("Mo-Sa 08:00-18:00", "2026-05-10T12:00:00Z"))
    #expect(try contains("Tu,Fr-Su 09:00-12:00,14:00-16:30", "2026-05-10T16:29:59Z"))
    #expect(try !contains("Tu,Fr-Su 09:00-12:00,14:00-16:30", "2026-05-06T15:00:00Z"))
    #expect(try contains(nil, "2026-05-10T03:00:00Z"))
    #expect(try contains("24/7", "2026-05-10T03:00:00Z"))
  }

  @Test(arguments: [
    "", "Mo", "Mo-Xx 08:00-18:00", "Mo 8-18", "Mo 18:00-08:00", "Sa-Mo 08:00-18:00", "Mo 08:00-18:61",
  ])
  func refuses(_ text: String) {
    #expect(throws: ParameterError.self) { try WeeklyHours(text) }
  }
}
