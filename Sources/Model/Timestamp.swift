/// A moment: nanoseconds since the Unix epoch, UTC, without leap seconds.
///
/// The range is the years 1678 to 2261. The core never asks for the time: every moment it sees came in
/// with an event.
public struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds since 1970-01-01T00:00:00Z; negative before.
  public var nanoseconds: Int64

  /// A moment from nanoseconds since the Unix epoch.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// A moment from whole seconds since the Unix epoch; saturates at the ends of the range.
  @inlinable public init(seconds: Int64) {
    let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    self.nanoseconds = overflow ? (seconds < 0 ? .min : .max) : value
  }

  /// A moment from fractional seconds since the Unix epoch; `nil` when out of range or not a number.
  public init?(secondsSinceEpoch seconds: Double) {
    guard seconds.isFinite, abs(seconds) < 9_223_372_000 else { return nil }
    self.nanoseconds = Int64((seconds * 1e9).rounded())
  }

  /// The earliest moment: "never yet".
  public static let distantPast = Timestamp(nanoseconds: .min)
  /// The latest moment: "no deadline".
  public static let distantFuture = Timestamp(nanoseconds: .max)

  /// Earlier before later.
  @inlinable public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The moment `duration` after `a`; saturates at the ends of the range.
  @inlinable public static func + (a: Timestamp, duration: Duration) -> Timestamp {
    let (value, overflow) = a.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
    return Timestamp(nanoseconds: overflow ? (duration < .zero ? .min : .max) : value)
  }

  /// The moment `duration` before `a`; saturates at the ends of the range.
  @inlinable public static func - (a: Timestamp, duration: Duration) -> Timestamp {
    let (value, overflow) = a.nanoseconds.subtractingReportingOverflow(duration.wholeNanoseconds)
    return Timestamp(nanoseconds: overflow ? (duration < .zero ? .max : .min) : value)
  }

  /// How long `b` was before `a`; saturates at the ends of the range.
  @inlinable public static func - (a: Timestamp, b: Timestamp) -> Duration {
    let (value, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return .nanoseconds(overflow ? (a < b ? Int64.min : Int64.max) : value)
  }

  /// Seconds since the Unix epoch, with fraction.
  @inlinable public var secondsSinceEpoch: Double { Double(nanoseconds) / 1e9 }
}

extension Duration {
  /// The duration in nanoseconds; saturates at ±292 years.
  @inlinable public var wholeNanoseconds: Int64 {
    if let exact = exactNanoseconds { return exact }
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return seconds < 0 ? .min : .max }
    let (sum, sumOverflow) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return sumOverflow ? (seconds < 0 ? .min : .max) : sum
  }

  /// The duration in seconds, with fraction.
  @inlinable public var inSeconds: Double {
    if let exact = exactNanoseconds { return Double(exact) / 1e9 }
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// The duration in nanoseconds, when it is a whole number of them within ±292 years, as nearly all are.
  ///
  /// Dividing 128 bits costs 30 times as much as a multiplication, and every uplink does it often. A division that leaves
  /// nothing is one: by 2 to the 9th with a shift, by 5 to the 9th with its inverse modulo 2 to the 64th. Whether it left
  /// nothing, multiplying back tells.
  @inlinable var exactNanoseconds: Int64? {
    let inverse: UInt64 = 0x8E47_CE42_3A2E_9C6D
    let quotient = Int64(bitPattern: UInt64(truncatingIfNeeded: attoseconds >> 9) &* inverse)
    let (high, low) = quotient.multipliedFullWidth(by: 1_000_000_000)
    return Int128(high) << 64 | Int128(low) == attoseconds ? quotient : nil
  }
}

// MARK: - RFC 3339

