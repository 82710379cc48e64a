import Hummingbird

enum Healthy: Endpoint {
  static let path = "/-/healthy"
  static let summary = "Whether the daemon runs: always 200"

  static func respond(_ call: Call) async throws -> Response { .json(["status": "ok"]) }
}
