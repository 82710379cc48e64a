import API
import Core
import Foundation
import Model
import Storage
import Wire

extension AlertNotice {
  /// What those who are notified must know of a step; `nil` when an alert that never fired is no news.
  init?(_ transition: Transition, in city: borrowing City) {
    guard transition.alert.firedAt != nil else { return nil }
    self.init(transition.alert, in: city)
  }

  init(_ alert: Alert, in city: borrowing City) {
    // An alert whose rule was removed knows its asset no more; one about a district never did.
    let index = alert.asset ?? (alert.rule < 0 ? city.asset(id: alert.subject) : nil)
    let asset = index.map { city.definition.assets[$0] }
    let isDistrict = asset == nil && city.definition.assets.contains { $0.district == alert.subject }
    self.init(
      alert: AlertObject(alert), kind: asset?.kind, district: isDistrict ? alert.subject : asset?.district,
      name: asset?.name ?? alert.subject)
  }

  /// The notice as it stands in the outbox.
  func bytes() -> [UInt8] {
    // Our own plain types: encoding can't fail.
    (try? JSONEncoder().encode(self)).map(Array.init) ?? []
  }
}

extension Outbox {
  /// Makes the outbox agree with a city that was recovered: rules may have gone or come.
  /// - Parameters:
  ///   - city: the city.
  ///   - news: alerts that the city is about to tell of itself.
  ///   - now: when.
  /// - Throws: why it can't be written.
  func reconcile(
    with city: borrowing City, besides news: Set<String>, at now: Timestamp
  ) throws(StorageError) {
    var firing: [String: [UInt8]] = [:]
    for alert in city.alerts(at: now) where alert.state == .firing && !news.contains(alert.id) {
      firing[alert.id] = AlertNotice(alert, in: city).bytes()
    }
    try reconcile(
      firing: firing, end: { news.contains($0) ? nil : Self.ended($1, at: now) }, at: now)
  }

  /// The notice of an alert that no rule knows any more.
  private static func ended(_ bytes: [UInt8], at now: Timestamp) -> [UInt8]? {
    guard var notice = try? JSONDecoder().decode(AlertNotice.self, from: Data(bytes)), !notice.isResolved
    else { return nil }
    notice.alert.state = AlertState.resolved.rawValue
    notice.alert.resolvedAt = WireTime(now)
    return notice.bytes()
  }
}
