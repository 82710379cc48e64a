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

  /// Makes the socket, with these rights from its first moment, and listens.
  /// - Throws: why the system does not let us.
  func open(mode: Int) throws(DaemonError) -> CInt {
    let descriptor = Self.makeSocket()
    let address = UnixAddress(path)
    // Before it has a name nobody can connect, and then the rights are there but for what the umask takes.
    guard descriptor >= 0, fchmod(descriptor, mode_t(mode)) == 0,
      unsafe address?.use({ address, length in unsafe bind(descriptor, address, length) }) == 0,
      unsafe chmod(path, mode_t(mode)) == 0, listen(descriptor, SOMAXCONN) == 0
    else {
      let reason = unsafe String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw DaemonError(description: "nobody can listen on \(path): \(reason); name another api.socket")
    }
    return descriptor
  }

  /// Removes the socket.
  func remove() { unsafe unlink(path) }

  private func hasListener() -> Bool {
    let descriptor = Self.makeSocket()
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return unsafe UnixAddress(path)?.use { address, length in unsafe connect(descriptor, address, length) }
      == 0
  }

  private static func makeSocket() -> CInt {
    socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }
}
