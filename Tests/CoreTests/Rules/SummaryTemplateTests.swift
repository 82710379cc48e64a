@testable import Core
import Model
import Testing

@Suite struct SummaryTemplateTests {
  private let asset = Asset(id: "C-1", kind: .container, name: "Rue Neuve", district: "Nord")

  private func text(
    _ template: String, _ values: [Quantity: Double] = [:], asset: Asset? = nil
  ) throws -> String {
    try SummaryTemplate(template).text(asset ?? self.asset) { values[$0] ?? Truth.unknown }
  }

  @Test func placesAreFilled() throws {
    #expect(try text("") == "")
    #expect(try text("no places }") == "no places }")
    #expect(try text("{name} ({asset}, {district})") == "Rue Neuve (C-1, Nord)")
    #expect(try text("{district}", asset: Asset(id: "a", kind: .room, name: "a")) == "no district")
    #expect(try text("{name}{name}") == "Rue NeuveRue Neuve")
  }

  @Test(
    "Values stand with their unit, and with one place behind the point at most",
    arguments: [
      ("{fill_level} full", Quantity.fillLevel, 82, "82 % full"),
      ("{temperature}", .temperature, 21.46, "21.5 °C"),
      ("{temperature}", .temperature, -0.04, "0 °C"), ("{pm2_5}", .pm25, 12.34, "12.3 µg/m³"),
      ("{people_count}", .peopleCount, 7, "7"), ("{energy}", .energy, 123_456_789.9, "123456789.9 Wh"),
    ])
  func values(template: String, quantity: Quantity, value: Double, expected: String) throws {
    #expect(try text(template, [quantity: value]) == expected)
  }

  @Test func whatWasNeverMeasuredIsUnknown() throws {
    #expect(try text("{co2}") == "unknown")
  }

  @Test func whatIsBlindIsNamedSoThatOneCanCount() throws {
    let template = try SummaryTemplate("{name}: {assets}", subject: .gateway)
    #expect(template.text(named: "G") == "G: no asset")
    #expect(template.text(named: "G", blind: ["A", "B"]) == "G: A, B")
    #expect(template.text(named: "G", blind: ["A 1, b", "C"]) == "G: A 1, b; C")
    let many = (1...7).map { "A\($0)" }
    #expect(template.text(named: "G", blind: many) == "G: 7 assets: A1, A2, A3, A4, A5 and 2 more")
  }

  @Test func aDistrictHasItsNameOnly() throws {
    let template = try SummaryTemplate("{name}, {asset}, {district}", subject: .district)
    #expect(template.text(named: "Nord") == "Nord, Nord, Nord")
  }

  @Test(
    "Every mistake has a place and a way out",
    arguments: [
      (
        "{fil_level}", RuleSubject.asset,
        "summary, column 1: there is nothing called '{fil_level}'; did you mean '{fill_level}'?"
      ),
      ("a {nam}", .asset, "summary, column 3: there is nothing called '{nam}'; did you mean '{name}'?"),
      (
        "{}", .asset,
        "summary, column 1: there is nothing called '{}'; use {name}, {asset}, {district} or a quantity"
      ),
      ("abc {name", .asset, "summary, column 5: '{' is not closed; close it with '}'"),
      ("{{name}}", .asset, "summary, column 1: there is nothing called '{{name}'; did you mean '{name}'?"),
      ("{co2}", .district, "summary, column 1: a district has no co2 of its own; use {name}"),
      ("{co2}", .broker, "summary, column 1: a broker has no co2 of its own; use {name} or {assets}"),
      ("{asets}", .gateway, "summary, column 1: there is nothing called '{asets}'; did you mean '{assets}'?"),
      ("{place}", .broker, "summary, column 1: there is nothing called '{place}'; use {name} or {assets}"),
    ])
  func mistakes(template: String, subject: RuleSubject, expected: String) {
    do throws(RuleError) {
      _ = try SummaryTemplate(template, subject: subject)
      Issue.record("accepted")
    } catch {
      #expect(error.description == expected)
    }
  }
}
