import Core
import Hummingbird

/// The body of a change to an alert.
struct CommandBody: Decodable, Sendable {
  /// What the person says, at most 1,000 characters.
  let comment: String?
  /// Until when, RFC 3339.
  let until: String?
}

extension Call {
  /// Carries out what the body asks of the path's alert, in the name of the peer.
  func carryOut(_ action: (CommandBody) throws -> OperatorCommand.Action) async throws -> Response {
    let name = try await operatorName()
    let body = try await body(CommandBody.self, example: "{\"comment\": \"on my way\"}")
    let comment = body.comment ?? ""
    guard comment.count <= 1000 else {
      throw ProblemError.badRequest("the comment is too long", hint: "use at most 1000 characters")
    }
    let action = try action(body)
    let now = try await context.city.ask { _, now in now }
    let command = OperatorCommand(alert: path("id"), action: action, by: name, comment: comment, at: now)
    return .json(try await context.city.carryOut(command))
  }
}
