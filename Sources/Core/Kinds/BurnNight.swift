import Model

/// For how long a lamp was lit from one noon to the next, by the city's clocks, and for how many such nights it was out.
struct BurnNight: BitwiseCopyable {
  private var at = Timestamp.distantPast
  private var isLit = false
  private var isDark = false
  /// The noons before and behind the last reading.
  private var noon = Timestamp.distantPast
  private var nextNoon = Timestamp.distantPast
  private var lit = Duration.zero
  private var darkKnown = Duration.zero
  /// Whether it should have been lit this night, and whether it was when it should have been.
  private var wasWanted = false
  private var wasThere = false
  /// How many of the nights before, in a row, it was out; a night of which too little is known does not count.
  private var nightsOut = 0

  /// Takes whether the lamp is lit. When that shows a noon to have passed, says for how long it was lit until then and
  /// whether it has failed, if enough of the dark hours is known.
  mutating func take(
    isLit: Bool, mustBeLit: Bool, _ now: Timestamp, _ terms: Luminaire.Terms, _ results: inout KindResults
  ) {
    guard let isDark = terms.isDark(at: now) else { return }
    let heldUntil = min(now, at + terms.hold)
    add(until: min(heldUntil, nextNoon), isDark)
    if now >= nextNoon {
      say(terms, &results)
      begin(now, terms.calendar)
      add(until: heldUntil, isDark)
    }
    wasWanted = wasWanted || mustBeLit
    wasThere = wasThere || mustBeLit && isLit
    at = now
    self.isLit = isLit
    self.isDark = isDark
  }

  /// Adds how it was from the last reading, or from noon, to a moment. The dark is taken as even between two readings.
  private mutating func add(until end: Timestamp, _ isDarkNow: Bool) {
    guard at > .distantPast, end > max(at, noon) else { return }
    let length = end - max(at, noon)
    if isLit { lit += length }
    if isDark, isDarkNow { darkKnown += length } else if isDark || isDarkNow { darkKnown += length / 2 }
  }

  private mutating func say(_ terms: Luminaire.Terms, _ results: inout KindResults) {
    guard noon > .distantPast else { return }
    let midnight = noon + .nanoseconds((nextNoon - noon).wholeNanoseconds / 2)
    guard let evening = terms.burningHours(in: noon..<midnight),
      let morning = terms.burningHours(in: midnight..<nextNoon),
      darkKnown.inSeconds >= terms.valid * (evening + morning) * 3600
    else { return }
    results.add(.burnNight, lit.inSeconds / 3600, at: noon)
    nightsOut = wasWanted && !wasThere ? nightsOut + 1 : 0
    results.add(.lampFailed, nightsOut >= terms.failedNights ? 1 : 0, at: nextNoon)
  }

  private mutating func begin(_ now: Timestamp, _ calendar: LocalCalendar) {
    let (today, second) = calendar.localTime(at: now)
    let day = second < 12 * 3600 ? today.adding(days: -1) : today
    noon = calendar.moment(day, second: 12 * 3600)
    nextNoon = calendar.moment(day.adding(days: 1), second: 12 * 3600)
    lit = .zero
    darkKnown = .zero
    wasWanted = false
    wasThere = false
  }
}
