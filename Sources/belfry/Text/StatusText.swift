import Model
import Wire

/// The daemon's status in words.
struct StatusText {
  var status: Status
  var now: Timestamp
  var appearance: Appearance

  /// The whole status; a label and its sentence for each part.
  func lines(width: Int?) -> [String] {
    var fields = Fields()
    fields.add("city", status.city, .strong)
    fields.add("daemon", daemon, status.ready ? .plain : .warning)
    for (index, broker) in status.brokers.enumerated() {
      fields.add(index == 0 ? "broker" : "", text(of: broker), broker.connected ? .good : .critical)
    }
    fields.add("ingest", "\(rate), lag \(lag)")
    fields.add("", books)
    fields.add("", rejected, .warning)
    fields.add("rings", rings)
    fields.add("devices", devices, status.devices.silent > 0 ? .warning : .plain)
    fields.add("assets", NumberText.count(status.assets))
    fields.add("alerts", alerts, status.alerts.firing > 0 ? .warning : .plain)
    fields.add("storage", storage)
    for path in status.storage.damaged ?? [] { fields.add("", "DAMAGED and set aside: \(path)", .critical) }
    fields.add("process", process)
    return fields.lines(width: width, appearance)
  }

  /// `belfryd 1.0, up 3 h, ready`.
  private var daemon: String {
    let age = TimeText.span(now - status.startedAt.timestamp)
    return "belfryd \(status.version), up \(age), \(status.ready ? "ready" : "not ready yet")"
  }

  /// `mqtt://127.0.0.1:1883 connected for 3 h, 2 reconnects`.
  func text(of broker: Status.Broker) -> String {
    let duration = broker.since.map { " for " + TimeText.span(now - $0.timestamp) } ?? ""
    let state = (broker.connected ? "connected" : "NOT connected") + duration
    return "\(broker.url) \(state), \(NumberText.count(broker.reconnects, "reconnect"))"
  }

  /// `22.3 messages/s`.
  var rate: String { NumberText.measure(status.ingest.rate1m) + " messages/s" }

  /// `12 ms`, `3 s`.
  var lag: String {
    let milliseconds = status.ingest.lagMilliseconds
    return milliseconds < 1000
      ? NumberText.measure(milliseconds) + " ms"
      : TimeText.span(.milliseconds(Int64(min(milliseconds, 1e15))))
  }

  /// What became of the messages.
  var books: String {
    let ingest = status.ingest
    return [
      (ingest.received, "received"), (ingest.committed, "committed"), (ingest.decoded, "decoded"),
      (ingest.readings, "readings"), (ingest.duplicates, "duplicates"), (ingest.late, "late"),
      (ingest.ignored, "ignored"), (ingest.unknownDevice, "of unknown devices"),
    ].map { "\(NumberText.count($0.0)) \($0.1)" }.joined(separator: ", ")
  }

  /// `12 rejected: 10 malformed_json, 2 bad_base64`; `nil` for none.
  var rejected: String? {
    let reasons = status.ingest.rejected.filter { $0.value > 0 }.sorted {
      ($1.value, $0.key) < ($0.value, $1.key)
    }
    guard !reasons.isEmpty else { return nil }
    let total = NumberText.count(reasons.reduce(0) { $0 + $1.value })
    let parts = reasons.map { "\(NumberText.count($0.value)) \($0.key)" }
    return "\(total) rejected: " + parts.joined(separator: ", ")
  }

  /// How full each ring is, and was: `messages 0 % (peak 12 %)`.
  var rings: String {
    status.rings.sorted { $0.key < $1.key }.map { name, ring in
      let used = NumberText.share(ring.used, of: ring.capacity) ?? "empty"
      let peak = NumberText.share(ring.highWater, of: ring.capacity) ?? "empty"
      return "\(name) \(used) (peak \(peak))"
    }.joined(separator: ", ")
  }

  private var devices: String {
    let devices = status.devices
    return "\(NumberText.count(devices.registered)) registered, \(NumberText.count(devices.heard)) heard, "
      + "\(NumberText.count(devices.silent)) silent"
  }

  /// `3 firing, 1 pending, …`.
  var alerts: String {
    let alerts = status.alerts
    return [
      (alerts.firing, "firing"), (alerts.pending, "pending"), (alerts.acknowledged, "acknowledged"),
      (alerts.shelved, "shelved"), (alerts.suppressed, "suppressed"),
    ].map { "\(NumberText.count($0.0)) \($0.1)" }.joined(separator: ", ")
  }

  private var storage: String {
    let storage = status.storage
    let since = storage.oldest.map { " since " + TimeText.date($0.timestamp).prefix(10) } ?? ""
    return "\(storage.path), \(NumberText.bytes(storage.bytes)), "
      + "\(NumberText.count(storage.readings)) readings\(since)"
  }

  private var process: String {
    let process = status.process
    let uptime = (now - status.startedAt.timestamp).inSeconds
    let share = uptime > 0 ? " (\(NumberText.measure(100 * process.cpuSeconds / uptime)) %)" : ""
    return "CPU \(NumberText.measure(process.cpuSeconds)) s\(share), "
      + "\(NumberText.bytes(process.residentBytes)) memory, \(NumberText.count(process.threads, "thread"))"
  }
}
