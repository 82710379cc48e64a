import Glibc

/// The address of a Unix socket, for the system's calls.
///
/// **Why this is sound.** The pointers that ``use(_:)`` lends point into a local copy and live for the call.
struct UnixAddress {
  private var address = sockaddr_un()
  private let length: socklen_t

  /// The address of `path`; `nil` when it is too long. A leading `@` stands for an abstract socket.
  init?(_ path: String) {
    var name = Array(path.utf8)
    if name.first == UInt8(ascii: "@") { name[0] = 0 }
    guard !name.isEmpty, name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
    length = socklen_t(MemoryLayout<sa_family_t>.size + name.count + (name[0] == 0 ? 0 : 1))
  }

  /// Calls `body` with the address as the system wants it.
  func use(_ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
    unsafe withUnsafePointer(to: address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
    }
  }
}
