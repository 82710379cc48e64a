import HTTPTypes
import Hummingbird

/// What makes the network's listener harmless: nothing but reading, and headers that keep browsers from
/// doing more with an answer than showing it.
struct ReadOnlyMiddleware<Context: RequestContext>: RouterMiddleware {
  /// Names and values, as the OWASP Secure Headers Project advises for a page and an API without cookies.
  private static var headers: [(String, String)] {
    [
      (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      ),
      ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
      ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
  }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await answer(request, context, next)
    for (name, value) in Self.headers {
      if let field = HTTPField.Name(name) { response.headers[field] = value }
    }
    return response
  }

  private func answer(
    _ request: Request, _ context: Context, _ next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard request.method == .get || request.method == .head else {
      var response = ProblemError(
        status: .methodNotAllowed, detail: "over the network everything can be read and nothing changed",
        hint: "use 'belfry' on the daemon's machine"
      ).response
      response.headers[.allow] = "GET, HEAD"
      // The body, if there is one, is not read.
      response.headers[.connection] = "close"
      return response
    }
    guard request.headers[.transferEncoding] == nil, request.headers[.contentLength] ?? "0" == "0" else {
      var response = ProblemError(
        status: .contentTooLarge, detail: "a request that reads has no body", hint: nil
      ).response
      response.headers[.connection] = "close"
      return response
    }
    return try await next(request, context)
  }
}
