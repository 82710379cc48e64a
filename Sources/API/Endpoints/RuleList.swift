import Core
import Hummingbird
import Model
import Wire

enum RuleList: Endpoint {
  static let path = "/v1/rules"
  static let summary = "The rules, and how many alerts each has"

  static func respond(_ call: Call) async throws -> Response {
    let rules = try await call.context.city.ask { city, now in
      let alerts = city.alerts(at: now)
      return city.ruleDefinitions.enumerated().map { index, rule in
        RuleObject(
          rule, firing: alerts.count { $0.rule == index && $0.state == .firing },
          pending: alerts.count { $0.rule == index && $0.state == .pending })
      }
    }
    return .json(Page(items: rules))
  }
}
