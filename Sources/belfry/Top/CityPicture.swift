import Model
import Wire

/// What `belfry top` shows: the newest answers of the daemon.
struct CityPicture: Sendable {
  var status: Status
  var alerts: [AlertObject]
  var assets: [AssetObject]
  /// Why the newest answers are not new, if they are not.
  var problem: String?
}

/// Asks the daemon again and again, but never so often that asking becomes a burden.
struct CityFeed {
  private let daemon: Daemon
  private(set) var picture: CityPicture
  private var assetsDue: ContinuousClock.Instant

  /// More alerts than fit on a screen are counted, not shown.
  private static let alertLimit = 1000

  /// The first picture.
  /// - Throws: `Failure` when the daemon can't be reached.
  init(of daemon: Daemon) async throws {
    self.daemon = daemon
    assetsDue = .now
    picture = CityPicture(
      status: try await daemon.value(Status.self, Request("v1", "status")), alerts: [], assets: [])
    try await askForAlerts()
    try await askForAssetsIfDue()
  }

  /// A new picture; the old one with the reason if the daemon does not answer.
  mutating func refresh() async {
    do {
      picture.status = try await daemon.value(Status.self, Request("v1", "status"))
      try await askForAlerts()
      try await askForAssetsIfDue()
      picture.problem = nil
    } catch let failure as Failure {
      picture.problem = failure.message
    } catch {
      picture.problem = "\(error)"
    }
  }

  private mutating func askForAlerts() async throws {
    picture.alerts = try await daemon.list(
      of: AlertObject.self, Request("v1", "alerts"), limit: Self.alertLimit
    ).items
  }

  /// The whole city is asked for every 5 seconds; in a city so large that this takes longer than a quarter
  /// of a second, for a twentieth of the time.
  private mutating func askForAssetsIfDue() async throws {
    let start = ContinuousClock.now
    guard start >= assetsDue else { return }
    picture.assets = try await daemon.list(of: AssetObject.self, Request("v1", "assets"), limit: nil).items
    let end = ContinuousClock.now
    assetsDue = end + max(.seconds(5), (end - start) * 20)
  }
}
