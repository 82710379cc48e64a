import Core
import Hummingbird
import Model
import Wire

enum CityShow: Endpoint {
  static let path = "/v1/city"
  static let summary = "The city: its name, time zone and days off"

  static func respond(_ call: Call) async throws -> Response {
    .json(try await call.context.city.ask { city, _ in CityObject(city.definition) })
  }
}
