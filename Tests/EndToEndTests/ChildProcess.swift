import Glibc
import Testing

/// A program that runs beside the test.
///
/// Spawned by hand, since Foundation's `Process` hands the blocked signals of its thread on to the child,
/// which then can't be asked to end.
final class ChildProcess {
  let id: pid_t
  private var status: Int32?

  /// Starts `path`; what it prints goes to the file `log`, what it says of errors to `errors` if there is one.
  init(
    _ path: String, _ arguments: [String], input: String = "/dev/null", log: String, errors: String? = nil,
    environment: [String: String]
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if let errors {
      posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    } else {
      posix_spawn_file_actions_adddup2(&actions, 1, 2)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    var id: pid_t = 0
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let settings = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    try #require(posix_spawn(&id, path, &actions, &attributes, words, settings) == 0)
    self.id = id
  }

  deinit {
    send(SIGKILL)
    wait()
  }

  /// Sends a signal, if it still runs.
  func send(_ signal: Int32) { if isRunning { kill(id, signal) } }

  /// Waits for the end; a program that does not come to it in time is killed.
  /// - Returns: the exit status, or the negative number of the signal that ended it.
  @discardableResult
  func wait(seconds: Int = 60) -> Int32 {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while isRunning {
      if ContinuousClock.now > deadline { send(SIGKILL) }
      usleep(2000)
    }
    return status ?? 0
  }

  /// Whether it still runs.
  var isRunning: Bool {
    guard status == nil else { return false }
    var raw: Int32 = 0
    let ended = waitpid(id, &raw, WNOHANG)
    guard ended != 0 else { return true }
    // When nobody knows any more, the number may soon be another program's: it is not to be signalled.
    status = ended < 0 ? Int32.min : raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
    return false
  }
}
