import Foundation
import Glibc

/// A line on the terminal that is written over once a second; nothing when there is no terminal.
struct ProgressLine {
  private let isShown = isatty(STDERR_FILENO) == 1
  private var shownAt = ContinuousClock.now - .seconds(1)

  mutating func show(_ text: @autoclosure () -> String) {
    guard isShown, .now - shownAt >= .seconds(1) else { return }
    shownAt = .now
    write("\r\u{1B}[K" + text())
  }

  /// Takes the line away.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
