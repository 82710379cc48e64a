import Model

/// What comes through a gateway or a broker, of whichever device: when something last came, and how long nothing does at
/// times.
struct Traffic: BitwiseCopyable {
  /// Less than the devices' floor: a gateway is to be known as silent before its devices are.
  private static let bounds = SilenceBounds(floor: .seconds(120), ceiling: SilenceBounds.usual.ceiling)
  /// Of many messages a second, one in so long is enough to know how often something comes.
  private static let step = Duration.seconds(4)
  /// How much longer than those before a pause may be.
  private static let margin = 1.5

  /// Whether there was any device of which it is known how often it is heard here.
  private var isHabitual = false
  /// When something last came, to the step.
  private(set) var heardAt = Timestamp.distantPast
  /// When something came again after nothing had for longer than ever.
  private(set) var backAt = Timestamp.distantPast
  private var cadence = Cadence()
  private var quietDays = QuietDays()
  private var day = Int32.min
  /// The two longest pauses of this day, and the second of the day before, of those that meant nothing: what comes at once and
  /// then not for long, as where all report on the hour, does so again and again.
  private var longest = Duration.zero
  private var secondLongest = Duration.zero
  private var secondLongestBefore = Duration.zero

  /// Something came.
  /// - Parameters:
  ///   - at: when.
  ///   - isHabit: whether the device that it is of was heard often enough to know how often it is.
  ///   - today: the day that it is.
  ///   - start: since when somebody listens.
  mutating func note(_ at: Timestamp, isHabit: Bool, _ today: Today, since start: Timestamp) {
    isHabitual = isHabitual || isHabit
    guard at - heardAt >= Self.step else { return }
    if today.number > day {
      (day, longest, secondLongestBefore, secondLongest) = (today.number, .zero, secondLongest, .zero)
    }
    // Of what waited elsewhere until somebody listened the times are good, and nothing is known of the time between.
    let pause = heardAt > .distantPast ? at - (at > start ? max(heardAt, start) : heardAt) : nil
    if let pause {
      // What meant something teaches nothing, until it turns out to be so on other days too.
      if pause <= limit {
        secondLongest = max(secondLongest, min(pause, longest))
        longest = max(longest, pause)
      } else {
        backAt = at
      }
      cadence.note(pause)
    }
    quietDays.note(pause, until: today)
    heardAt = at
  }

  /// Whether a pause tells anything. Where all report each hour, and at once, some pauses are known by then.
  var isKnown: Bool { isHabitual && cadence.median != nil }

  /// How long nothing may come before that means something.
  private var limit: Duration {
    guard isKnown else { return min(Cadence.unlearned, Self.bounds.ceiling) }
    let recurring = max(max(secondLongest, secondLongestBefore) * Self.margin, quietDays.recurring)
    return max(cadence.usualLimit(within: Self.bounds), min(recurring, Self.bounds.ceiling))
  }

  /// Whether nothing has come for longer than ever, for someone who has listened since `start`; never so of one that is not known.
  func isSilent(since start: Timestamp, now: Timestamp) -> Bool {
    isKnown && now - max(heardAt, start) > limit
  }
}
