import Hummingbird

enum Ready: Endpoint {
  static let path = "/-/ready"
  static let summary = "Whether the daemon has recovered and takes messages: 200 or 503"

  static func respond(_ call: Call) async throws -> Response {
    let isReady = call.context.facts.isReady()
    return .json(["status": isReady ? "ready" : "starting"], status: isReady ? .ok : .serviceUnavailable)
  }
}
