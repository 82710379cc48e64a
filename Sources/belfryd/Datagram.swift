import Glibc

/// One datagram to a Unix socket of the system: systemd and its journal speak like that.
enum Datagram {
  /// Sends `bytes` to the socket at `path`.
  /// - Returns: whether they were taken.
  @discardableResult
  static func send(_ bytes: [UInt8], to path: String) -> Bool {
    guard let address = UnixAddress(path) else { return false }
    let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let sent = unsafe address.use { socketAddress, length in
      unsafe CInt(sendto(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL), socketAddress, length))
    }
    return Int(sent) == bytes.count
  }
}
