import Model

/// When and why something happens to alerts, the time in the three senses that must not be mixed.
///
/// An alert waits for its deadline by the clock from ``knownAt``: a message that could still end it may take
/// as long as the one that began it. So a network that was away for hours and delivers everything at once
/// does not fire alerts whose deadlines passed long ago and that its next message ends.
struct Moment {
  /// Event time: when it was so.
  var at: Timestamp
  /// When it could be known: at the arrival of the reading, or when the clock came to it.
  var knownAt: Timestamp
  /// When the city took note of it: later than ``knownAt`` when no event came for a while.
  var notedAt: Timestamp
  /// Why, for people.
  var cause: String

  /// Something that the clock brought at `at`, noted at `notedAt`.
  static func clock(_ at: Timestamp, notedAt: Timestamp, cause: String = "time") -> Moment {
    Moment(at: at, knownAt: at, notedAt: notedAt, cause: cause)
  }

  /// From here on the clock counts: a device's clock may be a little ahead.
  var laterOfBoth: Timestamp { max(at, knownAt) }

  /// The same moment with another cause.
  func because(_ cause: String) -> Moment {
    var moment = self
    moment.cause = cause
    return moment
  }
}
