import Foundation
import Testing

/// A clock of a program that can be set while it runs, by libfaketime. Clocks that only count are not touched.
struct FakeClock {
  private let file: String

  private static let library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"

  /// Whether libfaketime is installed.
  static var isPossible: Bool { FileManager.default.fileExists(atPath: library) }

  /// A clock that goes right, in a file of `folder`.
  init(in folder: String) throws {
    file = folder + "/clock"
    try set(seconds: 0)
  }

  /// Whether it goes right.
  var isRight: Bool { (try? String(contentsOfFile: file, encoding: .utf8)) == "+0" }

  /// What a program must find in its environment.
  var environment: [String: String] {
    [
      "LD_PRELOAD": Self.library, "FAKETIME_TIMESTAMP_FILE": file, "FAKETIME_CACHE_DURATION": "1",
      "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
    ]
  }

  /// Sets the clock so many seconds before the right time, or behind it if negative; within a second.
  func set(seconds: Int) throws {
    try (seconds < 0 ? "\(seconds)" : "+\(seconds)").write(toFile: file, atomically: true, encoding: .utf8)
  }
}
