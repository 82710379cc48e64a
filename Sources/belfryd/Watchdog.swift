import Foundation
import Logging
import Rings

/// Tells systemd that the daemon lives, as long as every thread of the pipeline makes its turns: with
/// `WatchdogSec=` in its unit a daemon that hangs is ended and started again.
///
/// It runs where the API runs: when that is stuck, nothing is told either.
struct Watchdog {
  private let pulses: [Pulse]
  private let interval: Duration
  private let logger: Logger

  /// The watchdog that systemd asks for; `nil` when it asks for none.
  ///
  /// Source: sd_watchdog_enabled(3).
  init?(_ pulses: [Pulse], _ logger: Logger) {
    let environment = ProcessInfo.processInfo.environment
    guard let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init), microseconds > 0 else {
      return nil
    }
    if let process = environment["WATCHDOG_PID"], process != "\(ProcessInfo.processInfo.processIdentifier)" {
      return nil
    }
    self.pulses = pulses
    self.logger = logger
    interval = .microseconds(microseconds / 3)
  }

  /// Tells it, again and again.
  func feed() async throws {
    var seen = pulses.map(\.sight)
    var isTold = false
    while true {
      try await Task.sleep(for: interval)
      let still = zip(pulses, seen).filter { !$0.isAlive(since: $1) }.map(\.0.name)
      if still.isEmpty {
        ServiceNotification.send("WATCHDOG=1")
        seen = pulses.map(\.sight)
      } else if !isTold {
        logger.critical(
          "no turn was made for \(interval) by: \(still.joined(separator: ", "))",
          metadata: LogMessage.hang.metadata)
      }
      isTold = !still.isEmpty
    }
  }
}
