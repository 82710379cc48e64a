@testable import Core
import Model
import Randomness
import Testing

@Suite("Kept readings") struct KeptReadingsTests {
  /// Readings as devices send them, and as nobody does: the ends of time, of counters, of numbers.
  private func readings(_ count: Int, _ random: inout some RandomNumberGenerator) -> [FrameReading] {
    let extremeValues = [0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -1]
    let extremeTimes = [Int64.min, .max, 0, -1]
    var list: [FrameReading] = []
    for index in 0..<count {
      let value =
        switch Int.random(in: 0..<5, using: &random) {
        case 0: Double(Int.random(in: 0..<2000, using: &random))
        case 1: Double(Int.random(in: -400..<400, using: &random)) / 10
        case 2: extremeValues[Int.random(in: extremeValues.indices, using: &random)]
        default: Double.random(in: -1e9...1e9, using: &random)
        }
      let nanoseconds =
        switch Int.random(in: 0..<8, using: &random) {
        case 0: extremeTimes[Int.random(in: extremeTimes.indices, using: &random)]
        case 1: Int64.random(in: .min ... .max, using: &random)
        default: 1_790_000_000_000_000_000 + 900_000_000_000 * Int64.random(in: 0..<100, using: &random)
        }
      let mark = Bool.random(using: &random) ? UInt32(index) : .random(in: 0 ... .max, using: &random)
      let other = Quantity.allCases[Int.random(in: Quantity.allCases.indices, using: &random)]
      let quantity = Bool.random(using: &random) ? .co2 : other
      list.append(
        FrameReading(Reading(quantity, value, at: Timestamp(nanoseconds: nanoseconds)), FrameMark(bits: mark))
      )
    }
    return list.sorted { $0.isBefore($1) }
  }

  /// -0 and 0 are equal, and not the same.
  private func bits(_ readings: some Sequence<FrameReading>) -> [UInt64] {
    readings.map(\.reading.value.bitPattern)
  }

  @Test("What was put in comes out, the first first", arguments: UInt64(1)...50)
  func same(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let given = readings(Int.random(in: 0...70, using: &random), &random)
    var kept = KeptReadings(given)
    #expect(Array(kept) == given)
    #expect(bits(kept) == bits(given))
    #expect(kept.last == given.last)
    for place in given.indices {
      #expect(kept.removeFirst() == given[place])
      #expect(Array(kept) == Array(given[(place + 1)...]))
      #expect(kept.last == given[(place + 1)...].last)
    }
    kept.append(FrameReading(Reading(.co2, 400, at: .distantPast)))
    #expect(kept.count == 1)
  }

  @Test("As an image they are the same, and a damaged one is refused", arguments: UInt64(1)...20)
  func image(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let given = readings(Int.random(in: 0...70, using: &random), &random)
    var writer = ImageWriter()
    KeptReadings(given).write(to: &writer)
    var reader = ImageReader(writer.bytes)
    var kept = try KeptReadings(from: &reader)
    #expect(reader.isAtEnd)
    #expect(Array(kept) == given)
    #expect(kept.last == given.last)
    kept.append(FrameReading(Reading(.co2, 400, at: .distantFuture)))
    #expect(Array(kept).dropLast() == given[...])

    guard given.count > 1 else { return }
    let differences = 1 + MemoryLayout<FrameReading>.size + MemoryLayout<Int>.size
    for _ in 0..<100 {
      var bytes = writer.bytes
      bytes[Int.random(in: differences..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
      var reader = ImageReader(bytes)
      // Whatever it says, it can be gone through.
      if let kept = try? KeptReadings(from: &reader) { #expect(kept.count == Array(kept).count) }
    }
    // Bytes behind the last difference, as of one that was cut off.
    var longer = ImageWriter()
    longer.write(UInt8(1))
    longer.write(given[0])
    longer.write([1, 0] as [UInt8])
    var longerReader = ImageReader(longer.bytes)
    #expect(throws: ImageError.damaged) { try KeptReadings(from: &longerReader) }
    var shortened = ImageReader(writer.bytes.dropLast())
    #expect(throws: ImageError.damaged) { try KeptReadings(from: &shortened) }
  }

  @Test("However long what differs is, it comes back", arguments: 0...8)
  func lengths(value: Int) throws {
    func word(_ bytes: Int) -> UInt64 { bytes == 0 ? 0 : 0x81 << (8 * UInt64(bytes - 1)) | 0x11 }
    let first = FrameReading(Reading(.co2, 417, at: Timestamp(nanoseconds: 0)), FrameMark(bits: 0))
    for time in 0...8 {
      for source in 0...5 {
        let second = FrameReading(
          Reading(
            source < 5 ? .co2 : .temperature, Double(bitPattern: word(value).byteSwapped),
            at: Timestamp(nanoseconds: Int64(bitPattern: word(time)))),
          FrameMark(bits: UInt32(truncatingIfNeeded: word(min(source, 4)))))
        var kept = KeptReadings([first, second, first])
        #expect(Array(kept).elementsEqual([first, second, first], by: isSame))
        #expect(isSame(kept.removeFirst(), first) && isSame(kept.removeFirst(), second))
      }
    }
  }

  /// To the bit: not-a-number is equal to nothing.
  private func isSame(_ left: FrameReading, _ right: FrameReading) -> Bool {
    left.reading.value.bitPattern == right.reading.value.bitPattern && left.reading.at == right.reading.at
      && left.reading.quantity == right.reading.quantity && left.frame == right.frame
  }

  @Test("They take less than half the room of readings one by one")
  func size() {
    let usual = (0..<48).map { index in
      FrameReading(
        Reading(
          .co2, 400 + Double(index),
          at: Timestamp(nanoseconds: 1_790_000_000_123_456_789 + 900_000_000_000 * Int64(index))),
        FrameMark(bits: UInt32(index)))
    }
    var writer = ImageWriter()
    KeptReadings(usual).write(to: &writer)
    #expect(writer.bytes.count < 48 * MemoryLayout<FrameReading>.stride * 9 / 20)
  }
}
