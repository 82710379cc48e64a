import Hummingbird

enum Reload: Endpoint {
  static let method = HTTPRequest.Method.post
  static let path = "/v1/reload"
  static let summary = "Reads the configuration again; a bad one changes nothing"

  static func respond(_ call: Call) async throws -> Response {
    _ = try await call.operatorName()
    do {
      return .json(try await call.context.facts.reload())
    } catch let refusal as ReloadRefusal {
      throw ProblemError(
        status: .unprocessableContent, detail: refusal.problems,
        hint: "nothing has changed; mend the configuration ('belfryd check') and reload again")
    }
  }
}
