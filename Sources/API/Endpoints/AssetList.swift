import Core
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore
import Wire

enum AssetList: Endpoint {
  static let path = "/v1/assets"
  static let summary =
    "The assets with their live state, as JSON, GeoJSON or CSV; with 'near' the nearest first"
  static let parameters = AssetFilter.parameters + ["limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let filter = try AssetFilter(call)
    let limit = try call.limit()
    let cursor = call.text("cursor")
    let page = try await call.context.city.ask { city, now -> Page<AssetObject>? in
      var last: Int?
      if let cursor {
        guard let index = city.asset(id: cursor) else { return nil }
        last = index
      }
      // One more than a page, to know whether there is another.
      let indexes =
        filter.near == nil
        ? inOrder(filter, city, now, after: last, limit + 1)
        : byDistance(filter, city, now, after: last, limit + 1)
      let items = indexes.prefix(limit).map { index in
        var asset = AssetObject(city.assetView(index, at: now))
        asset.distanceMetres = filter.distance(to: city.definition.assets[index])?.rounded()
        return asset
      }
      return Page(items: items, next: indexes.count > limit ? items.last?.id : nil)
    }
    guard let page else {
      throw ProblemError.badRequest(
        "the cursor names an asset that is gone", hint: "begin again without cursor")
    }
    return response(page, accept: call.request.headers[.accept] ?? "", call)
  }

  private static func inOrder(
    _ filter: AssetFilter, _ city: borrowing City, _ now: Timestamp, after last: Int?, _ count: Int
  ) -> [Int] {
    var found: [Int] = []
    for index in (last.map { $0 + 1 } ?? 0)..<city.definition.assets.count {
      if found.count == count { break }
      if filter.matches(index, of: city, at: now) { found.append(index) }
    }
    return found
  }

  private static func byDistance(
    _ filter: AssetFilter, _ city: borrowing City, _ now: Timestamp, after last: Int?, _ count: Int
  ) -> [Int] {
    let assets = city.definition.assets
    let start = last.flatMap { index in filter.distance(to: assets[index]).map { ($0, index) } }
    var found: [(distance: Double, index: Int)] = []
    for index in assets.indices where filter.matches(index, of: city, at: now) {
      guard let distance = filter.distance(to: assets[index]) else { continue }
      if let start, (distance, index) <= start { continue }
      found.append((distance, index))
    }
    return found.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(count).map(\.index)
  }

  private static func response(_ page: Page<AssetObject>, accept: String, _ call: Call) -> Response {
    if accept.contains("application/geo+json") {
      return .json(AssetFeatures(page), type: "application/geo+json")
    }
    guard accept.contains("text/csv") else { return .json(page) }
    var headers: HTTPFields = [.contentType: "text/csv; charset=utf-8; header=present"]
    // A table has no room for the cursor: RFC 8288 has.
    if let next = page.next, let link = HTTPField.Name("Link") {
      headers[link] = "<\(call.uri(withCursor: next))>; rel=\"next\""
    }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(string: AssetTable(page.items).text)))
  }
}

extension Call {
  /// The path and query of this call with another cursor.
  fileprivate func uri(withCursor cursor: String) -> String {
    let query = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
    let safe = cursor.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? cursor
    return request.uri.path + "?" + (query + ["cursor=\(safe)"]).joined(separator: "&")
  }
}