extension Timestamp {
  /// Reads an RFC 3339 date-time: `2026-05-04T10:11:12.123456789Z` or with a numeric offset.
  ///
  /// Lower-case `t` and `z`, and a space for `T`, are accepted as the RFC allows; digits after the ninth
  /// of the fraction are dropped; second 60 (a leap second) reads as second 59.
  /// - Parameter text: the ASCII bytes, with nothing before or behind.
  public init?(rfc3339 text: Span<UInt8>) {
    guard text.count >= 20 else { return nil }
    // Of 2026-05-04T10:11:12 these are 2026-05-, 05-04T10 and 10:11:12, with what stands between their numbers.
    let date = EightDigits(text.word(at: 0), but: 0xFF00_00FF_0000_0000)
    let middle = EightDigits(text.word(at: 5), but: 0x0000_FF00_00FF_0000)
    let time = EightDigits(text.word(at: 11), but: 0x0000_FF00_00FF_0000)
    guard date.areDigits, middle.areDigits, time.areDigits, date.others(are: 0x2D), time.others(are: 0x3A),
      text[10] | 0x20 == 0x74 || text[10] == 0x20
    else { return nil }
    let year = date.pair(0) * 100 + date.pair(2)
    let (month, day, hour, minute) = (middle.pair(0), middle.pair(3), middle.pair(6), time.pair(3))
    var second = time.pair(6)
    guard (1...12).contains(month), (1...CivilDate.daysIn(month: month, year: year)).contains(day),
      hour < 24, minute < 60, second <= 60, year >= 1678, year <= 2261
    else { return nil }
    second = min(second, 59)
    var index = 19
    var fraction: Int64 = 0
    if text[index] == 0x2E {
      index += 1
      let first = index
      if index <= text.count - 8, case let eight = EightDigits(text.word(at: index)), eight.areDigits {
        fraction = eight.number
        index &+= 8
      }
      while index < text.count, text[index] &- 0x30 < 10 {
        if index &- first < 9 { fraction = fraction &* 10 &+ Int64(text[index] &- 0x30) }
        index &+= 1
      }
      guard index > first else { return nil }
      for _ in min(index &- first, 9)..<9 { fraction &*= 10 }
    }
    guard index < text.count else { return nil }
    var offsetSeconds = 0
    switch text[index] {
    case 0x5A, 0x7A:
      guard index + 1 == text.count else { return nil }
    case 0x2B, 0x2D:
      guard index + 6 == text.count, text[index + 3] == 0x3A,
        let hours = twoDigits(text, index + 1), let minutes = twoDigits(text, index + 4),
        hours < 24, minutes < 60
      else { return nil }
      offsetSeconds = (hours * 60 + minutes) * 60 * (text[index] == 0x2B ? 1 : -1)
    default: return nil
    }
    let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds
    let (value, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow, value < .max - 1_000_000_000 else { return nil }
    self.nanoseconds = value + fraction
  }

  /// Reads an RFC 3339 date-time from text; see ``init(rfc3339:)-(Span<UInt8>)``.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    self.init(rfc3339: bytes.span)
  }
}

/// The number in the two digits at `start`, which must be there; `nil` when they are none.
@inline(__always)
private func twoDigits(_ text: Span<UInt8>, _ start: Int) -> Int? {
  let (tens, ones) = (text[start] &- 0x30, text[start &+ 1] &- 0x30)
  return tens < 10 && ones < 10 ? Int(tens) &* 10 &+ Int(ones) : nil
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with milliseconds: `2026-05-04T10:11:12.123Z`.
  public var description: String {
    let milliseconds = nanoseconds.floorDivided(by: 1_000_000)
    let seconds = milliseconds.floorDivided(by: 1000)
    let days = seconds.floorDivided(by: 86_400)
    let date = CivilDate(daysSinceEpoch: Int(days))
    let second = Int(seconds - days * 86_400)
    return "\(date)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))."
      + padded(Int(milliseconds - seconds * 1000), to: 3) + "Z"
  }
}

extension Int64 {
  /// Division that rounds towards minus infinity, so that times before 1970 keep their order.
  func floorDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

func two(_ value: Int) -> String { padded(value, to: 2) }

func padded(_ value: Int, to width: Int) -> String {
  let digits = String(value)
  return digits.utf8.count >= width
    ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
