import Core
import Hummingbird
import Model
import Wire

enum AlertHistoryList: Endpoint {
  static let path = "/v1/alerts/history"
  static let summary =
    "The alerts that fired and began in a time, the newest first; of the last day by default"
  static let parameters = ["from", "to", "rule", "asset", "severity", "limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let now = try await call.context.city.ask { _, now in now }
    let to = try call.time("to") ?? now
    let from = try call.time("from") ?? to - .seconds(86_400)
    guard from < to else {
      throw ProblemError.badRequest("from is not before to", hint: "from is included, to is not")
    }
    let selection = AlertSelection(
      from: from, to: to, rule: call.text("rule"), subject: call.text("asset"),
      severity: try call.choice("severity", Severity.self))
    let (alerts, next) = try await call.context.history.alerts(
      selection, after: try call.alertPosition("cursor"), limit: try call.limit())
    return .json(
      Page(
        items: alerts.map { AlertObject($0, at: now) },
        next: next.map { "\($0.since.nanoseconds).\($0.alert)" }))
  }
}

extension Call {
  /// The query's parameter `name` as a place in the list of past alerts.
  fileprivate func alertPosition(_ name: String) throws(ProblemError) -> AlertPosition? {
    guard let text = text(name) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let since = Int64(parts[0]) else {
      throw ProblemError.badRequest("\(name) can't be '\(text)'", hint: "it is a page's 'next'")
    }
    return AlertPosition(since: Timestamp(nanoseconds: since), alert: String(parts[1]))
  }
}
