import Foundation
import Testing

@testable import API

@Suite struct HTTPDateTests {
  /// The example of RFC 9110, 5.6.7, the first moment, and a leap day.
  @Test(arguments: [
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
  ])
  func isWrittenAsHTTPSays(seconds: Int, text: String) {
    #expect(HTTPDate.text(Date(timeIntervalSince1970: Double(seconds))) == text)
  }
}
