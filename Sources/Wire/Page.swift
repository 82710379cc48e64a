/// One page of a list.
public struct Page<Item: Codable & Sendable & Equatable>: Codable, Equatable, Sendable {
  /// The items, in the list's order.
  public var items: [Item]
  /// The `cursor` of the next page; `nil` on the last.
  @Nullable public var next: String?

  /// A page.
  public init(items: [Item], next: String? = nil) {
    self.items = items
    self.next = next
  }

  enum CodingKeys: String, CodingKey {
    case items, next
  }
}
