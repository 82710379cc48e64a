import Core
import Foundation
import Model

/// Reads one test of a file of tests.
struct RuleTestReader {
  private let section: Section
  private let place: Place
  private let rules: [Rule]
  private let calendar: LocalCalendar

  /// A Monday, so that tests of working days need not name a day.
  private static let defaultStart = Timestamp(seconds: 1_767_571_200)  // 2026-01-05T00:00:00Z

  init?(_ written: Written, _ rules: [Rule], _ calendar: LocalCalendar) {
    guard let section = written.section(keys: ["name", "start", "interval", "assets", "series", "alerts"])
    else { return nil }
    self.section = section
    self.rules = rules
    self.calendar = calendar
    place = written.place
  }

  func read() -> RuleTest? {
    let name = section.required("name", example: "a full container is told after 20 minutes")?
      .value(.text("what the test shows"))
    let start = section["start"].map { $0.value(.moment) } ?? Self.defaultStart
    let interval = section["interval"].map { $0.value(.period) } ?? .seconds(60)
    let assets =
      section.required("assets", example: "- {asset: C1, kind: container}")?
      .list(atLeast: 1, example: "- {asset: C1, kind: container}").compactMap(asset) ?? []
    let series =
      section.required("series", example: "- {asset: C1, quantity: fill_level, values: 70 82x3}")?
      .list(example: "- {asset: C1, quantity: fill_level, values: 70 82x3}")
      .compactMap { self.series($0, assets, interval ?? .seconds(60)) } ?? []
    let expectations =
      section.required("alerts", example: "- {at: 30m, expect: []}")?
      .list(atLeast: 1, example: "- {at: 30m, expect: []}").compactMap(expectation) ?? []
    guard let name, let start, interval != nil else { return nil }
    let devices = assets.indices.map { Device(id: "test-\($0)", codec: "test", asset: $0) }
    let city = CityDefinition(
      name: "Test", timeZone: "UTC", calendar: calendar, assets: assets, devices: devices)
    return RuleTest(
      name: name, line: place.line, city: city, start: start, series: series, expectations: expectations)
  }

  // MARK: - Assets

  private func asset(_ written: Written) -> Asset? {
    guard let section = written.section(keys: ["asset", "kind", "name", "district", "parameters"]) else {
      return nil
    }
    let id = section.required("asset", example: "C1")?.value(.text("an asset's id"))
    let kind = section.required("kind", example: "container")?.value(Shape<AssetKind>.choice)
    var parameters: [String: String] = [:]
    for (key, value) in section["parameters"]?.section(keys: nil)?.all ?? [] {
      parameters[key] = value.value(.text("a value, for example `empty_mm: 1500`"))
    }
    guard let id, let kind else { return nil }
    return Asset(
      id: id, kind: kind, name: section["name"]?.value(.text("a name")) ?? id,
      district: section["district"]?.value(.text("a district")), parameters: Parameters(parameters))
  }

  // MARK: - Series

  private func series(_ written: Written, _ assets: [Asset], _ interval: Duration) -> RuleTest.Series? {
    guard let section = written.section(keys: ["asset", "quantity", "values", "delay"]) else { return nil }
    let ids = assets.map(\.id)
    let id = section.required("asset", example: "C1")?.value(.name("assets", among: ids))
    let quantity = section.required("quantity", example: "fill_level")?.value(.quantity)
    let values = section.required("values", example: "70 82x3 _x2 60+5x4")?.value(.series)
    let delay = section["delay"].map { $0.value(.duration) } ?? .zero
    guard let id, let quantity, let values, let delay, let asset = ids.firstIndex(of: id) else { return nil }
    let timed = values.values.enumerated().compactMap { step, value in
      value.map { (at: interval * step, value: $0) }
    }
    return RuleTest.Series(asset: asset, quantity: quantity, values: timed, delay: delay)
  }

  // MARK: - Expectations

  private func expectation(_ written: Written) -> RuleTest.Expectation? {
    guard let section = written.section(keys: ["at", "rule", "expect"]) else { return nil }
    let at = section.required("at", example: "30m")?.value(.duration)
    let rule = section["rule"]?.value(.name("rules", among: rules.map(\.name)))
    let alerts = section.required("expect", example: "[]")?.list(example: "[]")
      .compactMap { expected($0, rule) }
    guard let at, let alerts else { return nil }
    return RuleTest.Expectation(at: at, rule: rule, alerts: alerts, line: written.place.line)
  }

  private func expected(_ written: Written, _ onlyRule: String?) -> RuleTest.ExpectedAlert? {
    let keys = ["rule", "asset", "district", "state", "severity", "summary", "labels", "suppressed_by"]
    guard let section = written.section(keys: keys) else { return nil }
    let rule = section["rule"]?.value(.name("rules", among: rules.map(\.name))) ?? onlyRule
    let subject = (section["asset"] ?? section["district"])?.value(.text("an asset's id"))
    guard let rule, let subject else {
      section.report(
        "needs a rule and an asset", hint: "write for example `{rule: device-silent, asset: C1}`")
      return nil
    }
    let state = section["state"].map { $0.value(.shownState) } ?? .firing
    var alert = RuleTest.ExpectedAlert(rule: rule, subject: subject, state: state ?? .firing)
    alert.severity = section["severity"]?.value(Shape<Severity>.choice)
    alert.summary = section["summary"]?.value(.text("a sentence"))
    alert.suppressedBy = section["suppressed_by"]?.value(.text("a rule, or none"))
    if let labels = section["labels"]?.section(keys: nil) {
      alert.labels = labels.all.reduce(into: [:]) { $0[$1.key] = $1.value.text }
    }
    return alert
  }
}

extension Shape<Timestamp> {
  fileprivate static let moment = Shape("a time, for example `2026-01-05T08:00:00Z`") {
    Timestamp(rfc3339: $0)
  }
}

extension Shape<Quantity> {
  fileprivate static let quantity = Shape {
    Quantity(name: $0)
  } hint: { text in
    suggestion(for: text, among: Quantity.allCases.map(\.name), otherwise: "known quantities: ")
  }
}

extension Shape<SeriesNotation> {
  fileprivate static let series = Shape { text in
    try? SeriesNotation.read(text).get()
  } hint: { text in
    let form = "write for example `70 82x3 _x2 60+5x4`"
    guard case .failure(let misspelt) = SeriesNotation.read(text) else { return form }
    return "`\(misspelt.item)` is no part of a series; \(form)"
  }
}

extension Shape<AlertState> {
  /// The states that a test can see.
  fileprivate static let shownState = Shape("`pending` or `firing`") { text in
    AlertState(rawValue: text).flatMap { [.pending, .firing].contains($0) ? $0 : nil }
  }
}
