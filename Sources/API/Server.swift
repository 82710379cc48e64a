public import Core
import HTTPTypes
public import Hummingbird
public import Logging
import NIOCore
import Wire

/// The local API over HTTP/1.1.
public enum Server {
  /// The server as a service that listens on a Unix socket.
  /// - Parameters:
  ///   - socket: the socket's path; nothing may stand there.
  ///   - city: answers questions about the city.
  ///   - facts: answers questions about the rest of the daemon.
  ///   - history: the stored readings and alerts.
  ///   - events: what is told to those who watch.
  ///   - operators: the group whose members may change things.
  ///   - logger: for the server's own remarks.
  ///   - onListening: called when the socket accepts connections.
  /// - Returns: the service, to be run.
  public static func service(
    socket: String, city: any LiveCity, facts: DaemonFacts, history: any ReadingHistory & AlertHistory,
    events: EventHub, operators: String, logger: Logger,
    onListening: @escaping @Sendable () async -> Void
  ) -> some ApplicationProtocol {
    let context = APIContext(
      city: city, facts: facts, history: history, events: events, operators: operators)
    return Application(
      router: router(context),
      configuration: ApplicationConfiguration(
        address: .unixDomainSocket(path: socket), serverName: "belfryd"),
      onServerRunning: { _ in await onListening() },
      logger: logger)
  }

  private static func router(_ context: APIContext) -> Router<APIRequestContext> {
    let router = Router(context: APIRequestContext.self)
    router.add(middleware: ProblemMiddleware())
    for endpoint in endpoints {
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, requestContext in
        let path = requestContext.parameters.map { (String($0.key), String($0.value)) }
        return try await endpoint.respond(
          Call(
            request, from: requestContext.channel, path: Dictionary(path, uniquingKeysWith: { $1 }),
            known: endpoint.parameters,
            context: context))
      }
    }
    return router
  }
}

/// Hummingbird's context of a request, with the connection that it came by.
private struct APIRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}

/// Turns whatever goes wrong into `application/problem+json`.
private struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let problem as ProblemError {
      return problem.response
    } catch let refusal as CommandRefusal {
      return Self.problem(refusal).response
    } catch is CityBusy {
      return ProblemError(
        status: .serviceUnavailable, detail: "the city is busy", hint: "try again in a moment"
      ).response
    } catch let error as HTTPError where error.status == .notFound {
      return unknownPath(request).response
    } catch let error as HTTPError {
      return ProblemError(status: error.status, detail: error.body ?? error.status.reasonPhrase, hint: nil)
        .response
    } catch {
      context.logger.error(
        "a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
      return ProblemError(
        status: .internalServerError, detail: "\(error)", hint: "the daemon's log says more"
      ).response
    }
  }

  private static func problem(_ refusal: CommandRefusal) -> ProblemError {
    switch refusal {
    case .unknownAlert:
      .notFound("no alert that lives has this id", hint: "GET /v1/alerts lists them")
    case .notNow(let reason): ProblemError(status: .conflict, detail: reason, hint: nil)
    }
  }

  private func unknownPath(_ request: Request) -> ProblemError {
    .notFound(
      "there is nothing at \(request.uri.path)", hint: "paths begin with /v1/, for example /v1/status")
  }
}
