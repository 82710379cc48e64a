import Rings

/// Asks systemd for more time while a long start comes on: the migration and the replay of the history.
///
/// Source: sd_notify(3), EXTEND_TIMEOUT_USEC.
struct StartPatience {
  private let task: Task<Void, Never>

  /// Begins to ask, as long as `pulse` beats or rests.
  init(_ pulse: Pulse) {
    task = Task.detached {
      var seen = pulse.sight
      while !Task.isCancelled {
        if pulse.isAlive(since: seen) {
          ServiceNotification.send("EXTEND_TIMEOUT_USEC=60000000", "STATUS=Recovering the history")
        }
        seen = pulse.sight
        try? await Task.sleep(for: .seconds(5))
      }
    }
  }

  /// The start is done.
  func end() { task.cancel() }
}
