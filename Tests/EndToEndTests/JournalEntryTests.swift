import Foundation
import Testing

@testable import belfryd

/// What goes to systemd's journal.
@Suite struct JournalEntryTests {
  @Test func aFieldMayHoldAnyText() {
    var entry = JournalEntry()
    entry.add("MESSAGE", "é\nb")
    entry.add("PRIORITY", "3")
    #expect(
      entry.bytes == Array("MESSAGE\n".utf8) + [4, 0, 0, 0, 0, 0, 0, 0, 0xC3, 0xA9, 0x0A, 0x62, 0x0A]
        + Array("PRIORITY\n".utf8) + [1, 0, 0, 0, 0, 0, 0, 0, 0x33, 0x0A])
  }

  @Test func theIdsAreThoseThatTheDocumentLists() throws {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs/operating/configure.md").standardizedFileURL
    let text = try String(contentsOf: page, encoding: .utf8)
    let listed = text.matches(of: /\| `([0-9a-f]{32})` \|/).map { String($0.1) }
    #expect(listed == LogMessage.allCases.map(\.rawValue))
  }
}
