import Model
import Wire

/// Indicators in words.
struct IndicatorText {
  private let appearance: Appearance

  init(_ appearance: Appearance) { self.appearance = appearance }

  /// A row for each value; `first` is the column that tells them apart.
  func table(
    _ indicators: [IndicatorObject], first: Table.Column, name: (IndicatorObject) -> String
  ) -> Table {
    Table(
      columns: [
        first, .init(title: "VALUE", alignment: .right), .init(title: "TARGET", alignment: .right, rank: 2),
        .init(title: "STATUS"), .init(title: "TREND", rank: 3),
        .init(title: "KNOWN", alignment: .right, rank: 4), .init(title: "OF", rank: 1),
      ],
      rows: indicators.map { indicator in
        [
          .init(name(indicator), .strong), .init(value(indicator)), .init(target(indicator) ?? ""),
          .init(status(indicator) ?? "", tone(indicator)), .init(indicator.trend ?? ""),
          .init(share(indicator.coverage)), .init(time(indicator), .quiet),
        ]
      })
  }

  /// All that is known of one.
  func fields(_ indicator: IndicatorObject) -> Fields {
    var fields = Fields()
    fields.add("indicator", indicator.name, .strong)
    fields.add("title", indicator.title == indicator.name ? nil : indicator.title)
    fields.add("dimension", indicator.dimension)
    fields.add("scope", indicator.scope)
    fields.add("value", value(indicator), .strong)
    fields.add("status", status(indicator), tone(indicator))
    fields.add("target", target(indicator))
    fields.add("trend", indicator.trend)
    if indicator.revision > 0 {
      if indicator.period != nil { fields.add("of", time(indicator)) }
      // A period that is over says itself of when its value is.
      if indicator.period == nil || indicator.isRunning {
        fields.add("at", TimeText.date(indicator.at.timestamp))
      }
    }
    fields.add("known", "\(share(indicator.coverage)) of the assets")
    fields.add(
      "revision", "\(indicator.revision), " + (indicator.provisional ? "provisional" : "final"))
    return fields
  }

  private func value(_ indicator: IndicatorObject) -> String {
    indicator.value.map { measure($0, indicator) } ?? appearance.none
  }

  private func measure(_ value: Double, _ indicator: IndicatorObject) -> String {
    NumberText.measure(value, unit: indicator.unit, appearance)
  }

  /// `10 % or less by 2027-12-31`
  private func target(_ indicator: IndicatorObject) -> String? {
    guard let target = indicator.target else { return nil }
    let limits = [
      target.atLeast.map { ">= " + measure($0, indicator) },
      target.atMost.map { "<= " + measure($0, indicator) },
    ]
    return limits.compactMap { $0 }.joined(separator: ", ") + (target.by.map { " by \($0)" } ?? "")
  }

  /// `on track`
  private func status(_ indicator: IndicatorObject) -> String? {
    indicator.status?.replacing("_", with: " ")
  }

  private func tone(_ indicator: IndicatorObject) -> Tone {
    switch indicator.status {
    case "met", "on_track": .good
    case "at_risk": .warning
    case "off_track": .critical
    default: .quiet
    }
  }

  private func share(_ coverage: Double) -> String { NumberText.measure((100 * coverage).rounded()) + " %" }

  /// The hour, the day or the days of a period, or the moment; nothing before the first value.
  private func time(_ indicator: IndicatorObject) -> String {
    if indicator.revision == 0 { return appearance.none }
    guard let period = indicator.period else { return TimeText.date(indicator.at.timestamp) }
    if period.to.timestamp - period.from.timestamp <= .seconds(3600) {
      let end = TimeText.clock(period.to.timestamp).prefix(5)
      return "\(TimeText.date(period.from.timestamp).prefix(16)) to \(end)"
    }
    let days = period.days
    return days.first == days.last ? "\(days.first)" : "\(days.first) to \(days.last)"
  }
}
