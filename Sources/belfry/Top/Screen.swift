import Foundation

/// The whole terminal, until it is left: then it is as it was before.
///
/// The sequences are xterm's and ECMA-48's, which tmux, screen and the Linux console follow.
struct Screen {
  private let console: Console
  private let before: Terminal.Mode

  /// Takes the terminal; `nil` when there is none.
  init?(of console: Console) throws {
    guard let before = Terminal.readKeysAtOnce() else { return nil }
    self.console = console
    self.before = before
    // The alternate screen, no cursor.
    try console.write("\u{1B}[?1049h\u{1B}[?25l")
  }

  /// Shows lines from the top; each fits, so that nothing scrolls.
  func show(_ lines: [String]) throws {
    let text = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\n")
    try console.write("\u{1B}[H" + text + "\u{1B}[J")
  }

  /// Gives the terminal back.
  func leave() {
    try? console.write("\u{1B}[?25h\u{1B}[?1049l")
    Terminal.restore(before)
  }
}
