import Model
import Wire

/// The daemon's own metrics in Prometheus's text format, version 0.0.4.
///
/// Source: prometheus.io, "Exposition formats" and "Metric and label naming": base units, `_total` for
/// counters, one HELP and TYPE before all samples of a name.
struct MetricsText {
  /// What a number is: it only grows, or goes up and down.
  enum Kind: String {
    case counter, gauge
  }

  /// One number, with the labels that tell it from others of its name.
  typealias Sample = (labels: [(String, String)], value: Double)

  /// The lines so far.
  private(set) var text = ""

  /// Adds a number without labels.
  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    add(name, kind, help, [([], value)])
  }

  /// Adds numbers that differ in one label, in the label's order.
  mutating func add(
    _ name: String, _ kind: Kind, _ help: String, by label: String, _ values: [String: Double]
  ) {
    add(name, kind, help, values.sorted { $0.key < $1.key }.map { ([(label, $0.key)], $0.value) })
  }

  private mutating func add(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
    guard !samples.isEmpty else { return }
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
      text += labels.isEmpty ? name : "\(name){\(labels)}"
      text += " \(sample.value)\n"
    }
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}

extension MetricsText {
  /// The metrics of a status.
  init(_ status: Status) {
    add("belfry_info", .gauge, "The daemon's version.", by: "version", [status.version: 1])
    add("belfry_ready", .gauge, "Whether the daemon has recovered and takes messages.", status.ready ? 1 : 0)
    addIngest(status.ingest)
    addBrokers(status.brokers)
    addRings(status.rings)
    addCity(status)
    addNotifications(status.notifications)
    add("belfry_history_bytes", .gauge, "Size of the history on disk.", Double(status.storage.bytes))
    add("belfry_history_readings", .gauge, "Readings in the history.", Double(status.storage.readings))
    let process = status.process
    add(
      "process_cpu_seconds_total", .counter, "Processor time, user and system, in seconds.",
      process.cpuSeconds)
    add("process_resident_memory_bytes", .gauge, "Resident memory in bytes.", Double(process.residentBytes))
    add("process_threads", .gauge, "Threads.", Double(process.threads))
    add(
      "process_start_time_seconds", .gauge, "When the process started, in seconds since the Unix epoch.",
      status.startedAt.timestamp.secondsSinceEpoch)
  }

  private mutating func addIngest(_ ingest: Status.Ingest) {
    add(
      "belfry_messages_received_total", .counter, "Messages that came from the brokers.",
      Double(ingest.received))
    add(
      "belfry_messages_total", .counter, "Messages by what became of them; the sum is what was received.",
      by: "outcome",
      [
        "decoded": Double(ingest.decoded), "duplicate": Double(ingest.duplicates),
        "unknown_device": Double(ingest.unknownDevice), "ignored": Double(ingest.ignored),
        "rejected": Double(ingest.rejected.values.reduce(0, +)),
      ])
    add(
      "belfry_messages_rejected_total", .counter, "Messages that could not be used, by reason.", by: "reason",
      ingest.rejected.mapValues { Double($0) })
    add(
      "belfry_messages_late_total", .counter, "Decoded messages older than what was known already.",
      Double(ingest.late))
    add(
      "belfry_messages_committed_total", .counter, "Messages whose outcome is on disk.",
      Double(ingest.committed))
    add("belfry_readings_total", .counter, "Readings that came.", Double(ingest.readings))
    add(
      "belfry_ingest_lag_seconds", .gauge, "How long a message waits for the city.",
      ingest.lagMilliseconds / 1000)
  }

  private mutating func addBrokers(_ brokers: [Status.Broker]) {
    func byURL(_ value: (Status.Broker) -> Double) -> [String: Double] {
      Dictionary(brokers.map { ($0.url, value($0)) }, uniquingKeysWith: { first, _ in first })
    }
    add(
      "belfry_broker_connected", .gauge, "Whether the connection to the broker stands.", by: "broker",
      byURL { $0.connected ? 1 : 0 })
    add(
      "belfry_broker_reconnects_total", .counter, "How often the connection was made again.", by: "broker",
      byURL { Double($0.reconnects) })
  }

  private mutating func addRings(_ rings: [String: Status.Ring]) {
    add(
      "belfry_ring_capacity_bytes", .gauge, "What a ring between two threads holds.", by: "ring",
      rings.mapValues { Double($0.capacity) })
    add(
      "belfry_ring_used_bytes", .gauge, "What is in the ring now.", by: "ring",
      rings.mapValues { Double($0.used) })
    add(
      "belfry_ring_high_water_bytes", .gauge, "The most that was ever in the ring.", by: "ring",
      rings.mapValues { Double($0.highWater) })
  }

  private mutating func addNotifications(_ receivers: [Status.Receiver]) {
    func byName(_ value: (Status.Receiver) -> Int) -> [String: Double] {
      Dictionary(receivers.map { ($0.receiver, Double(value($0))) }, uniquingKeysWith: { first, _ in first })
    }
    add(
      "belfry_notifications_delivered_total", .counter, "Notifications that a receiver has taken.",
      by: "receiver", byName(\.delivered))
    add(
      "belfry_notifications_failed_total", .counter, "Attempts to notify that failed.", by: "receiver",
      byName(\.failed))
    add(
      "belfry_notifications_given_up_total", .counter, "Notifications that were given up.", by: "receiver",
      byName(\.givenUp))
    add(
      "belfry_notifications_waiting", .gauge, "Alerts of which a receiver does not know how they are.",
      by: "receiver", byName(\.waiting))
  }

  private mutating func addCity(_ status: Status) {
    add("belfry_assets", .gauge, "Assets in the registry.", Double(status.assets))
    add("belfry_devices", .gauge, "Devices in the registry.", Double(status.devices.registered))
    add("belfry_devices_heard", .gauge, "Devices that were ever heard.", Double(status.devices.heard))
    add("belfry_devices_silent", .gauge, "Devices that have gone silent.", Double(status.devices.silent))
    let alerts = status.alerts
    add(
      "belfry_alerts", .gauge, "Alerts by where they stand; one can stand in several places.", by: "state",
      [
        "firing": Double(alerts.firing), "pending": Double(alerts.pending),
        "acknowledged": Double(alerts.acknowledged), "shelved": Double(alerts.shelved),
        "suppressed": Double(alerts.suppressed),
      ])
  }
}
