import Glibc

/// A program that is started with something to read, and that says by its exit status whether it took it.
///
/// No shell is between: the words reach the program as they are. It has a process group of its own, which ends as a
/// whole when its time is over, no signals blocked or ignored, none of our descriptors (they close on
/// exec) but standard error, and nothing of our environment: neither systemd's sockets nor its credentials.
///
/// **Why this is sound.** All pointers are into arrays and C strings that live until the call that reads them has
/// returned.
@safe
public struct Command: Sendable {
  private let words: [String]
  private let timeLimit: Duration

  private static let environment = [
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
  ]
  private static let glance = Duration.milliseconds(20)

  /// A program that is not started yet.
  /// - Parameters:
  ///   - words: its path, and its arguments; not empty.
  ///   - timeLimit: how long it may take.
  public init(_ words: [String], timeLimit: Duration) {
    self.words = words
    self.timeLimit = timeLimit
  }

  /// Starts the program and waits for its end.
  /// - Parameter input: what it reads from standard input.
  /// - Throws: any end but exit status 0 within the time limit.
  public func run(input: [UInt8]) async throws(DeliveryError) {
    let id = try start(try Self.file(holding: input))
    let deadline = ContinuousClock.now + timeLimit
    while true {
      if let status = Self.ended(id) {
        guard status != 0 else { return }
        throw DeliveryError(Self.text(status))
      }
      let isOver = ContinuousClock.now > deadline
      // A daemon that ends takes its programs along.
      let isCancelled = (try? await Task.sleep(for: Self.glance)) == nil
      if isOver || isCancelled {
        kill(-id, SIGKILL)
        _ = Self.wait(for: id, 0)
        throw DeliveryError(isOver ? "it took longer than \(timeLimit)" : "the daemon ended")
      }
    }
  }

  /// A file without a name, read from its beginning: unlike a pipe it never fills up.
  private static func file(holding bytes: [UInt8]) throws(DeliveryError) -> CInt {
    var path = Array("/tmp/belfry-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&path)
    guard descriptor >= 0 else { throw DeliveryError(reason("no file for its input")) }
    unsafe unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard unsafe write(descriptor, bytes, bytes.count) == bytes.count,
      lseek(descriptor, 0, SEEK_SET) == 0
    else {
      close(descriptor)
      throw DeliveryError(reason("no file for its input"))
    }
    return descriptor
  }

  private func start(_ input: CInt) throws(DeliveryError) -> pid_t {
    defer { close(input) }
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 2, 1)
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    let settings = unsafe Self.environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (arguments + settings).forEach { unsafe free($0) } }
    var id: pid_t = 0
    let code = unsafe posix_spawn(&id, words[0], &actions, &attributes, arguments, settings)
    guard code == 0 else {
      throw DeliveryError("it can't be started: \(unsafe String(cString: strerror(code)))")
    }
    return id
  }

  /// The exit status, or the negative number of the signal that ended it; `nil` while it runs.
  private static func ended(_ id: pid_t) -> CInt? { wait(for: id, WNOHANG) }

  private static func wait(for id: pid_t, _ options: CInt) -> CInt? {
    var raw: CInt = 0
    guard unsafe waitpid(id, &raw, options) != 0 else { return nil }
    return raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
  }

  private static func text(_ status: CInt) -> String {
    status > 0 ? "it ended with status \(status)" : "signal \(-status) ended it"
  }

  private static func reason(_ what: String) -> String {
    "\(what): \(unsafe String(cString: strerror(errno)))"
  }
}
