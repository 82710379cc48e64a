import Core
import Hummingbird
import Model
import Wire

enum AlertShow: Endpoint {
  static let path = "/v1/alerts/{id}"
  static let summary = "One alert, of now or of the past"

  static func respond(_ call: Call) async throws -> Response {
    let id = call.path("id")
    let (live, now) = try await call.context.city.ask { city, now in
      (city.alerts(at: now).first { $0.id == id }.map { AlertObject($0) }, now)
    }
    if let live { return .json(live) }
    if let past = try await call.context.history.alert(id: id) { return .json(AlertObject(past, at: now)) }
    throw try await call.noAlert(id)
  }
}

extension Call {
  /// The answer to a question about an alert that never was.
  func noAlert(_ id: String) async throws -> ProblemError {
    let near = try await context.city.ask { city, now in
      nearestSpelling(of: id, among: city.alerts(at: now).map(\.id))
    }
    return ProblemError.notFound(
      "there is no alert '\(id)'",
      hint: near.map { "did you mean '\($0)'?" }
        ?? "'belfry alert list' and 'belfry alert history' name them")
  }
}
