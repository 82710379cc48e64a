import Foundation
import Glibc
import Synchronization
import Testing

/// Stands between daemon and broker: it can keep back what the daemon says, its acknowledgements, lose all that is
/// said, and be slow.
final class Relay: Sendable {
  /// Where the daemon connects.
  let port: Int
  private let listener: Int32
  private let isHolding = Atomic<Bool>(false)
  private let connections = Mutex<[Int32]>([])
  /// How many connections there were, and how many of the first of them lead nowhere any more.
  private let accepted = Atomic<Int>(0)
  private let abandoned = Atomic<Int>(0)
  /// How much passes each way; 0 for all that comes.
  private let bytesPerSecond = Atomic<Int>(0)

  init(toPort broker: Int) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    port = bindToFreePort(listener)
    try #require(listen(listener, 8) == 0)
    Thread.detachNewThread { [self] in accept(toPort: broker) }
  }

  /// Lets no one in any more; connections live on until one of their ends goes.
  func close() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// Ends all connections that there are, as a network does that goes for a moment.
  func cut() {
    let open = connections.withLock { connections in
      defer { connections = [] }
      return connections
    }
    for connection in open { shutdown(connection, Int32(SHUT_RDWR)) }
  }

  /// What is said over the connections that there are is lost from now on, and nobody is told: they are half-open, as
  /// when a router between has forgotten them. New ones are good.
  func abandon() { abandoned.store(accepted.load(ordering: .acquiring), ordering: .releasing) }

  /// Lets so much pass each way; `nil` for all that comes.
  func limit(toBytesPerSecond bytes: Int?) { bytesPerSecond.store(bytes ?? 0, ordering: .releasing) }

  /// From now on the broker hears nothing of what the daemon says.
  func hold() { isHolding.store(true, ordering: .releasing) }

  /// The broker hears the daemon again.
  func letThrough() { isHolding.store(false, ordering: .releasing) }

  private func accept(toPort broker: Int) {
    while case let daemon = Glibc.accept(listener, nil, nil), daemon >= 0 {
      let connection = connect(toPort: broker)
      connections.withLock { $0 += [daemon, connection] }
      let number = accepted.add(1, ordering: .acquiringAndReleasing).oldValue
      Thread.detachNewThread { [self] in pass(number, from: daemon, to: connection, isFromDaemon: true) }
      Thread.detachNewThread { [self] in pass(number, from: connection, to: daemon, isFromDaemon: false) }
    }
    Glibc.close(listener)
  }

  /// Passes bytes on until an end goes, and then lets the other know. Descriptors are closed by nobody: the
  /// number of one could already belong to another, and a test has few.
  private func pass(_ number: Int, from source: Int32, to target: Int32, isFromDaemon: Bool) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let rate = bytesPerSecond.load(ordering: .acquiring),
      case let count = recv(source, &buffer, rate == 0 ? buffer.count : max(1, rate / 50), 0), count > 0
    {
      if isFromDaemon, isHolding.load(ordering: .acquiring) { continue }
      if isAbandoned(number) { continue }
      // How slow the link is, not how long the test waits.
      if rate > 0 { usleep(useconds_t(count * 1_000_000 / rate)) }
      var sent = 0
      while sent < count {
        let more = send(target, Array(buffer[sent..<count]), count - sent, Int32(MSG_NOSIGNAL))
        guard more > 0 else { break }
        sent += more
      }
    }
    shutdown(source, Int32(SHUT_RDWR))
    // The other end of a connection that was forgotten does not hear of this one's.
    if !isAbandoned(number) { shutdown(target, Int32(SHUT_RDWR)) }
  }

  private func isAbandoned(_ number: Int) -> Bool { number < abandoned.load(ordering: .acquiring) }

  private func connect(toPort port: Int) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port: port)
    _ = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return descriptor
  }
}
