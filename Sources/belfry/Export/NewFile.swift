import Foundation

/// A file that appears when it is whole: it is written under another name, and readable by its owner alone.
final class NewFile {
  private let path: String
  private let partial: String
  private let handle: FileHandle

  /// Begins a file.
  /// - Throws: when it is there already and not to be replaced, or can't be written.
  init(at path: String, replaces: Bool) throws {
    self.path = path
    partial = path + ".part"
    guard replaces || !FileManager.default.fileExists(atPath: path) else {
      throw Failure(.refused, "\(path) exists", hint: "name another file, or say --force")
    }
    guard
      FileManager.default.createFile(atPath: partial, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: partial)
    else {
      throw Failure(.refused, "can't write \(partial)", hint: "does its folder exist, and is it yours?")
    }
    self.handle = handle
  }

  /// Appends.
  func write(_ data: Data) throws {
    do { try handle.write(contentsOf: data) } catch { throw failure(error) }
  }

  /// Waits until all is on disk, and gives the file its name.
  func finish() throws {
    do {
      try handle.synchronize()
      try handle.close()
      try? FileManager.default.removeItem(atPath: path)
      try FileManager.default.moveItem(atPath: partial, toPath: path)
    } catch {
      throw failure(error)
    }
  }

  /// Leaves nothing of it.
  func discard() {
    try? handle.close()
    try? FileManager.default.removeItem(atPath: partial)
  }

  private func failure(_ error: any Error) -> Failure {
    Failure(.refused, "can't write \(path): \(error.localizedDescription)", hint: "is the disk full?")
  }
}
