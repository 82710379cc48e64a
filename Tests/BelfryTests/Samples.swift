import Foundation
import Model
import Testing
import Wire

@testable import belfry

/// The moment of these tests.
let now = Timestamp(seconds: 1_777_889_472)

/// An alert that fired `age` seconds ago.
func alert(
  _ id: String, _ severity: Severity = .warning, _ state: AlertState = .firing, age: Double = 60,
  summary: String = "Place du Marché: 83 % full"
) -> AlertObject {
  let time = WireTime(now - .seconds(age))
  return AlertObject(
    id: id, rule: "container-nearly-full", asset: "C-\(id)", severity: severity, state: state,
    summary: summary, value: 83, since: time, firedAt: state == .pending ? nil : time)
}

/// An asset with readings.
func asset(
  _ id: String, _ kind: AssetKind, _ readings: [Quantity: Double], _ state: AssetObject.State = .ok
) -> AssetObject {
  let objects = readings.map { ($0.key.name, ReadingObject(Reading($0.key, $0.value, at: now))) }
  return AssetObject(
    Asset(id: id, kind: kind, name: id), state: state, heardAt: WireTime(now),
    readings: Dictionary(uniqueKeysWithValues: objects), devices: [])
}

/// A status in which something is said everywhere.
let status = Status(
  version: "1.0", startedAt: WireTime(now - .seconds(7200)), city: "Liège", ready: true,
  brokers: [
    .init(
      url: "mqtt://127.0.0.1:1883", connected: true, since: WireTime(now - .seconds(7200)), reconnects: 1),
    .init(url: "mqtts://far.example:8883", connected: false, since: nil, reconnects: 14),
  ],
  ingest: .init(
    received: 1_234_567, decoded: 1_234_000, readings: 4_000_000, duplicates: 400, late: 12,
    unknownDevice: 100,
    rejected: [.malformedJSON: 10, .badBase64: 2, .wrongPort: 0], ignored: 55, committed: 1_234_560,
    lagMilliseconds: 11.84, rate1m: 22.283),
  rings: ["messages": .init(capacity: 4096, used: 41, highWater: 700)],
  devices: .init(registered: 760, heard: 741, silent: 23), assets: 749,
  alerts: .init(firing: 6, pending: 1, acknowledged: 1, shelved: 1, suppressed: 1),
  storage: .init(path: "/var/lib/belfry/belfry.db", bytes: 418_000_000, readings: 4_000_000, oldest: nil),
  process: .init(cpuSeconds: 36, residentBytes: 41_943_040, threads: 9))
