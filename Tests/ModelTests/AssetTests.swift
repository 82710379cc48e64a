import Model
import Testing

@Suite struct AssetTests {
  @Test func kindsHaveTheNamesOfTheRegistry() {
    #expect(
      AssetKind.allCases.map(\.rawValue) == [
        "container", "parking_bay", "room", "luminaire", "building", "station", "green_space", "gateway",
      ])
  }

  @Test func placesAreOnEarth() {
    #expect(Location(latitude: 50.63, longitude: 5.57) != nil)
    #expect(Location(latitude: -90, longitude: 180) != nil)
    for (latitude, longitude) in [(90.1, 0), (0, -180.1), (.nan, 0), (0, .infinity)] {
      #expect(Location(latitude: latitude, longitude: longitude) == nil)
    }
  }

  @Test func parametersAsNumbers() {
    let parameters = Parameters(["empty_mm": "1500", "full_mm": " 200", "a": "inf", "b": "nan", "c": ""])
    #expect(parameters.number("empty_mm") == 1500)
    for key in ["full_mm", "a", "b", "c", "absent"] { #expect(parameters.number(key) == nil) }
    #expect(parameters["full_mm"] == " 200")
  }

  @Test func severities() {
    #expect(Severity.allCases.sorted() == [.info, .warning, .critical])
    #expect(Severity.allCases.max() == .critical)
  }
}
