import Foundation

/// Numbers in the files beside the history: eight bytes each, the least significant first.
extension Data {
  mutating func append(word: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
  }

  /// The number in the eight bytes from `offset` on, which must be there.
  func word(at offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(self[startIndex + offset + $1]) << UInt64(8 * $1) }
  }
}
