import Core
import Hummingbird
import Model
import Wire

enum AlertList: Endpoint {
  static let path = "/v1/alerts"
  static let summary = "The alerts that live, and those that were resolved in the last hour"
  static let parameters = ["state", "severity", "rule", "asset", "kind", "district", "limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let state = try call.choice("state", AlertState.self)
    let severity = try call.choice("severity", Severity.self)
    let rule = call.text("rule")
    let asset = call.text("asset")
    let kind = try call.choice("kind", AssetKind.self)
    let district = call.text("district")
    let limit = try call.limit()
    let cursor = call.text("cursor")
    let all = try await call.context.city.ask { city, now in
      city.alerts(at: now).filter { city.isAbout(kind, district, $0) }.map { AlertObject($0) }
    }
    let matching = all.filter { alert in
      (state == nil || alert.state == state?.rawValue)
        && (severity == nil || alert.severity == severity?.rawValue)
        && (rule == nil || alert.rule == rule) && (asset == nil || alert.asset == asset)
    }
    var start = 0
    if let cursor {
      guard let last = matching.firstIndex(where: { $0.id == cursor }) else {
        throw ProblemError.badRequest(
          "the cursor names an alert that is gone", hint: "begin again without cursor")
      }
      start = last + 1
    }
    let items = Array(matching.dropFirst(start).prefix(limit))
    let hasMore = matching.count > start + items.count
    return .json(Page(items: items, next: hasMore ? items.last?.id : nil))
  }
}

extension City {
  /// Whether an alert is about an asset of this kind and in this district, or about the district itself; `nil`
  /// stands for any.
  fileprivate borrowing func isAbout(_ kind: AssetKind?, _ district: String?, _ alert: Alert) -> Bool {
    let asset = alert.asset.map { definition.assets[$0] }
    if let kind, asset?.kind != kind { return false }
    guard let district else { return true }
    return asset.map { $0.district == district } ?? (alert.subject == district)
  }
}
