import ArgumentParser
import Foundation
import Model
import Wire

/// An open format in which readings leave.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
  /// Comma-separated values with a heading (RFC 4180, but lines end as on Unix).
  case csv
  /// One JSON object a line.
  case jsonl

  /// What stands above the readings.
  var heading: String? {
    switch self {
    case .csv: "asset,device,quantity,value,unit,at,arrived_at,derived\n"
    case .jsonl: nil
    }
  }

  /// One reading as a line.
  func line(_ reading: StoredReadingObject) throws -> String {
    switch self {
    case .csv: Self.csv(reading)
    case .jsonl: try Self.json(reading)
    }
  }

  private static func csv(_ reading: StoredReadingObject) -> String {
    let cells = [
      reading.asset, reading.device, reading.quantity, "\(reading.value)", reading.unit,
      reading.at.timestamp.description, reading.arrivedAt.timestamp.description, "\(reading.derived)",
    ]
    return csvLine(cells) + "\n"
  }

  private static func json(_ reading: StoredReadingObject) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(reading), as: UTF8.self) + "\n"
  }
}
