@testable import Core
import Foundation
import Testing

@Suite struct LimitTests {
  /// The rows of the document's tables, by column.
  private static func rows() throws -> [[String]] {
    let file = URL(filePath: #filePath).appending(path: "../../../../docs/kinds.md").standardized
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("|") }
      .map {
        $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      }
  }

  @Test("Every limit is a parameter with a source, and stands with its default in the document")
  func documented() throws {
    let rows = try Self.rows()
    for limit in Limits.all {
      #expect(!limit.source.isEmpty)
      let row = try #require(rows.first { $0[0].contains("`\(limit.key)`") }, "\(limit.key)")
      let place = try #require(row[0].components(separatedBy: ", ").firstIndex(of: "`\(limit.key)`"))
      let defaults = row[1].components(separatedBy: ", ")
      #expect(Double(defaults[place]) == limit.value, "\(limit.key)")
    }
    for list in Limits.lists where !list.value.isEmpty {
      #expect(!list.source.isEmpty)
      let row = try #require(rows.first { $0[0] == "`\(list.key)`" }, "\(list.key)")
      #expect(list.values(row[1]) == list.value, "\(list.key)")
    }
  }
}
