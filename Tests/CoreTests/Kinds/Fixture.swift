import Foundation
import Model

/// The rows of a file in `Fixtures`, by column.
struct Fixture {
  private let columns: [String: Int]
  let rows: [[String]]

  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures")
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    columns = Dictionary(uniqueKeysWithValues: lines[0].enumerated().map { ($1, $0) })
    rows = Array(lines.dropFirst())
  }

  /// The readings of a column, at the times that `time` makes of the rows' first column.
  func readings(
    _ quantity: Quantity, _ column: String, at time: (String) -> String,
    where isWanted: ([String]) -> Bool = { _ in true }
  ) -> [Reading] {
    rows.filter(isWanted).compactMap { row in
      guard let index = columns[column], let value = Double(row[index]), value.isFinite,
        let at = Timestamp(rfc3339: time(row[0]))
      else { return nil }
      return Reading(quantity, value, at: at)
    }
  }
}
