extension AlertObject {
  /// A person has taken the alert up.
  public struct Acknowledgement: Codable, Hashable, Sendable {
    /// The user's name.
    public var by: String
    /// When.
    public var at: WireTime
    /// Why, in the person's words.
    @Nullable public var comment: String?

    /// An acknowledgement.
    public init(by: String, at: WireTime, comment: String?) {
      self.by = by
      self.at = at
      self.comment = comment
    }

    enum CodingKeys: String, CodingKey {
      case by, at, comment
    }
  }
}
