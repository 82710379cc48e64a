import Core
import Model
import Randomness
import Storage
import Testing

@Suite struct ReadingBlobTests {
  private let receivedAt = Timestamp(seconds: 1_795_000_000)

  private func randomReading(_ random: inout SeededRandom) -> AppliedReading {
    let quantity = Quantity.allCases.randomElement(using: &random) ?? .fillLevel
    let value = Double(bitPattern: random.next())
    let isOwnTime = Bool.random(using: &random)
    let at = isOwnTime ? Timestamp(nanoseconds: Int64(truncatingIfNeeded: random.next())) : receivedAt
    return AppliedReading(
      reading: Reading(quantity, value.isFinite ? value : -0.0, at: at),
      flags: ReadingFlags(rawValue: .random(in: 0...15, using: &random)))
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whatIsWrittenIsRead(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let readings = (0..<Int.random(in: 0...60, using: &random)).map { _ in randomReading(&random) }
    var bytes: [UInt8] = []
    ReadingBlob.append(readings, receivedAt: receivedAt, to: &bytes)
    let again = ReadingBlob.readings(in: bytes.span, receivedAt: receivedAt)
    #expect(again == readings)
    #expect(again.map(\.reading.value.bitPattern) == readings.map(\.reading.value.bitPattern))
  }

  /// The layout is a contract with those who read the history: docs/formats/history.md.
  @Test func theLayoutIsAsDocumented() {
    let readings = [
      AppliedReading(reading: Reading(.co2, 1000, at: receivedAt), flags: []),
      AppliedReading(
        reading: Reading(.rssi, -71, at: Timestamp(nanoseconds: 0x0102_0304_0506_0708)),
        flags: [.late, .derived]),
    ]
    var bytes: [UInt8] = []
    ReadingBlob.append(readings, receivedAt: receivedAt, to: &bytes)
    let co2: [UInt8] = [3, 0, 0, 0, 0, 0, 0, 0x40, 0x8F, 0x40]
    let rssi: [UInt8] = [35, 0x89, 0, 0, 0, 0, 0, 0xC0, 0x51, 0xC0, 8, 7, 6, 5, 4, 3, 2, 1]
    #expect(bytes == co2 + rssi)
  }

  @Test func bytesThatBreakOffEndTheList() {
    var random = SeededRandom(seed: 1)
    let readings = (0..<8).map { _ in randomReading(&random) }
    var bytes: [UInt8] = []
    ReadingBlob.append(readings, receivedAt: receivedAt, to: &bytes)
    for length in 0..<bytes.count {
      let part = ReadingBlob.readings(in: bytes.span.extracting(first: length), receivedAt: receivedAt)
      #expect(part == Array(readings.prefix(part.count)))
      #expect(part.count < readings.count)
    }
  }

  @Test func anyBytesAreReadWithoutHarm() {
    var random = SeededRandom(seed: 2)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...100, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      #expect(ReadingBlob.readings(in: bytes.span, receivedAt: receivedAt).count <= bytes.count / 10)
    }
  }

  @Test func aQuantityOfANewerVersionIsLeftOut() {
    var bytes: [UInt8] = [254, 0x80] + [UInt8](repeating: 7, count: 16)
    let known = AppliedReading(reading: Reading(.occupied, 1, at: receivedAt), flags: [])
    ReadingBlob.append([known], receivedAt: receivedAt, to: &bytes)
    #expect(ReadingBlob.readings(in: bytes.span, receivedAt: receivedAt) == [known])
  }
}
