import Model
import Wire

extension Table {
  /// Alerts in the order they are given; with ids for who is going to name one in a command.
  init(alerts: [AlertObject], showsIDs: Bool, now: Timestamp, _ appearance: Appearance) {
    let ids = showsIDs ? [Column(title: "ALERT")] : []
    self.init(
      columns: ids + [
        Column(title: "SEVERITY"), Column(title: "STATE"), Column(title: "FOR", alignment: .right),
        Column(title: "ASSET", rank: showsIDs ? 2 : 1), Column(title: "RULE", rank: 3),
        Column(title: "SUMMARY", minimum: 24),
      ])
    rows = alerts.map { alert in
      let standing = alert.standing
      let tone = standing.tone(severity: alert.severity)
      let rest = standing.tone(severity: Severity.info.rawValue) == .quiet ? Tone.quiet : .plain
      return (showsIDs ? [Cell(alert.id, .strong)] : []) + [
        Cell(alert.severity, tone), Cell("\(standing)", tone),
        Cell(alert.standsSince.map { TimeText.span(now - $0.timestamp) } ?? appearance.none, rest),
        Cell(alert.asset, rest), Cell(alert.rule, rest), Cell(alert.summary, rest),
      ]
    }
  }
}
