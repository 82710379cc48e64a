import Foundation
import Model
import Storage
import Testing

@Suite struct SnapshotFileTests {
  private let folder: TemporaryFolder
  private let file: SnapshotFile

  init() throws {
    folder = try TemporaryFolder()
    file = SnapshotFile(forHistoryAt: folder.path + "/history.db")
  }

  private func snapshot(_ number: Int64, bytes: Int) -> Snapshot {
    let position = JournalPosition(
      uplink: number, arrivedAt: Timestamp(seconds: number), command: number + 1, observation: number + 2)
    return Snapshot(position: position, image: (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) })
  }

  @Test("A snapshot is read as it was written, whatever its size", arguments: [1, 7, 1 << 20, (3 << 20) + 5])
  func roundTrip(bytes: Int) throws {
    let written = snapshot(7, bytes: bytes)
    try file.write(written)
    let read = try #require(file.read())
    #expect(read.position == written.position)
    #expect(read.image == written.image)
  }

  @Test func aNewOneReplacesTheOldOne() throws {
    for number in 1...3 { try file.write(snapshot(Int64(number), bytes: 100 * number)) }
    #expect(file.read()?.position == snapshot(3, bytes: 0).position)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["history.db-snapshot"])
  }

  @Test func oneThatCanNotBeWrittenLeavesTheOldOne() throws {
    try file.write(snapshot(1, bytes: 100))
    // A folder stands where the new one would be written.
    try FileManager.default.createDirectory(atPath: file.path + ".new", withIntermediateDirectories: false)
    #expect(throws: StorageError.self) { try file.write(snapshot(2, bytes: 100)) }
    #expect(file.read()?.position == snapshot(1, bytes: 0).position)
  }

  @Test("One that ends too early is none", arguments: [0, 10, 47, 48, 100])
  func torn(length: Int) throws {
    try file.write(snapshot(1, bytes: 100))
    let whole = try Data(contentsOf: URL(fileURLWithPath: file.path))
    try whole.prefix(length).write(to: URL(fileURLWithPath: file.path))
    #expect(file.read() == nil)
  }
}
