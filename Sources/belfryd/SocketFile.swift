import Glibc

/// The file of the API's Unix socket.
struct SocketFile: Sendable {
  let path: String

  /// Removes a socket that a daemon left behind when it was killed.
  /// - Throws: when somebody listens there, or something else stands there.
  func clear() throws(DaemonError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw DaemonError(
        description: "\(path) exists and is not a socket; remove it or name another api.socket")
    }
    guard !hasListener() else {
      throw DaemonError(description: "another daemon listens on \(path); stop it or name another api.socket")
    }
    unsafe unlink(path)
  }

  /// Sets the rights of the socket.
  func setMode(_ mode: Int) { unsafe chmod(path, mode_t(mode)) }

  /// Removes the socket.
  func remove() { unsafe unlink(path) }

  private func hasListener() -> Bool {
    let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return unsafe UnixAddress(path)?.use { address, length in unsafe connect(descriptor, address, length) }
      == 0
  }
}
