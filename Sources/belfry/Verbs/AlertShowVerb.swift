import ArgumentParser
import Model
import Wire

/// `belfry alert show ID`
struct AlertShowVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One alert: since when, how bad, and what was done about it.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The alert's id, as 'belfry alert list' shows it.")
  var id: String

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let data = try await daemon.json(Request("v1", "alerts", id))
    if console.json { return try console.print(JSONText(data)) }
    let alert = try Daemon.decode(AlertObject.self, data)
    try console.print(fields(alert, .now).lines(width: console.width, console.appearance))
  }

  private func fields(_ alert: AlertObject, _ now: Timestamp) -> Fields {
    func moment(_ time: WireTime?) -> String? {
      time.map { "\(TimeText.date($0.timestamp)) (\(TimeText.ago($0.timestamp, now: now)))" }
    }
    func remark(_ comment: String?) -> String { comment.map { ": \($0)" } ?? "" }
    var fields = Fields()
    fields.add("alert", alert.id, .strong)
    fields.add("summary", alert.summary)
    fields.add("severity", alert.severity, Tone(severity: alert.severity))
    fields.add("state", alert.state + (alert.historical ? ", historical: from late data" : ""))
    fields.add("rule", alert.rule)
    fields.add("asset", alert.asset)
    fields.add("value", alert.value.map(NumberText.measure))
    fields.add("true since", moment(alert.since))
    fields.add("fired", moment(alert.firedAt))
    fields.add("resolved", moment(alert.resolvedAt))
    fields.add(
      "acknowledged",
      alert.acknowledged.map {
        "by \($0.by), \(TimeText.ago($0.at.timestamp, now: now))\(remark($0.comment))"
      })
    fields.add(
      "shelved",
      alert.shelved.map { "by \($0.by) until \(TimeText.date($0.until.timestamp))\(remark($0.comment))" })
    fields.add("suppressed by", alert.suppressedBy)
    let labels = alert.labels.sorted { $0.key < $1.key }
    fields.add("labels", labels.map { "\($0.key)=\($0.value)" }.joined(separator: " "))
    return fields
  }
}
