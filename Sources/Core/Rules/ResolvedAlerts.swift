import Model

/// The alerts that ended lately.
struct ResolvedAlerts: Sendable {
  /// How long they are remembered.
  static let length = Duration.seconds(3600)
  /// The most that are remembered.
  private static let limit = 10_000

  private var alerts: [Alert] = []

  mutating func insert(_ alert: Alert, at now: Timestamp) {
    alerts.append(alert)
    if alerts.count > Self.limit { alerts.removeFirst(Self.limit / 10) }
    // Looked at in steps, so that each costs little.
    if alerts.count % 256 == 0 { alerts.removeAll { !Self.isRecent($0, at: now) } }
  }

  func recent(at now: Timestamp) -> [Alert] { alerts.filter { Self.isRecent($0, at: now) } }

  private static func isRecent(_ alert: Alert, at now: Timestamp) -> Bool {
    alert.resolvedAt.map { now - $0 <= length } ?? false
  }
}

extension ResolvedAlerts {
  func write(to writer: inout ImageWriter) {
    writer.write(alerts.count)
    for alert in alerts { alert.write(to: &writer) }
  }

  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    for _ in 0..<(try reader.read(Int.self)) {
      var alert = try Alert(from: &reader)
      alert.move(toRule: mapping.rule(alert.rule), subject: alert.asset.flatMap(mapping.asset))
      alerts.append(alert)
    }
  }
}
