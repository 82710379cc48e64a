import Testing

@testable import belfry

@Suite struct NumberTextTests {
  private let rich = Appearance(colour: true, unicode: true, fullScreen: true)

  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000"),
    (.min, "-9,223,372,036,854,775,808"),
  ])
  func counts(value: Int, expected: String) {
    #expect(NumberText.count(value) == expected)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.001, "0"), (0.07, "0.07"), (21.5, "21.5"), (21.04, "21"), (80, "80"), (99.96, "100"),
    (100.4, "100"), (-113.5, "-114"), (1840.4, "1,840"), (1e300, "1e+300"),
  ])
  func measures(value: Double, expected: String) {
    #expect(NumberText.measure(value) == expected)
  }

  @Test func unitsAreThoseThatPeopleWriteIfTheTerminalCan() {
    #expect(NumberText.measure(21.5, unit: "Cel", rich) == "21.5 °C")
    #expect(NumberText.measure(21.5, unit: "Cel", .plain) == "21.5 Cel")
    #expect(NumberText.measure(12, unit: "ug/m3", rich) == "12 µg/m³")
    #expect(NumberText.measure(3, unit: "count", rich) == "3")
    #expect(NumberText.measure(0.95, unit: "1", .plain) == "0.95")
    #expect(NumberText.measure(5, unit: "furlong", rich) == "5 furlong")
  }

  @Test func largeEnergyIsToldInLargerUnits() {
    #expect(NumberText.measure(999, unit: "W", rich) == "999 W")
    #expect(NumberText.measure(32_039, unit: "W", rich) == "32 kW")
    #expect(NumberText.measure(123_456_789, unit: "Wh", rich) == "123 MWh")
  }

  @Test func bytes() {
    #expect(NumberText.bytes(0) == "0 B")
    #expect(NumberText.bytes(41_943_040) == "41.9 MB")
    #expect(NumberText.bytes(2_500_000_000_000) == "2.5 TB")
  }

  @Test func nothingOfNothingIsNoShare() {
    #expect(NumberText.share(0, of: 0) == nil)
    #expect(NumberText.share(1, of: 3) == "33 %")
  }

  @Test(
    arguments: [
      ([], []), ([5], ["5"]), ([1, 2], ["1", "2"]), ([1, 2, 3, 20, 254, 255], ["1-3", "20", "254", "255"]),
      ([3, 100, 101, 103, 104, 105], ["3", "100", "101", "103-105"]),
    ] as [([UInt8], [String])])
  func ranges(_ values: [UInt8], _ expected: [String]) {
    #expect(NumberText.ranges(values) == expected)
  }
}
