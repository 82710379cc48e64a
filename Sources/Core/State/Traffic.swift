import Model

/// What comes through a gateway or a broker, of whichever device: when something last came, and how long nothing does at
/// times.
struct Traffic: BitwiseCopyable {
  /// Less than the devices' floor: a gateway is to be known as silent before its devices are.
  private static let bounds = SilenceBounds(floor: .seconds(120), ceiling: SilenceBounds.usual.ceiling)
  /// Of many messages a second, one in so long is enough to know how often something comes.
  private static let step = Duration.seconds(4)
  /// Who was heard for less tells nothing by a pause: devices that report each hour, all at once, have shown two by then.
  private static let youth = Duration.seconds(3 * 3600)
  /// How much longer than those before a pause may be.
  private static let margin = 1.5

  private(set) var firstAt = Timestamp.distantPast
  /// When something last came, to the step.
  private(set) var heardAt = Timestamp.distantPast
  private var cadence = Cadence()
  private var quietDays = QuietDays()
  private var day = Int32.min
  /// The two longest pauses of this day, and the second of the day before: what comes at once and then not for long, as where
  /// all report on the hour, does so again and again; an outage does not.
  private var longest = Duration.zero
  private var secondLongest = Duration.zero
  private var secondLongestBefore = Duration.zero

  /// Something came.
  /// - Parameters:
  ///   - at: when.
  ///   - today: the day of the newest message.
  ///   - start: since when somebody listens.
  mutating func note(_ at: Timestamp, _ today: Today, since start: Timestamp) {
    guard at - heardAt >= Self.step else { return }
    if today.number != day {
      (day, longest, secondLongestBefore, secondLongest) = (today.number, .zero, secondLongest, .zero)
    }
    let pause = heardAt > .distantPast ? at - max(heardAt, min(start, at)) : nil
    if let pause {
      cadence.note(pause)
      secondLongest = max(secondLongest, min(pause, longest))
      longest = max(longest, pause)
    } else {
      firstAt = at
    }
    quietDays.note(pause, until: today)
    heardAt = at
  }

  /// Whether it was heard for long enough to know its habits.
  var isKnown: Bool { heardAt - firstAt >= Self.youth }

  /// How long nothing may come before that means something.
  private var limit: Duration {
    guard isKnown else { return min(Cadence.unlearned, Self.bounds.ceiling) }
    let recurring = max(secondLongest, secondLongestBefore) * Self.margin
    let usual = max(cadence.usualLimit(within: Self.bounds), min(recurring, Self.bounds.ceiling))
    return quietDays.limit(usual: usual, ceiling: Self.bounds.ceiling)
  }

  /// Whether nothing has come for longer than ever, for someone who has listened since `start`.
  func isSilent(since start: Timestamp, now: Timestamp) -> Bool { now - max(heardAt, start) > limit }
}
