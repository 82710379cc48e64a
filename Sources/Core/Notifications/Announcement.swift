/// What one receiver is to be told at once: the alerts of one group.
public struct Announcement: Hashable, Sendable {
  /// Stays the same when it is delivered again, over restarts too: who has seen it may ignore it.
  public let id: String
  /// The labels that the alerts were grouped by; without those that they don't have.
  public let groupLabels: [String: String]
  /// The alerts: what is news first, then what still fires.
  public let notices: [Notice]
  /// The alerts that the receiver has never heard of.
  public let firstTold: [String]
  let group: [String]
}
