import Glibc
import NIOCore

/// Who is at the other end of the Unix socket, as the kernel says (SO_PEERCRED, unix(7)).
struct Peer: Sendable, Hashable {
  /// The user's number.
  let uid: UInt32
  /// The number of the user's first group.
  let gid: UInt32

  /// The kernel's `struct ucred`.
  private struct Credentials {
    var pid: Int32 = 0
    var uid: UInt32 = 0
    var gid: UInt32 = 0
  }

  /// The peer of `channel`; `nil` when it is not a Unix socket, or gone.
  static func of(_ channel: any Channel) async -> Peer? { try? await find(channel)?.get() }

  /// The peer of `channel`, known at once on the channel's own event loop; `nil` when it is not a Unix socket.
  static func find(_ channel: any Channel) -> EventLoopFuture<Peer>? {
    guard channel.localAddress?.protocol == .unix, let socket = channel as? any SocketOptionProvider
    else { return nil }
    let name = NIOBSDSocket.Option(rawValue: SO_PEERCRED)
    let credentials: EventLoopFuture<Credentials> = socket.unsafeGetSocketOption(level: .socket, name: name)
    return credentials.map { Peer(uid: $0.uid, gid: $0.gid) }
  }

  /// The user's name, or its number when it has none.
  var name: String {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 4096)
    guard unsafe getpwuid_r(uid, &entry, &buffer, buffer.count, &found) == 0, let found = unsafe found else {
      return "uid \(uid)"
    }
    return unsafe String(cString: found.pointee.pw_name)
  }

  /// Whether the user may change things: root, the daemon's own user, and the members of `group`.
  func mayChange(group: String) -> Bool {
    if uid == 0 || uid == geteuid() { return true }
    var entry = unsafe Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard unsafe getgrnam_r(group, &entry, &buffer, buffer.count, &found) == 0,
      let found = unsafe found
    else { return false }
    return unsafe groups.contains(found.pointee.gr_gid)
  }

  /// All groups of the user.
  private var groups: [UInt32] {
    var count: Int32 = 256
    var groups = [gid_t](repeating: 0, count: Int(count))
    guard unsafe getgrouplist(name, gid, &groups, &count) >= 0 else { return [gid] }
    return Array(groups.prefix(Int(count)))
  }
}
