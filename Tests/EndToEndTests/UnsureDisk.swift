import Foundation

/// A disk as a power cut may leave it: what was synced is there, and of everything else any part.
struct UnsureDisk {
  /// What a file holds for sure, and what may have come to the disk since, in any order and not whole.
  private final class Contents {
    var sure: [UInt8] = []
    var unsure: [Change] = []
    /// How much of that a sync that goes on will make sure, by its thread.
    var syncs: [Substring: Int] = [:]
  }

  private enum Change {
    case write(at: Int, [UInt8])
    case truncate(to: Int)
  }

  /// What each name may stand for, the newest last: until its folder is synced, any of them.
  private var names: [String: [Contents?]] = [:]

  /// A disk writes this much at once or not at all.
  private static let sector = 512

  /// Does what a program did.
  mutating func take(_ step: DiskTrace.Step) {
    switch step {
    case .make(let file):
      if current(file) == nil { names[file, default: [nil]].append(Contents()) }
    case .write(let file, let place, let bytes): change(file, .write(at: place, bytes))
    case .truncate(let file, let size): change(file, .truncate(to: size))
    case .syncBegins(let file, let thread):
      if let contents = current(file) { contents.syncs[thread] = contents.unsure.count }
    case .syncEnds(let file, let thread): syncEnds(file, thread)
    case .rename(let file, let new):
      names[new, default: [nil]].append(current(file))
      names[file]?.append(nil)
    case .remove(let file): names[file]?.append(nil)
    case .send: break
    }
  }

  /// One of the many states that a power cut may leave, by path.
  func afterPowerCut(_ random: inout some RandomNumberGenerator) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    // In an order that is the same each time.
    for (name, all) in names.sorted(by: { $0.key < $1.key }) {
      guard let contents = all.randomElement(using: &random) ?? nil else { continue }
      files[name] = Self.remains(of: contents, &random)
    }
    return files
  }

  private func current(_ file: String) -> Contents? { names[file]?.last ?? nil }

  private func change(_ file: String, _ change: Change) { current(file)?.unsure.append(change) }

  private mutating func syncEnds(_ file: String, _ thread: Substring) {
    guard let contents = current(file) else {
      // A folder.
      for (name, all) in names where name.hasPrefix(file + "/") { names[name] = [all.last ?? nil] }
      return
    }
    let count = contents.syncs.removeValue(forKey: thread) ?? 0
    for change in contents.unsure.prefix(count) { Self.apply(change, to: &contents.sure) }
    contents.unsure.removeFirst(count)
    for (other, rest) in contents.syncs { contents.syncs[other] = max(rest - count, 0) }
  }

  private static func remains(
    of contents: Contents, _ random: inout some RandomNumberGenerator
  ) -> [UInt8] {
    var bytes = contents.sure
    // Now and then all of it, or nothing.
    let share: Double = [0, 0.3, 0.7, 1].randomElement(using: &random) ?? 0
    for change in contents.unsure.shuffled(using: &random) {
      guard Double.random(in: 0..<1, using: &random) < share else { continue }
      guard case .write(let place, let whole) = change, share < 1, Bool.random(using: &random) else {
        apply(change, to: &bytes)
        continue
      }
      var start = 0
      while start < whole.count {
        let end = min(whole.count, ((place + start) / sector + 1) * sector - place)
        if Bool.random(using: &random) {
          apply(.write(at: place + start, Array(whole[start..<end])), to: &bytes)
        }
        start = end
      }
    }
    return bytes
  }

  private static func apply(_ change: Change, to bytes: inout [UInt8]) {
    switch change {
    case .write(let place, let new):
      resize(&bytes, to: max(bytes.count, place + new.count))
      bytes.replaceSubrange(place..<place + new.count, with: new)
    case .truncate(let size): resize(&bytes, to: size)
    }
  }

  private static func resize(_ bytes: inout [UInt8], to size: Int) {
    bytes.removeLast(max(bytes.count - size, 0))
    bytes += [UInt8](repeating: 0, count: size - bytes.count)
  }
}
