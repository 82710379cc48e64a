import Core
import Hummingbird
import Wire

enum IndicatorDefinitionList: Endpoint {
  static let path = "/v1/indicator-definitions"
  static let summary = "How the indicators are computed"

  static func respond(_ call: Call) async throws -> Response {
    let items = try await call.context.city.ask { city, _ in
      city.compiledIndicators.map { IndicatorDefinitionObject($0.definition) }
    }
    return .json(Page(items: items))
  }
}
