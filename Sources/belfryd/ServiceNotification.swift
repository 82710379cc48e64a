import Foundation

/// Tells systemd how the service is: sd_notify(3), spoken directly. Without systemd it does nothing.
enum ServiceNotification {
  /// Sends lines such as `READY=1`.
  static func send(_ lines: String...) {
    guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"] else { return }
    Datagram.send(Array(lines.joined(separator: "\n").utf8), to: path)
  }

  /// Tells that the configuration is being read anew; `READY=1` tells the end of it.
  static func sendReloading() {
    // CLOCK_MONOTONIC, by which systemd knows a reload that it asked for from an earlier one.
    send("RELOADING=1", "MONOTONIC_USEC=\(Int64(ProcessInfo.processInfo.systemUptime * 1e6))")
  }
}
