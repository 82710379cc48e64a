import Glibc

/// A running `belfry-codec`.
///
/// Unsafe is the start of the process, whose pointers live as long as the call, and handing arrays to `send` and
/// `recv` with their own lengths.
struct ScriptProcess: ~Copyable {
  private let id: pid_t
  private let socket: CInt

  /// The longest answer; `belfry-codec` gives no longer one.
  private static let answerBytesMax = 1 << 20

  /// What the process gets to see of the world. Without a compiler for machine code it needs no memory that is
  /// written and run.
  private static let environment = ["TZ=UTC", "LC_ALL=C", "JSC_useJIT=0"]

  /// Starts `program`; `nil`, with the reason in `error`, when it can't be started.
  init?(_ program: String, answersWithin seconds: Int, error: inout String) {
    var ends: [CInt] = [-1, -1]
    guard unsafe socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0, &ends) == 0
    else {
      error = Self.reason("a socket can't be had", errno)
      return nil
    }
    defer { close(ends[1]) }
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &time, size)
    unsafe setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &time, size)
    var started: pid_t = 0
    let code = Self.spawn(program, ends[1], &started)
    guard code == 0 else {
      close(ends[0])
      error = Self.reason("\(program) can't be started", code)
      return nil
    }
    id = started
    socket = ends[0]
  }

  deinit {
    close(socket)
    kill(id, SIGKILL)
    waitpid(id, nil, 0)
  }

  /// Starts the program with `socket` as its input and output, and in a group of its own: a terminal's Ctrl-C is for
  /// who reads it. It closes what else it was given.
  /// - Returns: 0, or the error's number.
  private static func spawn(_ program: String, _ socket: CInt, _ id: inout pid_t) -> CInt {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, socket, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, socket, 1)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    let words = unsafe [strdup(program), nil]
    let settings = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer { unsafe (words + settings).forEach { unsafe free($0) } }
    return unsafe posix_spawn(&id, program, &actions, &attributes, words, settings)
  }

  /// Sends bytes.
  /// - Returns: false when the process takes no more.
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
      }
      if count > 0 { rest.removeFirst(count) } else if errno != EINTR { return false }
    }
    return true
  }

  /// An answer, and whether it took as long as it may.
  typealias Reply = (answer: ScriptAnswer, tookTooLong: Bool)

  /// Waits for the next answer; `nil` when none came.
  func receive() -> Reply? {
    guard let head = receive(count: 5) else { return nil }
    let length = (0..<4).reduce(0) { $0 | Int(head[$1]) << ($1 * 8) }
    guard 1...Self.answerBytesMax ~= length, let text = receive(count: length - 1) else { return nil }
    let answer: ScriptAnswer = head[4] == 0 ? .object(text) : .failure(String(decoding: text, as: UTF8.self))
    return (answer, head[4] == 2)
  }

  private func receive(count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var received = 0
    while received < count {
      let more = unsafe bytes.withUnsafeMutableBytes { bytes in
        unsafe recv(socket, bytes.baseAddress.map { unsafe $0 + received }, count - received, 0)
      }
      guard more != 0 else { return nil }
      if more > 0 { received += more } else if errno != EINTR { return nil }
    }
    return bytes
  }

  private static func reason(_ what: String, _ code: CInt) -> String {
    let text = unsafe String(cString: strerror(code))
    return "\(what): \(text)"
  }
}
