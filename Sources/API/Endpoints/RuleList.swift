import Core
import Hummingbird
import Model
import Wire

enum RuleList: Endpoint {
  static let path = "/v1/rules"
  static let summary = "The rules, and how many alerts each has"
  static let parameters = ["limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let limit = try call.limit()
    let cursor = call.text("cursor")
    let rules = try await call.context.city.ask { city, now in
      let alerts = city.alerts(at: now)
      return city.ruleDefinitions.enumerated().map { index, rule in
        RuleObject(
          rule, firing: alerts.count { $0.rule == index && $0.state == .firing },
          pending: alerts.count { $0.rule == index && $0.state == .pending })
      }
    }
    var start = 0
    if let cursor {
      guard let last = rules.firstIndex(where: { $0.name == cursor }) else {
        throw ProblemError.badRequest(
          "the cursor names a rule that is gone", hint: "begin again without cursor")
      }
      start = last + 1
    }
    let items = Array(rules.dropFirst(start).prefix(limit))
    let hasMore = rules.count > start + items.count
    return .json(Page(items: items, next: hasMore ? items.last?.name : nil))
  }
}
