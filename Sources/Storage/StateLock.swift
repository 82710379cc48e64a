import Glibc

/// Keeps a second daemon off the same history: a lock on a file beside it, which the system lets go of when
/// the process ends, however it ends.
public final class StateLock: Sendable {
  private let descriptor: CInt

  /// Takes the lock of the history at `path`.
  /// - Throws: who holds it, or why the folder can't be written.
  public init(forHistoryAt path: String) throws(StorageError) {
    let file = path + ".lock"
    descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StorageError(
        "\(file): \(unsafe String(cString: strerror(errno))); the folder must exist and be writable")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.read(descriptor)
      close(descriptor)
      throw StorageError("\(path) is in use by process \(holder); stop that belfryd first")
    }
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    _ = unsafe pwrite(descriptor, text, text.count, 0)
  }

  deinit { close(descriptor) }

  private static func read(_ descriptor: CInt) -> String {
    var buffer = [UInt8](repeating: 0, count: 20)
    let count = unsafe pread(descriptor, &buffer, buffer.count, 0)
    let digits = buffer.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
    return digits.isEmpty ? "?" : String(decoding: digits, as: UTF8.self)
  }
}
