import Glibc

/// The API's socket as systemd hands it over when `belfryd.socket` is on: sd_listen_fds(3), spoken directly.
///
/// **Why this is sound.** The system writes no more into a local variable than it has room for.
enum ActivatedSocket {
  /// SD_LISTEN_FDS_START of sd-daemon(3).
  private static let first: CInt = 3

  /// The socket that was handed over to this process; `nil` when there is none.
  /// - Parameter environment: the environment variables of the process.
  /// - Returns: its descriptor.
  /// - Throws: when it is none that the API can listen on.
  static func take(_ environment: [String: String]) throws(DaemonError) -> CInt? {
    guard environment["LISTEN_PID"] == "\(getpid())", let count = environment["LISTEN_FDS"].flatMap(Int.init),
      count > 0
    else { return nil }
    guard count == 1 else {
      throw DaemonError(
        description:
          "systemd hands over \(count) sockets, and the API has one: only belfryd.socket may belong to "
          + "belfryd.service, with one ListenStream=")
    }
    guard option(SO_DOMAIN) == AF_UNIX, option(SO_TYPE) == CInt(SOCK_STREAM.rawValue),
      option(SO_ACCEPTCONN) == 1
    else {
      throw DaemonError(
        description: "what systemd hands over is not a listening Unix socket (stream): belfryd.socket needs "
          + "ListenStream= with a path, and Accept=no")
    }
    // The programs that the daemon starts must not have it.
    _ = fcntl(first, F_SETFD, FD_CLOEXEC)
    return first
  }

  /// An option of the socket; `nil` when what is handed over is no socket.
  private static func option(_ name: CInt) -> CInt? {
    var value: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    return unsafe getsockopt(first, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
  }
}
