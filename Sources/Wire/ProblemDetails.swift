/// Why a request was not done: RFC 9457, `application/problem+json`.
public struct ProblemDetails: Codable, Equatable, Sendable {
  /// A URI for this kind of problem; `about:blank` when the status says it all.
  public var type: String
  /// The kind of problem, for people; the same for every occurrence.
  public var title: String
  /// The HTTP status code.
  public var status: Int
  /// What went wrong this time.
  public var detail: String
  /// What to try; an extension member. Absent when there is nothing to say.
  public var hint: String?

  /// A problem.
  public init(
    type: String = "about:blank", title: String, status: Int, detail: String, hint: String? = nil
  ) {
    self.type = type
    self.title = title
    self.status = status
    self.detail = detail
    self.hint = hint
  }

  enum CodingKeys: String, CodingKey {
    case type, title, status, detail, hint
  }
}
