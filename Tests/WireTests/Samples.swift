import Model
import Testing
import Wire

/// 2026-05-04T10:11:12.123Z.
let noon = WireTime(Timestamp(nanoseconds: 1_777_889_472_123_000_000))

let sampleStatus = Status(
  version: "1.0", startedAt: noon, city: "Liège", ready: true,
  brokers: [.init(url: "mqtt://127.0.0.1:1883", connected: true, since: noon, reconnects: 2)],
  ingest: .init(
    received: 100, decoded: 90, readings: 300, duplicates: 4, late: 2, unknownDevice: 3,
    rejected: [.malformedJSON: 2], ignored: 1, committed: 100, lagMilliseconds: 1.5, rate1m: 22.25),
  rings: ["messages": .init(capacity: 4096, used: 3, highWater: 70)],
  devices: .init(registered: 20, heard: 18, silent: 1), assets: 15,
  alerts: .init(firing: 3, pending: 1, acknowledged: 1, shelved: 1, suppressed: 1),
  notifications: [.init(receiver: "ops", waiting: 1, delivered: 7, failed: 2, error: "it answered 500")],
  storage: .init(path: "/var/lib/belfry/belfry.db", bytes: 8_388_608, readings: 300, oldest: noon),
  process: .init(cpuSeconds: 12.5, residentBytes: 41_000_000, threads: 9))

let pendingAlert = AlertObject(
  id: "a1", rule: "container-nearly-full", asset: "C-1", severity: .warning, state: .pending,
  summary: "Place du Marché: 83 % full", value: 83, since: noon)

let handledAlert = AlertObject(
  id: "a2", rule: "co2-high", asset: "R-1", severity: .critical, state: .resolved, summary: "stuffy",
  value: 1840.5, since: noon, firedAt: noon, resolvedAt: noon,
  acknowledged: .init(by: "marie", at: noon, comment: nil),
  shelved: .init(by: "marie", at: noon, until: noon, comment: "window is being repaired"),
  suppressedBy: "a1", historical: true, labels: ["team": "schools"])

let sampleAsset = Asset(
  id: "C-1", kind: .container, name: "Place du Marché", district: "Centre",
  location: Location(latitude: 50.645, longitude: 5.574),
  parameters: Parameters(["empty_mm": "1500"]))

let indicator = IndicatorObject(
  name: "containers-above-80", title: "Containers above 80 % full", dimension: "environment",
  scope: "city", value: 12.5, unit: "%", at: noon, period: .init(from: noon, to: noon), coverage: 0.97,
  provisional: true, revision: 1, target: .init(atMost: 10, atLeast: nil, by: "2027-12-31"),
  status: "missed", trend: "falling")
