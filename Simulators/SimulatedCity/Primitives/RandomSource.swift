import Model

/// Random numbers from a seed: xoshiro256** by Blackman and Vigna, seeded by SplitMix64.
///
/// Every asset and device has a stream of its own, so that adding one does not change what the others do.
/// The distributions are written out here and not taken from the standard library, whose algorithms may
/// change between releases: one seed gives the same bytes for ever.
struct RandomSource: Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  init(seed: UInt64, stream: UInt64) {
    var mixer = SplitMix64(state: seed)
    let base = mixer.next()
    mixer = SplitMix64(state: base ^ (stream &* 0xD1B5_4A32_D192_ED03))
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// The generator in a given state, which is not all zeros.
  init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

  mutating func next() -> UInt64 {
    let result = (state.1 &* 5).rotatedLeft(7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3.rotatedLeft(45)
    return result
  }

  /// Evenly distributed in 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Evenly distributed in `range`.
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + unit() * (range.upperBound - range.lowerBound)
  }

  /// Evenly distributed in `range`. (The bias of the multiplication is below 2^-40 for any range used here.)
  mutating func integer(_ range: Range<Int>) -> Int {
    range.lowerBound + Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(range.count)).high)
  }

  /// True with probability `probability`.
  mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// One of `items`, which is not empty.
  mutating func pick<Item>(_ items: [Item]) -> Item { items[integer(0..<items.count)] }

  /// Nearly normal: the sum of twelve uniform numbers (Irwin-Hall), never further out than 6 deviations.
  mutating func normal(mean: Double = 0, deviation: Double) -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += unit() }
    return mean + sum * deviation
  }

  /// The waiting time of a process without memory.
  mutating func exponential(mean: Double) -> Double { -Elementary.log(1 - unit()) * mean }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 56) }
  }
}

/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators"; fills the state of a larger one.
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension UInt64 {
  fileprivate func rotatedLeft(_ count: UInt64) -> UInt64 { self << count | self >> (64 - count) }
}
