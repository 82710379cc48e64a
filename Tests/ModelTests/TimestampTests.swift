import Model
import Randomness
import Testing

@Suite struct TimestampTests {
  @Test(
    "RFC 3339, section 5.8 and its neighbours",
    arguments: [
      ("1970-01-01T00:00:00Z", 0),
      ("1985-04-12T23:20:50.52Z", 482_196_050_520_000_000),
      ("1996-12-19T16:39:57-08:00", 851_042_397_000_000_000),
      ("1996-12-20T00:39:57Z", 851_042_397_000_000_000),
      ("1937-01-01T12:00:27.87+00:20", -1_041_337_172_130_000_000),
      ("2026-05-04T10:11:12.123456789Z", 1_777_889_472_123_456_789),
      ("2026-05-04T10:11:12.1234567891239Z", 1_777_889_472_123_456_789),
      ("2026-05-04t10:11:12z", 1_777_889_472_000_000_000),
      ("2026-05-04 10:11:12Z", 1_777_889_472_000_000_000),
      ("2026-05-04T12:11:12+02:00", 1_777_889_472_000_000_000),
      ("2026-05-04T10:11:12-00:00", 1_777_889_472_000_000_000),
      ("2026-05-04T04:41:12.5-05:30", 1_777_889_472_500_000_000),
      ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
      ("1969-12-31T23:59:59.999999999Z", -1),
      ("2026-05-04T00:00:00+23:59", 1_777_766_460_000_000_000),
    ])
  func reads(text: String, nanoseconds: Int64) {
    #expect(Timestamp(rfc3339: text)?.nanoseconds == nanoseconds)
  }

  @Test("A leap second reads as the second before it: POSIX time has no place for it")
  func leapSecond() {
    #expect(Timestamp(rfc3339: "1990-12-31T23:59:60Z") == Timestamp(rfc3339: "1990-12-31T23:59:59Z"))
    #expect(Timestamp(rfc3339: "1990-12-31T15:59:60-08:00") == Timestamp(rfc3339: "1990-12-31T23:59:59Z"))
  }

  @Test func theEndsOfTheRange() {
    #expect(Timestamp(rfc3339: "1678-01-01T00:00:00Z")?.description == "1678-01-01T00:00:00.000Z")
    #expect(Timestamp(rfc3339: "2261-12-31T23:59:59.999Z")?.description == "2261-12-31T23:59:59.999Z")
    #expect(Timestamp(rfc3339: "1677-12-31T23:59:59Z") == nil)
    #expect(Timestamp(rfc3339: "2262-01-01T00:00:00Z") == nil)
    #expect(Timestamp.distantPast.description == "1677-09-21T00:12:43.145Z")
    #expect(Timestamp.distantFuture.description == "2262-04-11T23:47:16.854Z")
  }

