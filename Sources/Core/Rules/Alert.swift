public import Model

/// One instance of a rule being true for one asset.
public struct Alert: Hashable, Sendable {
  /// A short name that stays the same over restarts and replays.
  public let id: String
  /// The rule, by index into the rules of the city.
  public let rule: Int
  /// The asset, by index.
  public let asset: Int
  /// Where it stands.
  public internal(set) var state: AlertState
  /// What people read, with the values of its last change.
  public internal(set) var summary: String
  /// The value that the rule looks at first, at its last change.
  public internal(set) var value: Double?
  /// Since when the condition has been true, event time.
  public let since: Timestamp
  /// When it fired.
  public internal(set) var firedAt: Timestamp?
  /// When it was over.
  public internal(set) var resolvedAt: Timestamp?
  /// When the condition stopped being true, while `keep_firing_for` runs.
  var clearedAt: Timestamp?
}

/// One step in an alert's life.
public struct Transition: Hashable, Sendable {
  /// The alert after the step.
  public let alert: Alert
  /// Where it stood before.
  public let from: AlertState
  /// When it happened, event time.
  public let at: Timestamp
  /// When Belfry took note of it.
  public let notedAt: Timestamp
}

/// Eight letters and digits that name an alert: 40 bits of a fingerprint in Crockford's base 32.
func alertID(rule: String, asset: String, since: Timestamp) -> String {
  var bits = fingerprint("\(rule)\u{1F}\(asset)\u{1F}\(since.nanoseconds)")
  bits ^= bits >> 32
  let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
  var id = ""
  for _ in 0..<8 {
    id.append(digits[Int(bits & 31)])
    bits >>= 5
  }
  return id
}
