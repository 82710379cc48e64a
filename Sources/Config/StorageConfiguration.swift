import Model

/// Where and how long the history is kept: `storage:`.
public struct StorageConfiguration: Hashable, Sendable {
  /// The SQLite file.
  public let path: String
  /// How long each reading is kept.
  public let keepReadings: Duration
  /// How long the hourly values are kept; never shorter than ``keepReadings``.
  public let keepHourly: Duration
  /// Whether a commit waits for the disk. Without it a power cut can lose what the broker thinks we have.
  public let fsync: Bool
}

extension StorageConfiguration {
  init(_ section: Section?, _ context: ReadingContext) {
    self.path = context.folder.resolved(section?["path"]?.value(.path) ?? "/var/lib/belfry/belfry.db")
    self.keepReadings = section?["keep_readings"]?.value(.period) ?? .seconds(90 * 86_400)
    self.keepHourly = section?["keep_hourly"]?.value(.period) ?? .seconds(5 * 365 * 86_400)
    self.fsync = section?["fsync"]?.value(.truth) ?? true
    if keepHourly < keepReadings {
      section?.report(
        "keeps hourly values for less time than readings", hint: "make `keep_hourly` at least `keep_readings`"
      )
    }
  }

  static let keys = ["path", "keep_readings", "keep_hourly", "fsync"]
}
