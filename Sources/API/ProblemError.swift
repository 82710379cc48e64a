import Hummingbird
import HTTPTypes
import Wire

/// A request that can't be answered: what is told as `application/problem+json` (RFC 9457).
struct ProblemError: Error {
  let status: HTTPResponse.Status
  let detail: String
  let hint: String?

  static func badRequest(_ detail: String, hint: String) -> ProblemError {
    ProblemError(status: .badRequest, detail: detail, hint: hint)
  }

  static func notFound(_ detail: String, hint: String) -> ProblemError {
    ProblemError(status: .notFound, detail: detail, hint: hint)
  }

  var response: Response {
    let problem = ProblemDetails(
      title: status.reasonPhrase, status: status.code, detail: detail, hint: hint)
    return .json(problem, status: status, type: "application/problem+json")
  }
}
