/// How long to wait before the next attempt to reach a broker.
///
/// The first failure waits for a moment, each one more in a row for twice as long, up to a few seconds: a broker
/// that is back must be heard again while its outage is still news, and one attempt every few seconds harms
/// nobody.
struct ReconnectPause {
  /// Failures since the last connection that lasted.
  private(set) var failuresInARow = 0

  private static let shortest = 300
  private static let longest = 4000
  /// A connection that ends sooner is one more failure: two clients with one id throw each other out.
  private static let goodConnection = Duration.seconds(10)

  /// An attempt failed; `lasted` is for how long the broker had accepted us before, `nil` when it did not.
  mutating func failed(afterConnectionOf lasted: Duration?) {
    if let lasted, lasted > Self.goodConnection { failuresInARow = 0 }
    failuresInARow += 1
  }

  /// The range in which the pause is to be chosen at random, so that many clients don't come back in step.
  var milliseconds: ClosedRange<Int> {
    let longest = min(Self.longest, Self.shortest << min(failuresInARow, 4))
    return longest / 2...longest
  }
}
