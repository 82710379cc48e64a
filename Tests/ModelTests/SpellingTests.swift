import Model
import Testing

@Suite struct SpellingTests {
  static let keys = ["path", "keep_readings", "keep_hourly", "fsync", "when", "per"]

  @Test(
    "One slip in three letters is forgiven",
    arguments: [
      ("keep_reading", "keep_readings"), ("keep-readings", "keep_readings"), ("fsnyc", "fsync"),
      ("Path", "path"), ("wen", "when"), ("pre", "per"), ("kep_hourli", "keep_hourly"),
    ])
  func near(written: String, meant: String) {
    #expect(nearestSpelling(of: written, among: Self.keys) == meant)
  }

  @Test(
    "Words that nobody can have meant get no suggestion", arguments: ["", "x", "retention", "pa", "hourly"])
  func far(written: String) {
    #expect(nearestSpelling(of: written, among: Self.keys) == nil)
  }

  @Test func nearerWins() {
    #expect(nearestSpelling(of: "keep_hourly", among: ["keep_hourlx", "keep_hourly"]) == "keep_hourly")
    #expect(
      nearestSpelling(of: "soil_temperatur", among: ["temperature", "soil_temperature"]) == "soil_temperature"
    )
  }

  @Test("A beginning is enough when only one word has it")
  func beginning() {
    #expect(nearestSpelling(of: "tts", among: ["senml", "tts-v3"]) == "tts-v3")
    #expect(nearestSpelling(of: "keep", among: Self.keys) == nil)
  }

  @Test func nothingToChooseFrom() {
    #expect(nearestSpelling(of: "when", among: [String]()) == nil)
  }
}
