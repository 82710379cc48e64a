import Testing

@testable import MQTT

/// How long a broker that is away is left alone.
@Suite struct ReconnectPauseTests {
  @Test func aFirstFailureIsFollowedByAMoment() {
    var pause = ReconnectPause()
    pause.failed(afterConnectionOf: nil)
    #expect(pause.milliseconds.upperBound <= 1000)
  }

  @Test func pausesGrowButAreNeverLong() {
    var pause = ReconnectPause()
    var last = 0
    for _ in 0..<1000 {
      pause.failed(afterConnectionOf: .seconds(3))
      #expect(pause.milliseconds.lowerBound >= last / 2)
      #expect(pause.milliseconds.upperBound <= 5000, "whoever is back is found within 5 s")
      last = pause.milliseconds.lowerBound
    }
    #expect(last >= 1000, "two clients with one id don't throw each other out all the time")
  }

  @Test func aConnectionThatLastedBeginsAnew() {
    var pause = ReconnectPause()
    for _ in 0..<10 { pause.failed(afterConnectionOf: nil) }
    pause.failed(afterConnectionOf: .seconds(11))
    #expect(pause.failuresInARow == 1)
    #expect(pause.milliseconds.upperBound <= 1000)
  }
}
