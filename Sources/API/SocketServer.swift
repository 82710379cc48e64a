import Foundation
import Glibc
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOPosix
import ServiceLifecycle

/// Serves HTTP on a Unix socket that is open already, by the daemon or by systemd: Hummingbird's own server knows
/// only sockets that it opens itself.
struct SocketServer<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
  /// The listening socket; it is closed at the end.
  let socket: CInt
  let responder: Responder
  let channels: HTTP1Channel.Configuration
  /// Connections at once; the next ones wait until one ends.
  let connectionsMax: Int
  /// Connections that the kernel keeps until we take them.
  let backlog: Int
  let logger: Logger
  /// Called when connections are taken.
  let onListening: @Sendable () async -> Void

  func run() async throws {
    let loops = MultiThreadedEventLoopGroup.singleton
    let quiescing = ServerQuiescingHelper(group: loops)
    let channel = HTTP1Channel(responder: respond, configuration: channels)
    let listener = try await ServerBootstrap(group: loops)
      .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
      .serverChannelInitializer { [connectionsMax, logger] server in
        server.eventLoop.makeCompletedFuture {
          let pipeline = server.pipeline.syncOperations
          let limit = MaximumAvailableConnections(connectionsMax, logger: logger)
          try pipeline.addHandler(AvailableConnectionsChannelHandler(delegate: limit))
          try pipeline.addHandler(quiescing.makeServerChannelHandler(channel: server))
        }
      }
      .bind(socket) { [logger] connection in channel.setup(channel: connection, logger: logger) }
    // SwiftNIO has just made it 128.
    listen(socket, CInt(backlog))
    await withGracefulShutdownHandler {
      await onListening()
      await withDiscardingTaskGroup { [logger] group in
        do {
          try await listener.executeThenClose { connections in
            for try await connection in connections {
              group.addTask { await channel.handle(value: connection, logger: logger) }
            }
          }
        } catch {
          logger.error("no more connections are taken: \(error)")
        }
      }
    } onGracefulShutdown: {
      quiescing.initiateShutdown(promise: nil)
    }
  }

  /// Answers a request as Hummingbird's application does.
  @Sendable private func respond(
    to request: Request, writer: consuming ResponseWriter, on channel: any Channel
  ) async throws {
    let context = Responder.Context(source: .init(channel: channel, logger: logger))
    var response: Response
    do {
      response = try await responder.respond(to: request, context: context)
    } catch {
      response = Response(status: .internalServerError)
    }
    response.headers[.server] = "belfryd"
    response.headers[.date] = HTTPDate.text(.now)
    try await writer.write(response: response.head, body: response.body)
  }
}
