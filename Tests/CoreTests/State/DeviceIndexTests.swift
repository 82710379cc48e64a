@testable import Core
import Model
import Randomness
import Testing

@Suite struct DeviceIndexTests {
  private func device(_ key: UInt64) -> Device {
    let digits = String(key, radix: 16)
    return Device(id: String(repeating: "0", count: 16 - digits.count) + digits, codec: "", asset: 0)
  }

  @Test func nobodyIsRegistered() {
    let index = DeviceIndex([])
    for key in [UInt64(0), 1, .max] { #expect(index.find(DeviceKey(value: key)) == nil) }
  }

  private static let rows: [[UInt64]] = [
    (0..<500).map { UInt64($0) << 40 },
    (0..<500).map { UInt64(0xA817_58FF_FE04_0000) + UInt64($0) },
    (0..<500).map { UInt64($0) << 32 },
    [0, .max, 1, .max - 1, 1 << 63],
  ]

  @Test("Keys that want one place, a row of EUIs, the ends of the range", arguments: rows)
  func allAreFound(keys: [UInt64]) {
    let index = DeviceIndex(keys.map(device))
    for (number, key) in keys.enumerated() { #expect(index.find(DeviceKey(value: key)) == number) }
    let known = Set(keys)
    for key in keys where !known.contains(key ^ 0x10_0000) {
      #expect(index.find(DeviceKey(value: key ^ 0x10_0000)) == nil)
    }
  }

  @Test func random() {
    var random = SeededRandom(seed: 6)
    let keys = Array(Set((0..<3000).map { _ in UInt64.random(in: 0...(.max), using: &random) }))
    let index = DeviceIndex(keys.map(device))
    #expect(keys.enumerated().allSatisfy { index.find(DeviceKey(value: $1)) == $0 })
    #expect(index.find(DeviceKey("lamp-1")) == nil)
  }
}
