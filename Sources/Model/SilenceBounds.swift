/// Between which limits a device's own habits decide when it counts as silent.
public struct SilenceBounds: Hashable, Sendable {
  /// Nobody is silent sooner than this.
  public var floor: Duration
  /// Everybody is silent after this.
  public var ceiling: Duration

  /// Bounds; `floor` is at most `ceiling`.
  public init(floor: Duration, ceiling: Duration) {
    self.floor = floor
    self.ceiling = ceiling
  }

  /// Five minutes and three days.
  public static let usual = SilenceBounds(floor: .seconds(5 * 60), ceiling: .seconds(3 * 86_400))
}
