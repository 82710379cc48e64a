import Foundation
import Wire

/// A list that came in one or more pages.
struct Listing<Item: Codable & Sendable & Equatable>: Sendable {
  /// The pages as they came.
  var pages: [JSONText] = []
  /// The items of all pages.
  var items: [Item] = []
  /// Where the list goes on; `nil` when it is complete.
  var next: String?

  /// All pages as one.
  var json: JSONText { JSONText(joining: pages) }
}

extension Daemon {
  /// A list, page after page, up to `limit` items; all for `nil`.
  func list<Item>(of type: Item.Type, _ request: Request, limit: Int?) async throws -> Listing<Item> {
    var listing = Listing<Item>()
    repeat {
      let wanted = limit.map { min($0 - listing.items.count, Self.pageSize) } ?? Self.pageSize
      let data = try await json(
        request.with("limit", String(wanted)).with("cursor", listing.next))
      let page = try Self.decode(Page<Item>.self, data)
      listing.pages.append(JSONText(data))
      listing.items += page.items
      listing.next = page.items.isEmpty ? nil : page.next
    } while listing.next != nil && listing.items.count < limit ?? .max
    return listing
  }

  /// Items asked for at once: big enough that a city is a few requests, small enough for a quick answer.
  private static var pageSize: Int { 1000 }
}
