public import Core
import HTTPTypes
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle
import Wire

/// The local API over HTTP/1.1: all of it on the Unix socket, what reads on the network.
public struct Server: Sendable {
  private let context: APIContext

  /// A connection on which nothing is asked for so long is closed; a request's head must come as fast.
  private static let socketPatience = TimeAmount.seconds(30)
  private static let networkPatience = TimeAmount.seconds(10)
  /// Connections at once; the next ones wait until one ends. Fewer where the system allows few open files.
  private static let socketConnectionsMax = 2000
  private static let networkConnectionsMax = 256
  /// Connections of one user at the socket, and of one address on the network.
  private static let userConnectionsMax = 1200
  private static let addressConnectionsMax = 64
  private static let networkHeadBytesMax = 16 * 1024
  /// Connections that the kernel keeps until we take them.
  private static let backlog = 1024
  private let openFilesMax: Int

  /// A server that does not listen yet.
  /// - Parameters:
  ///   - city: answers questions about the city.
  ///   - facts: answers questions about the rest of the daemon.
  ///   - history: the stored readings and alerts, and the indicators' values.
  ///   - events: what is told to those who watch.
  ///   - operators: the group whose members may change things.
  ///   - openFilesMax: how many files the process may have open: connections leave half of them to others.
  ///   - logger: for the server's own remarks.
  public init(
    city: any LiveCity, facts: DaemonFacts,
    history: any ReadingHistory & AlertHistory & IndicatorHistory, events: EventHub, operators: String,
    openFilesMax: Int, logger: Logger
  ) {
    self.openFilesMax = openFilesMax
    context = APIContext(
      city: city, facts: facts, history: history, events: events, operators: operators, logger: logger)
  }

  /// The service that answers on a Unix socket.
  /// - Parameters:
  ///   - socket: a listening Unix socket; the service closes it at its end.
  ///   - onListening: called when connections are taken.
  /// - Returns: the service, to be run.
  public func onSocket(
    _ socket: CInt, onListening: @escaping @Sendable () async -> Void
  ) -> some Service {
    let most = min(Self.socketConnectionsMax, openFilesMax / 2)
    let book = ConnectionBook(limit: min(Self.userConnectionsMax, max(1, most - most / 4)))
    let router = Router(context: APIRequestContext.self)
    router.add(middleware: ProblemMiddleware())
    router.add(middleware: PeerLimit(book: book) { $0.channel })
    for endpoint in endpoints { add(endpoint, to: router) }
    return SocketServer(
      socket: socket, responder: router.buildResponder(),
      channels: .init(
        additionalChannelHandlers: [ConnectionGuard(book)], idleTimeout: Self.socketPatience),
      connectionsMax: most, backlog: Self.backlog, logger: quiet, onListening: onListening)
  }

  /// The service that listens on the network, where things can be read and not changed.
  /// - Parameters:
  ///   - host: a name or address.
  ///   - port: a TCP port.
  ///   - onListening: called when it accepts connections.
  /// - Returns: the service, to be run.
  public func onNetwork(
    host: String, port: Int, onListening: @escaping @Sendable () async -> Void
  ) -> some ApplicationProtocol {
    let most = min(Self.networkConnectionsMax, openFilesMax / 8)
    let book = ConnectionBook(limit: min(Self.addressConnectionsMax, most))
    let router = Router(context: APIRequestContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ReadOnlyMiddleware())
    router.add(middleware: ProblemMiddleware())
    router.add(middleware: PeerLimit(book: book) { $0.channel })
    for endpoint in endpoints where endpoint.method == .get { add(endpoint, to: router) }
    let limits = HTTP1Channel.Configuration.DecoderConfiguration(
      maxHeaderFieldSize: Self.networkHeadBytesMax, maxHeaderListSize: Self.networkHeadBytesMax,
      maxHeaderFieldCount: 100)
    return Application(
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionGuard(book)], idleTimeout: Self.networkPatience,
          httpDecoderConfiguration: limits)),
      configuration: ApplicationConfiguration(
        address: .hostname(host, port: port), serverName: "belfryd", backlog: Self.backlog,
        availableConnectionsDelegate: MaximumAvailableConnections(most, logger: quiet)),
      onServerRunning: { _ in await onListening() },
      logger: quiet)
  }

  /// For the server's own remarks: only what is wrong.
  private var quiet: Logger {
    var logger = context.logger
    logger.logLevel = .warning
    return logger
  }

  private func add(_ endpoint: any Endpoint.Type, to router: Router<APIRequestContext>) {
    router.on(RouterPath(endpoint.path), method: endpoint.method) { request, requestContext in
      let path = requestContext.parameters.map { (String($0.key), String($0.value)) }
      return try await endpoint.respond(
        Call(
          request, from: requestContext.channel, path: Dictionary(path, uniquingKeysWith: { $1 }),
          known: endpoint.parameters, context: context))
    }
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
    } catch let refusal as EntryRefusal {
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

  private static func problem(_ refusal: EntryRefusal) -> ProblemError {
    switch refusal {
    case .unknownIndicator:
      .notFound("there is no such indicator", hint: "GET /v1/indicators lists them")
    case .isComputed:
      ProblemError(
        status: .conflict, detail: "this indicator is computed from readings",
        hint: "only one with 'entered: true' takes values from people")
    case .unknownScope:
      .badRequest("the indicator has no values for this place", hint: "it is 'city' or a district's name")
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
