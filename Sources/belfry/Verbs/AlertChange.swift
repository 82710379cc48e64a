import Model
import Wire

/// What is sent to change an alert.
struct AlertChange: Encodable, Sendable {
  var comment: String?
  /// RFC 3339.
  var until: String?
}

extension Daemon {
  /// Asks for a change of an alert, and prints how it stands then.
  func change(
    _ id: String, _ verb: String, _ change: AlertChange, done: String, printingTo console: Console
  ) async throws {
    let data = try await json(Request("v1", "alerts", id, verb), changing: change)
    if console.json { return try console.print(JSONText(data)) }
    let alert = try Daemon.decode(AlertObject.self, data)
    try console.print(["\(done): \(alert.summary)"])
  }
}
