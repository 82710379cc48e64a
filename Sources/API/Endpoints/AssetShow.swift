import Core
import Hummingbird
import Model
import Wire

enum AssetShow: Endpoint {
  static let path = "/v1/assets/{id}"
  static let summary = "One asset with its live state"

  static func respond(_ call: Call) async throws -> Response {
    let id = call.path("id")
    let asset = try await call.context.city.ask { city, now in
      city.asset(id: id).map { AssetObject(city.assetView($0, at: now)) }
    }
    guard let asset else {
      let near = try await call.context.city.ask { city, _ in
        nearestSpelling(of: id, among: city.definition.assets.prefix(10_000).map(\.id))
      }
      throw ProblemError.notFound(
        "there is no asset '\(id)'", hint: near.map { "did you mean '\($0)'?" } ?? "GET /v1/assets lists them"
      )
    }
    return .json(asset)
  }
}
