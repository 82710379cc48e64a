import Foundation

/// The files of this repository.
enum Repository {
  /// Its folder.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL

  /// The text of the file at `path`.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// Whether there is a file or folder at `path`.
  static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(path).standardizedFileURL.path)
  }

  /// The paths of all files under these folders whose names end in one of `suffixes`, in order.
  static func files(under folders: [String], _ suffixes: String...) throws -> [String] {
    try folders.flatMap { folder in
      try FileManager.default.subpathsOfDirectory(atPath: root.appendingPathComponent(folder).path)
        .filter { name in suffixes.contains { name.hasSuffix($0) } }
        .map { folder + "/" + $0 }
    }.sorted()
  }

  /// Where the programs' code lies.
  static let code = ["Sources", "Simulators"]
}
