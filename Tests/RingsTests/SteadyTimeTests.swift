import Rings
import Testing

@Suite struct SteadyTimeTests {
  private static let second: Int64 = 1_000_000_000
  private let clock = SteadyTime(timeOfDay: 1_000 * second, counted: 10 * second)

  /// What is believed when the clock that counts is at `counted` and the time of day is off by `ahead`, in seconds.
  private func time(_ counted: Int64, ahead: Int64) -> Int64 {
    clock.time(timeOfDay: (990 + counted + ahead) * Self.second, counted: counted * Self.second) / Self.second
  }

  @Test func itGoesOn() {
    #expect(time(10, ahead: 0) == 1_000)
    #expect(time(25, ahead: 0) == 1_015)
    #expect(time(90_000, ahead: 0) == 90_990, "however long nobody has asked")
  }

  @Test(arguments: [-90_000, -3_600, -2, 2, 3_600, 90_000])
  func aJumpThatIsTakenBackIsNone(ahead: Int64) {
    #expect(time(11, ahead: ahead) == 1_001)
    #expect(time(40, ahead: ahead) == 1_030)
    #expect(time(40, ahead: 0) == 1_030)
    #expect(time(41, ahead: ahead) == 1_031, "it is doubted anew")
    #expect(time(70, ahead: ahead) == 1_060)
  }

  @Test(arguments: [-3_600, 3_600])
  func aJumpThatLastsIsFollowed(ahead: Int64) {
    #expect(time(11, ahead: ahead) == 1_001)
    #expect(time(41, ahead: ahead) == 1_031 + ahead)
    #expect(time(42, ahead: ahead) == 1_032 + ahead)
    #expect(time(43, ahead: 0) == 1_033 + ahead, "from then on the way back is the jump")
  }

  @Test func smallStepsAreFollowedAtOnce() {
    for step in 1...100 as ClosedRange<Int64> { #expect(time(10 + step, ahead: step) == 1_000 + 2 * step) }
  }
}
