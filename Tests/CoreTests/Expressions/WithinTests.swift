import Model
import Testing

@testable import Core

@Suite struct WithinTests {
  @Test(
    "Monday noon",
    arguments: [
      (#"within("Mo-Fr 08:00-17:00")"#, true),
      (#"within("Sa,Su")"#, false),
      (#"not within("Mo 12:00-13:00")"#, false),
      (#"within("Mo 11:00-12:00") or within("Tu")"#, false),
    ])
  func hours(_ text: String, are expected: Bool) throws { #expect(try truth(of: text) == expected) }

  @Test func theCitysClocksCount() throws {
    let calendar = LocalCalendar(firstOffset: 7200)
    let state = LiveState(
      CityDefinition(name: "Test", timeZone: "Europe/Brussels", calendar: calendar, assets: [], devices: []))
    let program = try Program.condition(#"within("Mo 14:00-14:01")"#, field: "when")
    #expect(program.evaluate(state, asset: 0, now: noon) == Truth.yes)
  }

  @Test(arguments: [
    (
      #"co2 > 900 ppm and within("Monday 8-17")"#,
      "26: `Monday` is no day; days are Mo Tu We Th Fr Sa Su, PH and SH, for example Mo-Fr,PH"
    ),
    (
      "within(co2)",
      #"8: within() wants a text with opening hours; write within("hours"), for example within("Mo-Fr 08:00-17:00; PH off")"#
    ),
  ])
  func mistakes(in text: String, are expected: String) { #expect(error(in: text) == expected) }
}
