import Glibc
import Storage
import Testing

@Suite struct StateLockTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func oneAtATime() throws {
    var lock: StateLock? = try StateLock(forHistoryAt: folder.history)
    let error = #expect(throws: StorageError.self) { try StateLock(forHistoryAt: folder.history) }
    #expect(error?.description.contains("in use by process \(getpid());") ?? false)
    #expect(lock != nil)
    _ = try StateLock(forHistoryAt: folder.path + "/another.db")
    lock = nil
    _ = try StateLock(forHistoryAt: folder.history)
  }

  @Test func aFolderThatIsMissingIsSaid() throws {
    let path = folder.path + "/none/belfry.db"
    let error = #expect(throws: StorageError.self) { try StateLock(forHistoryAt: path) }
    #expect(error?.description.contains("\(path).lock") ?? false)
  }
}
