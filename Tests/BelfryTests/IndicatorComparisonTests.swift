import Model
import Testing
import Wire

@testable import belfry

@Suite struct IndicatorComparisonTests {
  private func city(
    _ name: String, _ timing: IndicatorDefinition.Timing, from: String?, to: String?, at: String,
    value: String = "avg(container.fill_level)"
  ) throws -> IndicatorExchange {
    func time(_ text: String) throws -> WireTime { WireTime(try #require(Timestamp(rfc3339: text))) }
    let definition = IndicatorDefinition(
      name: "fill", dimension: .environment, timing: timing, value: value, unit: "%")
    let period = try from.map { IndicatorObject.Period(from: try time($0), to: try time(try #require(to))) }
    let object = IndicatorObject(
      name: "fill", title: "Fill", dimension: "environment", scope: "city", value: 40, unit: "%",
      at: try time(at), period: period, coverage: 1, provisional: false, revision: 1, target: nil,
      status: nil, trend: nil)
    return IndicatorExchange(
      city: name, exportedAt: try time(at),
      indicators: [.init(definition: IndicatorDefinitionObject(definition), values: [object])])
  }

  private func difference(_ files: IndicatorExchange...) -> String? {
    IndicatorComparison(files).rows.first?.difference
  }

  @Test("A month is the same month wherever the city is")
  func months() throws {
    let month = IndicatorDefinition.Timing.over(.month)
    let ghent = try city(
      "Ghent", month, from: "2026-03-31T22:00:00Z", to: "2026-04-30T22:00:00Z", at: "2026-04-30T22:00:00Z")
    let porto = try city(
      "Porto", month, from: "2026-03-31T23:00:00Z", to: "2026-04-30T23:00:00Z", at: "2026-04-30T23:00:00Z")
    #expect(difference(ghent, porto) == nil)
    let may = try city(
      "Porto", month, from: "2026-04-30T23:00:00Z", to: "2026-05-31T23:00:00Z", at: "2026-05-31T23:00:00Z")
    #expect(difference(ghent, may) == "of different periods")
    let lasting = try city(
      "Porto", month, from: "2026-03-31T23:00:00Z", to: "2026-04-30T23:00:00Z", at: "2026-04-10T12:17:00Z")
    #expect(difference(ghent, lasting) == "of a period that is not over")
    #expect(difference(lasting, lasting) == nil, "both have come as far")
    let other = try city(
      "Porto", month, from: "2026-03-31T23:00:00Z", to: "2026-04-30T23:00:00Z", at: "2026-04-30T23:00:00Z",
      value: "max(container.fill_level)")
    #expect(difference(ghent, other) == "computed in different ways")
  }

  @Test("How things are at two moments is compared when these are near each other")
  func moments() throws {
    let hourly = IndicatorDefinition.Timing.every(.seconds(3600))
    let ghent = try city("Ghent", hourly, from: nil, to: nil, at: "2026-04-30T10:00:00Z")
    let porto = try city("Porto", hourly, from: nil, to: nil, at: "2026-04-30T11:00:00Z")
    let night = try city("Porto", hourly, from: nil, to: nil, at: "2026-04-30T22:00:00Z")
    #expect(difference(ghent, porto) == nil)
    #expect(difference(ghent, night) == "of different moments")
  }
}
