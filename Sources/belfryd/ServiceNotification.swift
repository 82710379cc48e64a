import Foundation

/// Tells systemd how the service is: sd_notify(3), spoken directly. Without systemd it does nothing.
enum ServiceNotification {
  /// Sends lines such as `READY=1`.
  static func send(_ lines: String...) {
    guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"] else { return }
    Datagram.send(Array(lines.joined(separator: "\n").utf8), to: path)
  }
}
