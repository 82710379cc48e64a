import Model

/// So many in a minute and no more: the generic cell rate algorithm (ITU-T I.371), which needs one number.
///
/// A full allowance may be used at once; then it comes back one by one.
struct Allowance: Sendable {
  private let step: Duration
  /// When it is whole again.
  private var isWholeAt = Timestamp.distantPast

  private static let period = Duration.seconds(60)

  init(perMinute: Int) { step = Self.period / perMinute }

  /// Whether there is one left.
  func hasOne(at now: Timestamp) -> Bool { isWholeAt <= now || isWholeAt - now <= Self.period - step }

  /// Uses one.
  mutating func use(at now: Timestamp) { isWholeAt = max(isWholeAt, now) + step }
}
