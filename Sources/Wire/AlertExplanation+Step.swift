extension AlertExplanation {
  /// One step in an alert's life.
  public struct Step: Codable, Equatable, Sendable {
    /// A state of the lifecycle, `acknowledged`, `shelved`, `unshelved`, `suppressed`, `unsuppressed`.
    public var step: String
    /// When it happened, event time.
    public var at: WireTime
    /// When Belfry took note of it.
    public var notedAt: WireTime
    /// Why: readings, time, another alert, a person.
    public var cause: String
    /// What people read then.
    public var summary: String
    /// The rule whose alert explained this one then.
    @Nullable public var suppressedBy: String?
    /// Who did it, if a person did.
    @Nullable public var by: String?
    /// What that person said.
    @Nullable public var comment: String?
    /// Until when they put the alert aside.
    @Nullable public var until: WireTime?
    /// The readings behind it: the newest of each quantity that the rule looks at, and the ones before, in
    /// order of arrival. None for what people did, and for districts.
    public var readings: [Evidence]

    /// A step.
    public init(
      step: String, at: WireTime, notedAt: WireTime, cause: String, summary: String, suppressedBy: String?,
      by: String?, comment: String?, until: WireTime?, readings: [Evidence]
    ) {
      self.step = step
      self.at = at
      self.notedAt = notedAt
      self.cause = cause
      self.summary = summary
      self.suppressedBy = suppressedBy
      self.by = by
      self.comment = comment
      self.until = until
      self.readings = readings
    }

    enum CodingKeys: String, CodingKey {
      case step, at
      case notedAt = "noted_at"
      case cause, summary
      case suppressedBy = "suppressed_by"
      case by, comment, until, readings
    }
  }
}
