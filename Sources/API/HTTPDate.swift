import Foundation

/// A moment as HTTP writes it.
///
/// Source: RFC 9110, 5.6.7 (IMF-fixdate).
enum HTTPDate {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Sun, 06 Nov 1994 08:49:37 GMT`, for a moment since 1970.
  static func text(_ date: Date) -> String {
    // 1970 began on a Thursday.
    let weekday = weekdays[Int(date.timeIntervalSince1970) / 86_400 % 7]
    let parts = date.ISO8601Format().split { "-TZ".contains($0) }
    let month = months[(Int(parts[1]) ?? 1) - 1]
    return "\(weekday), \(parts[2]) \(month) \(parts[0]) \(parts[3]) GMT"
  }
}
