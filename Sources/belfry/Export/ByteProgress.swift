/// How many bytes have come, in one line of the standard error if that is a terminal.
struct ByteProgress {
  private static let cells = 30

  /// Says what is waited for.
  func waits(for what: String) { show(what) }

  /// Shows the part that is there.
  func show(_ bytes: Int, of total: Int) {
    let filled = Self.cells * bytes / max(1, total)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.cells - filled)
    show("[\(bar)] \(NumberText.bytes(bytes)) of \(NumberText.bytes(total))")
  }

  /// Leaves the line.
  func end() { if Terminal.isErrorTerminal { Console.complain("\n") } }

  /// In the place of what stood there: to the line's begin, and its rest erased (ECMA-48, EL).
  private func show(_ text: String) {
    if Terminal.isErrorTerminal { Console.complain("\r" + text + "\u{1B}[K") }
  }
}
