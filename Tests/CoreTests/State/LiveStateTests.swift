@testable import Core
import Model
import Randomness
import Testing

@Suite struct LiveStateTests {
  private func reading(_ quantity: Quantity, _ value: Double, _ second: Int64) -> Reading {
    Reading(quantity, value, at: Timestamp(seconds: second))
  }

  @Test func eachKindHasItsPlace() { #expect(AssetKind.allCases.map(\.index) == Array(0..<8)) }

  @Test func placement() {
    var state = LiveState(assetCount: 2)
    let known = reading(.co2, 500, 100)
    #expect(state.value(0, .co2).isNaN)
    #expect(state.take(known, asset: 0, device: 7) == .newest)
    #expect(state.take(reading(.co2, 400, 99), asset: 0, device: 8) == .late)
    #expect(state.take(known, asset: 0, device: 8) == .repeated)
    #expect(
      state.take(reading(.co2, 501, 100), asset: 0, device: 8) == .late, "the first of two at one time stays")
    #expect(state.take(reading(.humidity, 50, 1), asset: 0, device: 8) == .newest)
    #expect(state.take(reading(.co2, 400, 1), asset: 1, device: 8) == .newest)
    #expect(state.slot(0, .co2)?.device == 7)
    #expect(state.value(0, .co2) == 500)
    #expect(state.take(reading(.co2, 450, 101), asset: 0, device: 9) == .newest)
    #expect(state.slot(0, .co2)?.device == 9)
    #expect(state.value(0, .co2) == 450)
  }

  @Test("Many assets and quantities, against a dictionary")
  func againstADictionary() {
    var random = SeededRandom(seed: 5)
    var state = LiveState(assetCount: 50)
    var expected: [Int: [Quantity: Reading]] = [:]
    for second in 0..<Int64(4000) {
      guard let quantity = Quantity.allCases.randomElement(using: &random) else { continue }
      let asset = Int.random(in: 0..<50, using: &random)
      let reading = reading(quantity, .random(in: 0...9, using: &random), second)
      #expect(state.take(reading, asset: asset, device: Int(second)) == .newest)
      expected[asset, default: [:]][quantity] = reading
    }
    for asset in 0..<50 {
      let slots = state.slots(of: asset)
      let readings = slots.map { Reading($0.quantity, $0.value, at: $0.at) }
      #expect(Set(readings) == Set(expected[asset, default: [:]].values))
      #expect(slots.count == readings.count)
      #expect(slots.allSatisfy { Timestamp(seconds: Int64($0.device ?? -1)) == $0.at })
      for quantity in Quantity.allCases {
        let value = state.value(asset, quantity)
        let known = expected[asset]?[quantity]?.value
        #expect(known == nil ? value.isNaN : value == known)
      }
    }
  }
}
