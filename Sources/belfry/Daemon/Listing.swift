import Foundation
import Wire

/// A list that came in one or more pages.
struct Listing<Item: Codable & Sendable & Equatable>: Sendable {
  /// The pages as they came.
  var pages: [JSONText] = []
  /// The items of all pages.
  var items: [Item] = []
  /// Whether nothing is left out.
  var isComplete = true

  /// All pages as one.
  var json: JSONText { JSONText(joining: pages) }

  /// Leaves out what comes after the first `limit` items; nothing for `nil`.
  mutating func keepFirst(_ limit: Int?) {
    guard let limit, items.count > limit else { return }
    items.removeLast(items.count - limit)
    isComplete = false
  }
}

extension Daemon {
  /// A list, page after page, up to `limit` items; all for `nil`.
  func list<Item>(of type: Item.Type, _ request: Request, limit: Int?) async throws -> Listing<Item> {
    var listing = Listing<Item>()
    var cursor: String?
    repeat {
      let wanted = limit.map { min($0 - listing.items.count, Self.pageSize) } ?? Self.pageSize
      let data = try await json(request.with("limit", String(wanted)).with("cursor", cursor))
      let page = try Self.decode(Page<Item>.self, data)
      listing.pages.append(JSONText(data))
      listing.items += page.items
      cursor = page.items.isEmpty ? nil : page.next
    } while cursor != nil && listing.items.count < limit ?? .max
    listing.isComplete = cursor == nil
    return listing
  }

  /// Items asked for at once: big enough that a city is a few requests, small enough for a quick answer.
  private static var pageSize: Int { 1000 }
}
