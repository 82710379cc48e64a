import Core
import Hummingbird
import Model
import Wire

enum IndicatorList: Endpoint {
  static let path = "/v1/indicators"
  static let summary = "The indicators' newest values, for the city and for each district"
  static let parameters = ["name", "dimension", "scope", "limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let dimension = try call.choice("dimension", CityDimension.self)
    let name = call.text("name")
    let scope = try await call.scope()
    let limit = try call.limit()
    let cursor = call.text("cursor")
    let items = try await call.context.city.ask { city, now in
      city.indicatorViews(at: now).filter { view in
        (name == nil || view.indicator.name == name)
          && (dimension == nil || view.indicator.definition.dimension == dimension)
          && (scope == nil || view.scopeName == scope)
      }.map { IndicatorObject($0, now: now) }
    }
    var start = 0
    if let cursor {
      guard let last = items.firstIndex(where: { key($0) == cursor }) else {
        throw ProblemError.badRequest(
          "the cursor names an indicator that is gone", hint: "begin again without cursor")
      }
      start = last + 1
    }
    let page = Array(items.dropFirst(start).prefix(limit))
    let hasMore = items.count > start + page.count
    return .json(Page(items: page, next: hasMore ? page.last.map(key) : nil))
  }

  private static func key(_ item: IndicatorObject) -> String { "\(item.name)/\(item.scope)" }
}

extension Call {
  /// The query's parameter `scope`: `city` or a district's name.
  func scope() async throws -> String? {
    guard let text = text("scope") else { return nil }
    let names = try await context.city.ask { city, _ in city.scopeNames }
    if names.contains(text) { return text }
    let near = nearestSpelling(of: text, among: names)
    throw ProblemError.badRequest(
      "there is no scope '\(text)'",
      hint: near.map { "did you mean '\($0)'?" } ?? "it is 'city' or a district's name")
  }
}
