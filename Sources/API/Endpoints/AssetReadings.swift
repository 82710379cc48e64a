import Core
import Hummingbird

enum AssetReadings: Endpoint {
  static let path = "/v1/assets/{id}/readings"
  static let summary = "An asset's stored readings in order of arrival, or summed up with 'every'"
  static let parameters = ReadingQuestion.parameters

  static func respond(_ call: Call) async throws -> Response {
    let id = call.path("id")
    guard try await call.context.city.ask({ city, _ in city.asset(id: id) != nil }) else {
      throw ProblemError.notFound("there is no asset '\(id)'", hint: "GET /v1/assets lists them")
    }
    return try await ReadingQuestion(call, asset: id).answer(from: call.context.history)
  }
}
