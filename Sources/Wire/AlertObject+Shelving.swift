extension AlertObject {
  /// A person has put the alert aside for a time.
  public struct Shelving: Codable, Hashable, Sendable {
    /// The user's name.
    public var by: String
    /// When.
    public var at: WireTime
    /// Until when; a shelf always ends.
    public var until: WireTime
    /// Why, in the person's words.
    @Nullable public var comment: String?

    /// A shelving.
    public init(by: String, at: WireTime, until: WireTime, comment: String?) {
      self.by = by
      self.at = at
      self.until = until
      self.comment = comment
    }

    enum CodingKeys: String, CodingKey {
      case by, at, until, comment
    }
  }
}
