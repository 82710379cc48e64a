import Foundation
import Model
import Testing

@testable import SimulatedCity

@Suite struct RandomSourceTests {
  /// The reference implementation's first numbers from the state 1, 2, 3, 4.
  @Test func isXoshiro256StarStar() {
    var random = RandomSource(state: (1, 2, 3, 4))
    let numbers = (0..<6).map { _ in random.next() }
    #expect(
      numbers == [
        11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
        607_988_272_756_665_600,
      ])
  }

  @Test func streamsDiffer() {
    let firsts = (0..<1000).map { stream -> UInt64 in
      var random = RandomSource(seed: 1, stream: UInt64(stream))
      return random.next()
    }
    #expect(Set(firsts).count == 1000)
  }

  @Test func distributionsHaveTheirMeans() {
    var random = RandomSource(seed: 9, stream: 0)
    let count = 20_000
    func mean(_ draw: () -> Double) -> Double {
      (0..<count).reduce(0) { sum, _ in sum + draw() } / Double(count)
    }
    #expect(abs(mean { random.unit() } - 0.5) < 0.01)
    #expect(abs(mean { random.normal(mean: 3, deviation: 2) } - 3) < 0.06)
    #expect(abs(mean { pow(random.normal(deviation: 2), 2) } - 4) < 0.2)
    #expect(abs(mean { random.exponential(mean: 7) } - 7) < 0.25)
    #expect(abs(mean { Double(random.integer(0..<10)) } - 4.5) < 0.1)
    #expect((0..<1000).allSatisfy { _ in (3..<5).contains(random.integer(3..<5)) })
  }
}

@Suite struct TimeQueueTests {
  @Test func givesTheEarliestFirst() {
    var random = RandomSource(seed: 4, stream: 0)
    var queue = TimeQueue<Int>()
    let times = (0..<500).map { _ in Timestamp(seconds: Int64(random.integer(0..<50))) }
    for (index, time) in times.enumerated() { queue.insert(index, at: time) }
    var order: [Int] = []
    while let (at, element) = queue.removeFirst() {
      #expect(at == times[element])
      order.append(element)
    }
    #expect(order == times.indices.sorted { (times[$0], $0) < (times[$1], $1) })
  }
}

@Suite struct TextTests {
  @Test func base64IsFoundations() {
    var random = RandomSource(seed: 5, stream: 0)
    for length in 0..<64 {
      let bytes = random.bytes(length)
      #expect(bytes.base64 == Data(bytes).base64EncodedString())
    }
  }

  @Test func jsonIsWellFormed() throws {
    var json = JSONWriter()
    json.object { json in
      json.string("a \"quoted\" \\ key\n", "é\u{1}\"\\")
      json.string("line\n", "tab\t")
      json.number("whole", -12)
      json.number("fraction", 0.000125)
      json.integer("integer", UInt64.max)
      json.boolean("yes", true)
      json.array("list") { json in
        json.element("x")
        json.object { _ in }
        json.array { _ in }
      }
    }
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String: Any])
    #expect(object["a \"quoted\" \\ key\n"] as? String == "é\u{1}\"\\")
    #expect(object["line\n"] as? String == "tab\t")
    #expect(object["whole"] as? Int == -12)
    #expect(object["fraction"] as? Double == 0.000125)
    #expect(object["integer"] as? UInt64 == .max)
    #expect(object["yes"] as? Bool == true)
    #expect((object["list"] as? [Any])?.count == 3)
  }

  @Test func timesHaveNineDigits() throws {
    for text in [
      "2026-05-04T10:11:12.000000009", "1999-12-31T23:59:59.999999999", "1950-01-01T00:00:00.100000000",
    ] {
      #expect(try #require(Timestamp(rfc3339: text + "Z")).nanosecondText == text)
    }
  }
}
