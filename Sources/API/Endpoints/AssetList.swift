import Core
import Hummingbird
import Model
import Wire

enum AssetList: Endpoint {
  static let path = "/v1/assets"
  static let summary = "The assets with their live state"
  static let parameters = ["kind", "district", "state", "limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let kind = try call.choice("kind", AssetKind.self)
    let state = try call.choice("state", AssetState.self)
    let district = call.text("district")
    let limit = try call.limit()
    let cursor = call.text("cursor")
    let page = try await call.context.city.ask { city, now -> Page<AssetObject>? in
      var start = 0
      if let cursor {
        guard let last = city.asset(id: cursor) else { return nil }
        start = last + 1
      }
      var items: [AssetObject] = []
      for index in start..<city.definition.assets.count {
        let asset = city.definition.assets[index]
        if let kind, asset.kind != kind { continue }
        if let district, asset.district != district { continue }
        if let state, city.assetState(index, at: now) != state { continue }
        if items.count == limit { return Page(items: items, next: items.last?.id) }
        items.append(AssetObject(city.assetView(index, at: now)))
      }
      return Page(items: items)
    }
    guard let page else {
      throw ProblemError.badRequest(
        "the cursor names an asset that is gone", hint: "begin again without cursor")
    }
    return .json(page)
  }
}
