import Foundation
import Logging
import Model

/// Writes log lines: under systemd to its journal, with priority and message id as fields of their own, else to
/// standard error with the time.
struct LogLine: LogHandler {
  var metadata = Logger.Metadata()
  var logLevel = Logger.Level.info

  /// systemd sets it where standard error goes to the journal (systemd.exec(5)).
  private static let isUnderSystemd = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
  private static let journal = "/run/systemd/journal/socket"

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields = event.metadata ?? [:]
    let id = fields.removeValue(forKey: LogMessage.key)
    var text = "\(event.message)"
    for (key, value) in fields.sorted(by: { $0.key < $1.key }) { text += " \(key)=\(value)" }
    guard Self.isUnderSystemd else {
      return Self.write("\(Timestamp.now()) \(event.level) \(text)\n")
    }
    let priority = Self.priority(event.level)
    var entry = JournalEntry()
    entry.add("MESSAGE", text)
    entry.add("PRIORITY", "\(priority)")
    entry.add("SYSLOG_IDENTIFIER", "belfryd")
    if let id { entry.add("MESSAGE_ID", "\(id)") }
    // A journal that does not take it still reads standard error, with the priority as sd-daemon(3) has it.
    if !Datagram.send(entry.bytes, to: Self.journal) { Self.write("<\(priority)>\(text)\n") }
  }

  private static func write(_ line: String) { FileHandle.standardError.write(Data(line.utf8)) }

  /// syslog(3).
  private static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
