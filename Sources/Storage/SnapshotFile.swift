import Foundation
import Glibc
public import Model

/// A place in the history: everything up to these numbers has been applied.
public struct JournalPosition: Hashable, Sendable, BitwiseCopyable {
  /// The number of the last uplink; 0 before the first.
  public var uplink: Int64
  /// When that one arrived.
  public var arrivedAt: Timestamp
  /// The number of the last of people's commands; 0 before the first.
  public var command: Int64
  /// The number of the last observation; 0 before the first.
  public var observation: Int64

  /// Before everything.
  public static let start = JournalPosition(uplink: 0, arrivedAt: .distantPast, command: 0, observation: 0)

  /// A place.
  public init(uplink: Int64, arrivedAt: Timestamp, command: Int64, observation: Int64) {
    self.uplink = uplink
    self.arrivedAt = arrivedAt
    self.command = command
    self.observation = observation
  }
}

/// The image of the city at a place in the history: what comes after it is all that a start must replay.
public struct Snapshot: Sendable {
  /// Up to where the image has come.
  public let position: JournalPosition
  /// The city's state.
  public let image: [UInt8]

  /// A snapshot.
  public init(position: JournalPosition, image: [UInt8]) {
    self.position = position
    self.image = image
  }
}

/// The file beside the history that holds the newest snapshot.
///
/// It may be deleted at any time: then the next start replays the history. A damaged one is not used.
public struct SnapshotFile: Sendable {
  /// Where it is.
  public let path: String

  private static let magic: UInt64 = 0x424C_4659_534E_4151
  private static let headerSize = 48
  private static let pieceBytes = 1 << 20

  /// What its name adds to the history's.
  static let suffix = "-snapshot"

  /// The file for the history at `path`.
  public init(forHistoryAt path: String) { self.path = path + Self.suffix }

  /// Replaces the snapshot. A crash leaves the old one or the new one.
  /// - Throws: why it can't be written.
  public func write(_ snapshot: Snapshot) throws(StorageError) {
    var header = Data()
    for word in [
      Self.magic, UInt64(bitPattern: snapshot.position.uplink),
      UInt64(bitPattern: snapshot.position.arrivedAt.nanoseconds),
      UInt64(bitPattern: snapshot.position.command), UInt64(bitPattern: snapshot.position.observation),
      Self.checksum(snapshot.image),
    ] { header.append(word: word) }
    let new = path + ".new"
    do {
      try header.write(to: URL(fileURLWithPath: new))
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: new))
      defer { try? file.close() }
      try file.seekToEnd()
      for start in stride(from: 0, to: snapshot.image.count, by: Self.pieceBytes) {
        let piece = snapshot.image[start..<min(start + Self.pieceBytes, snapshot.image.count)]
        try file.write(contentsOf: Data(piece))
      }
      try file.synchronize()
    } catch {
      throw StorageError("\(new): \(error.localizedDescription)")
    }
    // Sound: both paths are alive as C strings for the call. Foundation's own replacement loses the old file.
    guard unsafe rename(new, path) == 0 else {
      throw StorageError("\(path): \(unsafe String(cString: strerror(errno)))")
    }
  }

  /// The snapshot; `nil` when there is none that is whole.
  public func read() -> Snapshot? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let header = try? file.read(upToCount: Self.headerSize), header.count == Self.headerSize else {
      return nil
    }
    let words = stride(from: 0, to: Self.headerSize, by: 8).map { header.word(at: $0) }
    guard words[0] == Self.magic, let image = try? Self.readImage(file), words[5] == Self.checksum(image)
    else { return nil }
    let position = JournalPosition(
      uplink: Int64(bitPattern: words[1]), arrivedAt: Timestamp(nanoseconds: Int64(bitPattern: words[2])),
      command: Int64(bitPattern: words[3]), observation: Int64(bitPattern: words[4]))
    return Snapshot(position: position, image: image)
  }

  /// The rest of a file, piece by piece: an image of a million devices need not be in memory twice.
  private static func readImage(_ file: FileHandle) throws -> [UInt8] {
    let start = try file.offset()
    let size = try file.seekToEnd() - start
    try file.seek(toOffset: start)
    var image: [UInt8] = []
    image.reserveCapacity(Int(size))
    while let piece = try file.read(upToCount: pieceBytes), !piece.isEmpty { image.append(contentsOf: piece) }
    return image
  }

  /// Tells damage, not malice: eight bytes at a time, since an image can be large.
  private static func checksum(_ bytes: [UInt8]) -> UInt64 {
    var sum: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var index = 0
    while index + 8 <= bytes.count {
      var word: UInt64 = 0
      for byte in 0..<8 { word |= UInt64(bytes[index + byte]) << UInt64(8 * byte) }
      sum = (sum ^ word) &* 0xFF51_AFD7_ED55_8CCD
      sum ^= sum >> 32
      index += 8
    }
    for rest in index..<bytes.count { sum = (sum ^ UInt64(bytes[rest])) &* 0x0000_0100_0000_01B3 }
    return sum
  }
}
