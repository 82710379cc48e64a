/// A line for systemd's journal, as its native protocol wants it.
///
/// Source: systemd's docs/JOURNAL_NATIVE_PROTOCOL.md.
struct JournalEntry {
  private(set) var bytes: [UInt8] = []

  /// Adds a field, whose name is of A to Z, digits and underscores. Every value may hold any text: its length
  /// stands before it.
  mutating func add(_ name: String, _ value: String) {
    bytes += Array(name.utf8) + [UInt8(ascii: "\n")]
    let text = Array(value.utf8)
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: UInt64(text.count) >> UInt64(shift)))
    }
    bytes += text + [UInt8(ascii: "\n")]
  }
}
