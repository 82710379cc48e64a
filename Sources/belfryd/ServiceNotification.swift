import Foundation
import Glibc

/// Tells systemd how the service is: sd_notify(3), spoken directly. Without systemd it does nothing.
enum ServiceNotification {
  /// Sends lines such as `READY=1`.
  static func send(_ lines: String...) {
    guard let path = ProcessInfo.processInfo.environment["NOTIFY_SOCKET"],
      let address = UnixAddress(path)
    else { return }
    let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let text = Array(lines.joined(separator: "\n").utf8)
    _ = unsafe address.use { socketAddress, length in
      unsafe CInt(sendto(descriptor, text, text.count, CInt(MSG_NOSIGNAL), socketAddress, length))
    }
  }
}
