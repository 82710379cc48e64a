import Foundation
import Glibc

/// The message that the daemon is dealing with, in a file beside the history where the next start finds it.
///
/// The broker brings a message again until it is acknowledged: one that makes the daemon crash or hang would do so at
/// each start. So a message during which the daemon has ended twice is told from all others, to be put aside and not
/// looked at. A daemon that is killed twice in the middle of the same message, by chance, puts an innocent one aside.
///
/// **Why this is sound.** The memory is one shared mapping of the file's first slot, made by `init` and taken away by
/// `deinit`. Nothing writes beyond it: topic and payload are cut to the room behind the header before they are copied, and
/// the size stands at its begin, which is a page's. It is written by its owner's thread alone, since the class is not
/// `Sendable`. The file's room is on the disk before it is mapped, so that no write can fail for want of it.
@safe public final class MessageAtHand {
  private let memory: UnsafeMutableRawPointer
  /// What is never to be looked at again.
  private let poison: Slot?

  /// What its name adds to the history's.
  private static let suffix = "-at-hand"
  /// How often the daemon may end during a message.
  private static let endsMax = 2

  /// Finds out whether the daemon ended in the middle of a message when it ran last on the history at `path`.
  ///
  /// It is `nil` when there can be no such file.
  public init?(forHistoryAt path: String) {
    let url = URL(fileURLWithPath: path + Self.suffix)
    let found = (try? Data(contentsOf: url)) ?? Data()
    let atHand = Slot(found.prefix(Slot.width))
    var suspect = Slot(found.dropFirst(Slot.width)) ?? Slot()
    if var atHand, atHand.size > 0 {
      atHand.ends = atHand.isSameMessage(as: suspect) ? min(suspect.ends, Self.endsMax) + 1 : 1
      suspect = atHand
    }
    poison = suspect.ends >= Self.endsMax ? suspect : nil
    // A crash leaves the old file or the new one.
    guard (try? (Slot().data + suspect.data).write(to: url, options: .atomic)) != nil,
      let file = FileHandle(forUpdatingAtPath: url.path),
      let mapping = unsafe mmap(nil, Slot.width, PROT_READ | PROT_WRITE, MAP_SHARED, file.fileDescriptor, 0),
      unsafe mapping != MAP_FAILED
    else { return nil }
    unsafe memory = mapping
  }

  deinit { unsafe munmap(memory, Slot.width) }

  // Neither call is mixed with what follows: when that goes wrong, all of it has happened.

  /// The daemon turns to a message.
  /// - Returns: whether it may look at it.
  @inline(never)
  public func begin(_ topic: Span<UInt8>, _ payload: Span<UInt8>) -> Bool {
    if let poison, poison.isMessage(topic, payload) { return false }
    let room = unsafe UnsafeMutableRawBufferPointer(start: memory + Slot.headerWidth, count: Slot.bytesMax)
    let first = topic.extracting(first: Slot.bytesMax)
    let second = payload.extracting(first: Slot.bytesMax - first.count)
    unsafe first.withUnsafeBytes { unsafe room.copyMemory(from: $0) }
    unsafe second.withUnsafeBytes {
      unsafe UnsafeMutableRawBufferPointer(rebasing: room[first.count...]).copyMemory(from: $0)
    }
    unsafe memory.storeBytes(of: Int64(topic.count + payload.count), as: Int64.self)
    return true
  }

  /// The daemon has dealt with it.
  @inline(never)
  public func end() { unsafe memory.storeBytes(of: 0, as: Int64.self) }
}

/// A message as it stands in the file: its size, how often the daemon has ended during it, and its first bytes, which
/// tell it from others.
private struct Slot {
  /// Bytes of topic and payload; 0 for none.
  var size = 0
  var ends = 0
  private var bytes: [UInt8] = []

  /// What a slot takes in the file.
  static let width = 8192
  static let headerWidth = 16
  static let bytesMax = width - headerWidth

  init() {}

  /// A slot of a file; `nil` when it is none.
  init?(_ data: Data) {
    guard data.count == Self.width else { return nil }
    size = Int(truncatingIfNeeded: data.word(at: 0))
    ends = Int(truncatingIfNeeded: data.word(at: 8))
    guard size >= 0 else { return nil }
    bytes = Array(data.dropFirst(Self.headerWidth).prefix(size))
  }

  var data: Data {
    var data = Data(capacity: Self.width)
    for number in [size, ends] { data.append(word: UInt64(truncatingIfNeeded: number)) }
    return data + bytes + Data(count: Self.bytesMax - bytes.count)
  }

  func isSameMessage(as other: Slot) -> Bool { size == other.size && bytes == other.bytes }

  func isMessage(_ topic: Span<UInt8>, _ payload: Span<UInt8>) -> Bool {
    guard size == topic.count + payload.count else { return false }
    return bytes.indices.allSatisfy {
      bytes[$0] == ($0 < topic.count ? topic[$0] : payload[$0 - topic.count])
    }
  }
}
