import Core
import Hummingbird
import Model
import Wire

enum IndicatorShow: Endpoint {
  static let path = "/v1/indicators/{name}"
  static let summary =
    "One indicator: its newest value in the city or a district; with from or to a list of its values"
  static let parameters = ["scope", "from", "to", "limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let name = call.path("name")
    let scope = try await call.scope() ?? "city"
    let (indicator, view, now) = try await call.context.city.ask { city, now in
      let view = city.indicatorViews(at: now).first { $0.indicator.name == name && $0.scopeName == scope }
      return (city.indicator(named: name), view, now)
    }
    guard let indicator else {
      throw ProblemError.notFound("there is no indicator '\(name)'", hint: "GET /v1/indicators lists them")
    }
    if call.text("from") != nil || call.text("to") != nil {
      return .json(try await history(of: indicator, scope, call, now))
    }
    guard let view else {
      throw ProblemError.notFound("'\(name)' has no value for '\(scope)'", hint: "take scope=city")
    }
    return .json(IndicatorObject(view, now: now))
  }

  private static func history(
    of indicator: Indicator, _ scope: String, _ call: Call, _ now: Timestamp
  ) async throws -> Page<IndicatorObject> {
    let limit = try call.limit()
    let start = try call.time("cursor") ?? call.time("from") ?? .distantPast
    let end = try call.time("to") ?? .distantFuture
    guard start < end else {
      throw ProblemError.badRequest("from is not before to", hint: "from is included, to is not")
    }
    let values = try await call.context.history.values(
      of: indicator.name, scope: scope, in: start..<end, limit: limit + 1)
    return Page(
      items: values.prefix(limit).map { IndicatorObject($0, indicator, now: now) },
      next: values.count > limit ? values.last?.from.description : nil)
  }
}
