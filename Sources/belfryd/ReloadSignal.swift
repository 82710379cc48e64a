import Logging
import ServiceLifecycle
import UnixSignals

/// Reloads at SIGHUP, as daemons do.
struct ReloadSignal: Service {
  let reloader: Reloader

  func run() async throws {
    for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
      // What is wrong, the reloader has logged.
      _ = try? await reloader.reload()
    }
  }
}
