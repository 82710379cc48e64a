import Foundation

/// The reader of the output has gone (`belfry events | head`): nothing is left to do.
struct ClosedOutput: Error {}

/// Where a verb prints: the standard output, and what it can show.
struct Console: Sendable {
  /// Whether the reader wants JSON.
  let json: Bool
  /// Whether the output is a terminal.
  let isTerminal: Bool
  /// What the output can show.
  let appearance: Appearance
  /// Whether a list takes the place of what stood on the screen.
  private(set) var clearsScreen = false

  /// The standard output as it is.
  init(json: Bool) {
    self.json = json
    isTerminal = Terminal.isTerminal
    appearance = Appearance(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment)
  }

  /// How many columns lines may have; `nil` for a pipe or file, where nothing is cut.
  var width: Int? { isTerminal ? Terminal.size.columns : nil }

  /// The same output, where a list takes the place of the one before; one below the other where there is no
  /// screen to clear.
  func clearing() -> Console {
    var console = self
    console.clearsScreen = isTerminal && appearance.fullScreen
    return console
  }

  /// Prints lines.
  func print(_ lines: [String]) throws {
    try write(lines.map { $0 + "\n" }.joined())
  }

  /// Prints JSON as the API sent it, laid out for reading if a person reads it.
  func print(_ json: JSONText) throws {
    try write((isTerminal ? json.indented : json.text) + "\n")
  }

  /// Writes at once, so that a reader sees each event when it comes.
  func write(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw ClosedOutput()
    }
  }

  /// Writes to the standard error.
  static func complain(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
