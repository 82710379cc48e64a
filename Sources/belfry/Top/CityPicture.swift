import Model
import Wire

/// What `belfry top` shows: the newest answers of the daemon.
struct CityPicture: Sendable {
  var status: Status
  /// What needs a hand first.
  var alerts: [AlertObject]
  var assets: [AssetObject]
  /// Why the newest answers are not new, if they are not.
  var problem: String?
}

/// Asks the daemon again and again, but never so often that asking becomes a burden.
struct CityFeed {
  private let daemon: Daemon
  private(set) var picture: CityPicture
  private var alerts = Pace(pause: .milliseconds(900))
  private var assets = Pace(pause: .seconds(5))

  /// The first picture.
  /// - Throws: `Failure` when the daemon can't be reached.
  init(of daemon: Daemon) async throws {
    self.daemon = daemon
    let status = try await daemon.value(Status.self, Request("v1", "status"))
    picture = CityPicture(status: status, alerts: [], assets: [])
    try await ask()
  }

  /// A new picture; the old one with the reason if the daemon does not answer.
  mutating func refresh() async {
    do {
      picture.status = try await daemon.value(Status.self, Request("v1", "status"))
      try await ask()
      picture.problem = nil
    } catch let failure as Failure {
      picture.problem = failure.message
    } catch {
      picture.problem = "\(error)"
    }
  }

  private mutating func ask() async throws {
    let daemon = daemon
    try await alerts.ifDue {
      let alerts = try await daemon.list(of: AlertObject.self, Request("v1", "alerts"), limit: nil)
      picture.alerts = alerts.items.sorted { $0.precedes($1) }
    }
    try await assets.ifDue {
      let assets = try await daemon.list(of: AssetObject.self, Request("v1", "assets"), limit: nil)
      picture.assets = assets.items
    }
  }
}

/// How often something is done: after a pause, which grows with what it takes, so that it never takes more
/// than a twentieth of the time.
private struct Pace {
  let pause: Duration
  private var due = ContinuousClock.now

  init(pause: Duration) { self.pause = pause }

  mutating func ifDue(_ work: () async throws -> Void) async rethrows {
    let start = ContinuousClock.now
    guard start >= due else { return }
    try await work()
    let end = ContinuousClock.now
    due = end + max(pause, (end - start) * 20)
  }
}
