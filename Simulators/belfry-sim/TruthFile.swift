import Foundation

/// The record of what truly went on, one JSON object a line.
struct TruthFile {
  private let file: FileHandle

  init(_ path: String) throws {
    try Data().write(to: URL(filePath: path))
    file = try FileHandle(forWritingTo: URL(filePath: path))
  }

  func append(_ lines: [[UInt8]]) throws {
    guard !lines.isEmpty else { return }
    try file.write(contentsOf: Data(lines.flatMap { $0 + [UInt8(ascii: "\n")] }))
  }
}
