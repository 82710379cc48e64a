// Which module `timeval` comes from depends on what is compiled beside it.
import Dispatch
import Foundation
import Glibc
import Testing

/// A Unix socket, for what the tests say to the daemon and hear from it.
final class UnixSocket {
  private let descriptor: Int32

  /// A socket of `type` that waits at most `seconds` for anything to read.
  private init(_ type: __socket_type, seconds: Int) {
    descriptor = socket(AF_UNIX, Int32(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var patience = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Connects to a listener; `nil` when nobody listens.
  static func connected(to path: String, seconds: Int = 20) -> UnixSocket? {
    let socket = UnixSocket(SOCK_STREAM, seconds: seconds)
    return withAddress(path) { connect(socket.descriptor, $0, $1) } == 0 ? socket : nil
  }

  /// A socket at `path` that takes datagrams.
  static func datagrams(at path: String, seconds: Int = 30) throws -> UnixSocket {
    let socket = UnixSocket(SOCK_DGRAM, seconds: seconds)
    try #require(withAddress(path) { bind(socket.descriptor, $0, $1) } == 0)
    return socket
  }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// The next bytes; empty at the end, or when nothing comes.
  func receive() -> Data {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return Data(buffer.prefix(max(0, count)))
  }

  /// Calls `body` with the address of `path`.
  static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32)
    -> Int32
  {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
