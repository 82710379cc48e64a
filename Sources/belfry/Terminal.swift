import Foundation
import Glibc

/// The terminal behind the standard input and output: its size, and the mode in which keys arrive at once.
///
/// The one file of this program with unsafe code. `ioctl` and the `tc…` calls take a pointer to a struct that
/// they fill or read before they return and do not keep; each is given the address of a local variable of
/// exactly the type that the manual names (`ioctl_tty(2)`, `termios(3)`), and its result is checked.
enum Terminal {
  /// Whether the standard output is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  /// Whether the standard error is a terminal.
  static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }
  /// Whether keys can be read.
  static var hasKeys: Bool { isatty(STDIN_FILENO) == 1 }

  /// Columns and rows; 80 by 24 when the terminal does not say.
  static var size: (columns: Int, rows: Int) {
    var window = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return (80, 24) }
    return (Int(window.ws_col), Int(window.ws_row))
  }

  /// A mode of the terminal.
  struct Mode {
    fileprivate var attributes = termios()
  }

  /// Keys arrive at once, unseen, Ctrl-C among them; the mode before, or `nil` if there is no terminal.
  static func readKeysAtOnce() -> Mode? {
    var before = Mode()
    guard unsafe tcgetattr(STDIN_FILENO, &before.attributes) == 0 else { return nil }
    var now = before
    now.attributes.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG | IEXTEN)
    now.attributes.c_iflag &= ~tcflag_t(IXON | ICRNL)
    guard unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &now.attributes) == 0 else { return nil }
    return before
  }

  /// Back to a mode that was before.
  static func restore(_ mode: Mode) {
    var mode = mode
    // Nothing can be done if the terminal has gone away meanwhile.
    _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &mode.attributes)
  }
}
