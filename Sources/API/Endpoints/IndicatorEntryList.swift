import Core
import Hummingbird
import Model
import Wire

enum IndicatorEntryList: Endpoint {
  static let path = "/v1/indicators/{name}/entries"
  static let summary = "What people entered for an indicator: each version of each value, the newest first"
  static let parameters = ["limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let name = call.path("name")
    guard try await call.context.city.ask({ city, _ in city.indicator(named: name) }) != nil else {
      throw ProblemError.notFound("there is no indicator '\(name)'", hint: "GET /v1/indicators lists them")
    }
    let limit = try call.limit()
    let cursor = call.text("cursor").map { Int64($0) }
    if let cursor, cursor == nil {
      throw ProblemError.badRequest("cursor is none of a page", hint: "it is a page's 'next'")
    }
    let entries = try await call.context.history.entries(
      of: name, before: cursor ?? nil, limit: limit + 1)
    return .json(
      Page(
        items: entries.prefix(limit).map { IndicatorEntryObject($0.entry) },
        next: entries.count > limit ? entries[limit - 1].number.description : nil))
  }
}
