/// Why a verb was not done, for the person who typed it.
struct Failure: Error {
  var status: ExitStatus
  /// What happened, in one sentence without a full stop.
  var message: String
  /// What to try, if anything can be said.
  var hint: String?

  init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
    self.status = status
    self.message = message
    self.hint = hint
  }

  /// Two lines at most, or a line for each problem of a file; text from elsewhere can do nothing to the
  /// terminal.
  var text: String {
    let lines = message.split(separator: "\n").map { String($0).printable + "\n" }.joined()
    let first = status == .configuration ? lines : "belfry: " + message.printable + "\n"
    return hint.map { first + "  " + $0.printable + "\n" } ?? first
  }
}
