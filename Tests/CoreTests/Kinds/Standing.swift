@testable import Core
import Model
import Randomness

/// What stands in the end of what an asset's kind said: the last word on each quantity and time, without what
/// was taken back.
struct Standing: Equatable, CustomStringConvertible {
  private var values: [Quantity: [Timestamp: Double]] = [:]

  mutating func hear(_ results: [Reading]) {
    for result in results {
      values[result.quantity, default: [:]][result.at] =
        result.quantity.tellsOfEvents && result.value == 0 ? nil : result.value
    }
  }

  /// The values of a quantity in order of time.
  subscript(quantity: Quantity) -> [Double] {
    (values[quantity] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
  }

  /// The times of a quantity, in order.
  func times(_ quantity: Quantity) -> [Timestamp] { (values[quantity] ?? [:]).keys.sorted() }

  var description: String {
    values.flatMap { quantity, all in all.map { "\($0.key) \(quantity.name) \($0.value)" } }.sorted()
      .joined(separator: "\n")
  }
}

extension EventTimeline {
  /// What stands after these readings, which come one after the other in no frame that is known.
  static func standing(_ readings: [Reading], _ terms: State.Terms) -> Standing {
    standing(readings.map { FrameReading($0) }, terms)
  }

  /// Takes a reading that came in no frame that is known.
  mutating func take(_ reading: Reading, _ results: inout KindResults) {
    take(FrameReading(reading), &results)
  }

  /// What stands after these readings, which come one after the other.
  static func standing(_ readings: [FrameReading], _ terms: State.Terms) -> Standing {
    var timeline = EventTimeline(terms)
    var standing = Standing()
    var results = KindResults()
    for reading in readings {
      results.removeAll()
      timeline.take(reading, &results)
      standing.hear(results.readings)
    }
    return standing
  }
}

extension SeededRandom {
  /// The readings with one in four behind up to `reach` others, and one in five there twice.
  mutating func disturbed<Element>(_ readings: [Element], reach: Int) -> [Element] {
    var places = readings.indices.map { (place: Double($0), reading: readings[$0]) }
    for index in places.indices {
      if Int.random(in: 0..<4, using: &self) == 0 {
        places[index].place += Double.random(in: 0...Double(reach), using: &self)
      }
      if Int.random(in: 0..<5, using: &self) == 0 {
        var again = places[index]
        again.place += Double.random(in: 0...Double(2 * reach), using: &self)
        places.append(again)
      }
    }
    return places.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
      .map(\.element.reading)
  }
}
