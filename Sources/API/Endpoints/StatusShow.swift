import Core
import Hummingbird
import Model
import Wire

enum StatusShow: Endpoint {
  static let path = "/v1/status"
  static let summary = "How the daemon is: brokers, messages, rings, devices, alerts, storage, process"

  static func respond(_ call: Call) async throws -> Response {
    .json(try await status(call.context))
  }

  /// The status now.
  static func status(_ context: APIContext) async throws -> Status {
    let facts = context.facts
    // Asked for before the city answers: so committed is never ahead of received.
    let committed = facts.committed()
    let storage = try facts.storage()
    let process = facts.process()
    let brokers = facts.brokers()
    let rings = facts.rings()
    let isReady = facts.isReady()
    let notifications = facts.notifications()
    return try await context.city.ask { city, now in
      let devices = city.deviceCounts(at: now)
      return Status(
        version: facts.version, startedAt: WireTime(facts.startedAt), city: city.definition.name,
        ready: isReady, brokers: brokers,
        ingest: Status.Ingest(
          city.counters, committed: committed, lag: city.lag, rate: city.rate(at: now)),
        rings: rings,
        devices: Status.Devices(
          registered: city.definition.devices.count, heard: devices.heard, silent: devices.silent),
        assets: city.definition.assets.count,
        alerts: Status.Alerts(
          firing: city.alertCount { $0.state == .firing }, pending: city.alertCount { $0.state == .pending },
          acknowledged: city.alertCount { $0.acknowledged != nil },
          shelved: city.alertCount { $0.shelved != nil },
          suppressed: city.alertCount { $0.suppressedBy != nil }),
        notifications: notifications, storage: storage, process: process)
    }
  }
}
