import Codecs
import Logging
import Model

/// Says why messages can't be used: the first of each reason at once, then at most one a minute with the
/// number of those that were left out. Decides too which of them are kept for a person to look at.
struct RejectionLog {
  private struct Entry {
    var lastLoggedAt: Timestamp
    var unsaid = 0
  }

  private static let pause = Duration.seconds(60)
  private static let keptPerSecond = 20

  private let logger: Logger
  private var entries: [Rejection: Entry] = [:]
  private var second: Int64 = 0
  private var keptThisSecond = 0

  init(_ logger: Logger) { self.logger = logger }

  /// Takes note of one message.
  /// - Returns: whether it should be kept.
  mutating func note(_ error: DecodeError, topic: Span<UInt8>, at now: Timestamp) -> Bool {
    if var entry = entries[error.reason], now - entry.lastLoggedAt < Self.pause {
      entry.unsaid += 1
      entries[error.reason] = entry
    } else {
      log(error, topic, unsaid: entries[error.reason]?.unsaid ?? 0)
      entries[error.reason] = Entry(lastLoggedAt: now)
    }
    let thisSecond = now.nanoseconds / 1_000_000_000
    if thisSecond != second {
      second = thisSecond
      keptThisSecond = 0
    }
    keptThisSecond += 1
    return keptThisSecond <= Self.keptPerSecond
  }

  private func log(_ error: DecodeError, _ topic: Span<UInt8>, unsaid: Int) {
    let name = String(decoding: topic.indices.prefix(200).map { topic[$0] }, as: UTF8.self)
    let others = unsaid > 0 ? " (and \(unsaid) more since the last such line)" : ""
    logger.warning(
      "message on \(name) refused: \(error)\(others)", metadata: LogMessage.messageRefused.metadata)
  }
}
