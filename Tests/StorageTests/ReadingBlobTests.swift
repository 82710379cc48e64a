import Core
import Model
import Storage
import Testing

@Suite struct ReadingBlobTests {
  @Test func readingsComeBackAsTheyWere() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let receivedAt = Timestamp(nanoseconds: Int64.random(in: 0..<2_000_000_000_000_000_000, using: &random))
      let readings = (0..<Int.random(in: 0...20, using: &random)).map { _ -> AppliedReading in
        let isLate = Bool.random(using: &random)
        let at = isLate ? receivedAt - .seconds(Int.random(in: 1...100_000, using: &random)) : receivedAt
        let quantity = Quantity.allCases.randomElement(using: &random) ?? .co2
        let reading = Reading(quantity, Double.random(in: -1e9...1e9, using: &random), at: at)
        return AppliedReading(reading: reading, flags: isLate ? [.late, .derived] : [])
      }
      var bytes: [UInt8] = []
      ReadingBlob.append(readings, receivedAt: receivedAt, to: &bytes)
      #expect(ReadingBlob.readings(in: bytes.span, receivedAt: receivedAt) == readings)
    }
  }

  @Test func brokenBytesEndTheList() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      _ = ReadingBlob.readings(in: bytes.span, receivedAt: Timestamp(seconds: 0))
    }
    #expect(ReadingBlob.readings(in: [3, 0, 1].span, receivedAt: Timestamp(seconds: 0)).isEmpty)
  }
}
