import ServiceLifecycle

/// Something that is done beside everything else until the daemon is told to stop.
struct UntilStopped: Service {
  private let work: @Sendable () async throws -> Void

  /// Does `work`, which is cancelled at the end.
  init(_ work: @escaping @Sendable () async throws -> Void) { self.work = work }

  func run() async throws {
    try? await cancelWhenGracefulShutdown(work)
    try await gracefulShutdown()
  }
}
