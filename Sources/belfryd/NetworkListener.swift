import API
import Config
import Logging
import ServiceLifecycle

/// The API's listener on the network, if one is asked for: `api.listen`.
struct NetworkListener: Service {
  private let name: String
  private let service: any Service

  init(
    _ listener: APIConfiguration.Listener, of server: Server, _ logger: Logger,
    _ onListening: @escaping @Sendable () -> Void
  ) {
    let name = "\(listener.host):\(listener.port)"
    self.name = name
    service = server.onNetwork(host: listener.host, port: listener.port) {
      logger.notice("listening on \(name), read-only")
      onListening()
    }
  }

  func run() async throws {
    do {
      try await service.run()
    } catch let error as CancellationError {
      throw error
    } catch {
      throw DaemonError(
        description: "api.listen: nobody can listen on \(name): \(error); is another program there?")
    }
  }
}