  @Test(
    "What is not an RFC 3339 date-time is nothing",
    arguments: [
      "", "Z", "now", "2026-05-04", "2026-05-04T10:11:12", "2026-05-04T10:11Z", "10:11:12Z",
      "2026-13-04T10:11:12Z", "2026-00-04T10:11:12Z", "2026-05-32T10:11:12Z", "2026-05-00T10:11:12Z",
      "2026-02-29T10:11:12Z", "1900-02-29T10:11:12Z", "2026-04-31T10:11:12Z",
      "2026-05-04T24:00:00Z", "2026-05-04T10:60:12Z", "2026-05-04T10:11:61Z",
      "2026-05-04T10:11:12.Z", "2026-05-04T10:11:12,5Z", "2026-05-04T10:11:12.5", "2026-05-04T10:11:12ZZ",
      "2026-05-04T10:11:12Z ", " 2026-05-04T10:11:12Z", "2026-05-04T10:11:12 Z",
      "2026-05-04T10:11:12+02", "2026-05-04T10:11:12+0200", "2026-05-04T10:11:12+2:00",
      "2026-05-04T10:11:12+24:00", "2026-05-04T10:11:12+02:60", "2026-05-04T10:11:12+02:00Z",
      "26-05-04T10:11:12Z", "+2026-05-04T10:11:12Z", "2026/05/04T10:11:12Z", "2026-5-4T10:11:12.00Z",
      "2026-05-04_10:11:12Z", "2026-05-04T1O:11:12Z", "２０２６-05-04T10:11:12Z",
    ])
  func refuses(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test("No beginning of a date-time, and none with a byte changed, reads past its end")
  func neverTraps() {
    let whole = Array("2026-05-04T10:11:12.123+02:00".utf8)
    for count in whole.indices {
      let beginning = Array(whole[..<count])
      let time = Timestamp(rfc3339: beginning.span)
      #expect(time == nil)
      for byte in UInt8.min...UInt8.max {
        var changed = whole
        changed[count] = byte
        _ = Timestamp(rfc3339: changed.span)
      }
    }
  }

  @Test("With a byte changed a date-time is nothing, or the one that its numbers say")
  func readsEachByte() throws {
    let whole = Array("2019-11-14T11:11:12.123456789Z".utf8)
    let separators: [Int: [UInt8]] = [
      4: [0x2D], 7: [0x2D], 10: Array("Tt ".utf8), 13: [0x3A], 16: [0x3A], 19: [0x2E], 29: Array("Zz".utf8),
    ]
    let units: [ClosedRange<Int>] = [0...3, 5...6, 8...9, 11...12, 14...15, 17...18]
    let limits = [1678...2261, 1...12, 1...31, 0...23, 0...59, 0...60]
    for place in whole.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = whole
        changed[place] = byte
        let isText = changed.indices.allSatisfy { index in
          separators[index].map { $0.contains(changed[index]) } ?? (0x30...0x39 ~= changed[index])
        }
        let numbers = units.map { $0.reduce(0) { $0 * 10 + Int(changed[$1] &- 0x30) } }
        let isTime =
          isText && zip(numbers, limits).allSatisfy { $1 ~= $0 }
          && numbers[2] <= CivilDate.daysIn(month: numbers[1], year: numbers[0])
        let time = Timestamp(rfc3339: changed.span)
        #expect((time != nil) == isTime, "\(changed)")
        guard isTime, let time else { continue }
        let days = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]).daysSinceEpoch
        let seconds = days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + min(numbers[5], 59)
        let fraction = changed[20..<29].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        #expect(time.nanoseconds == Int64(seconds) * 1_000_000_000 + fraction)
      }
    }
  }

  @Test("What is printed reads as the same millisecond")
  func printAndParse() {
    var random = SeededRandom(seed: 1)
    let range: ClosedRange<Int64> = -9_214_560_000_000...9_214_646_399_999
    let wrong = (0..<20_000).filter { _ in
      let time = Timestamp(nanoseconds: .random(in: range, using: &random) * 1_000_000)
      return Timestamp(rfc3339: time.description) != time
    }
    #expect(wrong.isEmpty)
  }

  @Test("Times print with milliseconds, rounded down also before 1970")
  func prints() {
    #expect(Timestamp(nanoseconds: 1_777_889_472_123_999_999).description == "2026-05-04T10:11:12.123Z")
    #expect(Timestamp(nanoseconds: -1).description == "1969-12-31T23:59:59.999Z")
    #expect(Timestamp(nanoseconds: 0).description == "1970-01-01T00:00:00.000Z")
  }

  @Test("The text's order is the times' order")
  func order() {
    var random = SeededRandom(seed: 2)
    let times = (0..<2000).map { _ in Timestamp(nanoseconds: .random(in: .min ... .max, using: &random)) }
    let byText = times.sorted { $0.description < $1.description }
    let byTime = times.sorted()
    #expect(byText.map(\.description) == byTime.map(\.description))
  }

  @Test func fractionalSeconds() {
    #expect(Timestamp(secondsSinceEpoch: 1.5) == Timestamp(nanoseconds: 1_500_000_000))
    #expect(Timestamp(secondsSinceEpoch: -0.001) == Timestamp(nanoseconds: -1_000_000))
    #expect(Timestamp(secondsSinceEpoch: 9_223_371_999) != nil)
    for impossible in [Double.nan, .infinity, -.infinity, 9_223_372_000, -9_223_372_037, 1e300] {
      #expect(Timestamp(secondsSinceEpoch: impossible) == nil)
    }
    #expect(Timestamp(nanoseconds: 2_250_000_000).secondsSinceEpoch == 2.25)
  }

  @Test("Arithmetic stops at the ends of the range")
  func saturation() {
    let time = Timestamp(seconds: 1_777_889_472)
    #expect(time + .seconds(90) - time == .seconds(90))
    #expect(time - .seconds(90) + .seconds(90) == time)
    #expect(Timestamp.distantFuture + .seconds(1) == .distantFuture)
    #expect(Timestamp.distantPast - .seconds(1) == .distantPast)
    #expect(Timestamp.distantFuture - .seconds(-1) == .distantFuture)
    #expect(Timestamp.distantPast + .seconds(-1) == .distantPast)
    #expect(Timestamp.distantFuture - .distantPast == .nanoseconds(Int64.max))
    #expect(Timestamp.distantPast - .distantFuture == .nanoseconds(Int64.min))
    #expect(Timestamp(seconds: .max) == .distantFuture)
    #expect(Timestamp(seconds: .min) == .distantPast)
  }

  @Test("A duration of whole nanoseconds is just those, and an attosecond more or less is rounded towards 0")
  func nanosecondsThereAndBack() {
    var random = SeededRandom(seed: 9)
    let attosecond = Duration(secondsComponent: 0, attosecondsComponent: 1)
    let ends = [Int64.min, .min + 1, -1_000_000_000, -1, 0, 1, 999_999_999, .max - 1, .max]
    for round in 0..<20_000 {
      let nanoseconds = round < ends.count ? ends[round] : Int64(bitPattern: random.next()) >> (round % 64)
      let duration = Duration.nanoseconds(nanoseconds)
      #expect(duration.wholeNanoseconds == nanoseconds)
      #expect(duration.inSeconds == Double(nanoseconds) / 1e9)
      let (more, less) = (duration + attosecond, duration - attosecond)
      #expect(more.wholeNanoseconds == (nanoseconds < 0 ? nanoseconds + 1 : nanoseconds))
      #expect(less.wholeNanoseconds == (nanoseconds > 0 ? nanoseconds - 1 : nanoseconds))
      #expect(abs(more.inSeconds - duration.inSeconds) <= 1.1e-18 + duration.inSeconds.magnitude.ulp)
    }
  }

  @Test func wholeNanosecondsOfADuration() {
    #expect(Duration.milliseconds(-1500).wholeNanoseconds == -1_500_000_000)
    #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
    #expect(Duration.seconds(Int64.min).wholeNanoseconds == .min)
    #expect(
      Duration(secondsComponent: 9_223_372_036, attosecondsComponent: 999_999_999_000_000_000)
        .wholeNanoseconds == .max)
    #expect(Duration(secondsComponent: 0, attosecondsComponent: 999_999_999).wholeNanoseconds == 0)
    #expect(Duration.milliseconds(1250).inSeconds == 1.25)
  }
}
