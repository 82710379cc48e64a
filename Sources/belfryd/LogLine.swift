import Foundation
import Logging
import Model

/// Writes log lines to standard error: under systemd with the priority in front, as sd-daemon(3) describes,
/// else with the time.
struct LogLine: LogHandler {
  var metadata = Logger.Metadata()
  var logLevel = Logger.Level.info

  private static let isUnderSystemd = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var text = "\(event.message)"
    for (key, value) in (event.metadata ?? [:]).sorted(by: { $0.key < $1.key }) { text += " \(key)=\(value)" }
    let line =
      Self.isUnderSystemd
      ? "<\(Self.priority(event.level))>\(text)\n" : "\(Timestamp.now()) \(event.level) \(text)\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

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
