@testable import Core
import Model
import Randomness
import Testing

@Suite struct FrameCountersTests {
  /// A frame as the network server tells of it: one a minute.
  private struct Frame: Hashable {
    var session: UInt64 = 1
    var counter: UInt32
    var at: Timestamp

    init(_ counter: UInt32, session: UInt64 = 1, minute: Int? = nil) {
      self.session = session
      self.counter = counter
      at = Timestamp(seconds: Int64(minute ?? Int(counter)) * 60)
    }
  }

  /// Which of the frames are new, in their order, and what the ratio is in the end.
  private func note(_ frames: [Frame]) -> (isNew: [Bool], ratio: Double?) {
    var counters = FrameCounters()
    let isNew = frames.map { counters.note(session: $0.session, counter: $0.counter, at: $0.at) }
    return (isNew, FrameCounters.deliveryRatio(of: counters.current, after: counters.previous))
  }

  @Test func inOrder() {
    let result = note((10..<20).map { Frame($0) })
    #expect(result.isNew == Array(repeating: true, count: 10))
    #expect(result.ratio == 100)
    #expect(note([Frame(5)]).ratio == nil, "one frame tells nothing")
  }

  @Test("A frame that comes again is a duplicate, the newest and an older one")
  func duplicates() {
    let result = note([Frame(1), Frame(1), Frame(2), Frame(1), Frame(3), Frame(3), Frame(2)])
    #expect(result.isNew == [true, false, true, false, true, false, false])
    #expect(result.ratio == 100)
  }

  @Test("A gap is missed frames, until they come after all")
  func gaps() {
    #expect(note([Frame(1), Frame(4)]).ratio == 50)
    let late = note([Frame(1), Frame(4), Frame(3), Frame(2), Frame(2)])
    #expect(late.isNew == [true, true, true, true, false])
    #expect(late.ratio == 100)
  }

  @Test("A frame from before the first one tells that more were sent; it fills no other gap")
  func beforeTheFirst() {
    let result = note([Frame(10), Frame(12), Frame(7)])
    #expect(result.isNew == [true, true, true])
    #expect(result.ratio == 50, "7, 10 and 12 came; 8, 9 and 11 did not")
  }

  @Test("What is further behind than the window can't be told from a duplicate")
  func behindTheWindow() {
    let result = note([Frame(1), Frame(300), Frame(45), Frame(44)])
    #expect(result.isNew == [true, true, true, false])
  }

  @Test("The window forgets what falls out of it, so that later frames are not taken for it")
  func theWindowMoves() {
    let frames = (0...5).map { Frame($0) } + [Frame(260), Frame(258), Frame(2), Frame(600), Frame(514)]
    let result = note(frames)
    #expect(result.isNew == Array(repeating: true, count: 8) + [false, true, true])
  }

  @Test("A counter that goes back with a new session is a rejoin")
  func rejoin() {
    let frames = [
      Frame(500, session: 1, minute: 0), Frame(501, session: 1, minute: 1), Frame(0, session: 2, minute: 2),
      Frame(1, session: 2, minute: 3), Frame(0, session: 2, minute: 2),
    ]
    let result = note(frames)
    #expect(result.isNew == [true, true, true, true, false])
    #expect(result.ratio == 100)
  }

  @Test("Frames of the session before the rejoin are still known, and its gaps are counted")
  func lateFramesOfTheOldSession() {
    let frames = [
      Frame(500, session: 1, minute: 0), Frame(502, session: 1, minute: 2), Frame(0, session: 2, minute: 6),
      Frame(501, session: 1, minute: 1), Frame(502, session: 1, minute: 2), Frame(505, session: 1, minute: 5),
      Frame(504, session: 1, minute: 4),
    ]
    let result = note(frames)
    #expect(result.isNew == [true, true, true, true, false, true, true])
    #expect(result.ratio == 100 * 6 / 7.0, "503 is missing")
  }

  @Test("A session that was heard of only after its successor")
  func lateSession() {
    let frames = [
      Frame(0, session: 2, minute: 10), Frame(500, session: 1, minute: 0), Frame(500, session: 1, minute: 0),
      Frame(501, session: 1, minute: 1), Frame(1, session: 2, minute: 11),
    ]
    #expect(note(frames).isNew == [true, true, false, true, true])
  }

  @Test("Of a session that ended before the one before the last, nothing can be told")
  func sessionLongGone() {
    let frames = [
      Frame(9, session: 1, minute: 0), Frame(0, session: 2, minute: 10), Frame(0, session: 3, minute: 20),
      Frame(9, session: 1, minute: 0), Frame(0, session: 2, minute: 10),
    ]
    #expect(note(frames).isNew == [true, true, true, false, false])
  }

  @Test(
    "A device that lost its counter and keeps its session begins anew, from wherever it is first heard",
    arguments: [UInt32(0), 1, 3])
  func reset(first: UInt32) {
    for highest in [UInt32(20), 200, 1000] {
      var frames = (highest - 20...highest).map { Frame($0) }
      let restart = Int(highest) + 15
      frames += (0..<5).map { Frame(first + $0, minute: restart + Int($0)) }
      frames += [Frame(highest), Frame(first, minute: restart), Frame(highest - 1)]
      let result = note(frames)
      #expect(result.isNew == Array(repeating: true, count: 26) + [false, false, false])
      #expect(result.ratio == 100)
    }
  }

  @Test("A frame that a network hands on twice at two times is a duplicate all the same")
  func handedOnTwice() {
    var again = Frame(7)
    again.at = again.at + .seconds(5)
    var before = Frame(6)
    before.at = again.at
    #expect(note([Frame(6), Frame(7), again, before]).isNew == [true, true, false, false])
  }

  @Test("The counter's last value is followed by its first")
  func wrap() {
    let frames = [
      Frame(.max - 1, minute: 0), Frame(.max, minute: 2), Frame(0, minute: 4), Frame(1, minute: 6),
      Frame(.max, minute: 2),
    ]
    let result = note(frames)
    #expect(result.isNew == [true, true, true, true, false])
    #expect(result.ratio == 100)
  }

  @Test("A counter that is wrong once costs neither the frames after it nor the ratio")
  func corruptCounter() {
    let frames = [
      Frame(5, minute: 0), Frame(4_000_000_000, minute: 2), Frame(6, minute: 4), Frame(7, minute: 6),
      Frame(6, minute: 4), Frame(5, minute: 0),
    ]
    let result = note(frames)
    #expect(result.isNew == [true, true, true, true, false, false])
    #expect(result.ratio == 100)
  }

  @Test("Any order, any duplicates, two sessions: each frame is new exactly once, and the ratio is right")
  func anyInterleaving() throws {
    var random = SeededRandom(seed: 3)
    for _ in 0..<300 {
      let first = UInt32.random(in: 0...5000, using: &random)
      let old = subset(of: (first..<first + 200).map { Frame($0, minute: Int($0)) }, &random)
      let new = subset(of: (0..<200).map { Frame($0, session: 2, minute: 6000 + Int($0)) }, &random)
      let frames = old + new
      let duplicates = (0..<50).compactMap { _ in frames.randomElement(using: &random) }
      let arrivals = (frames + duplicates).shuffled(using: &random)
      let result = note(arrivals)
      var accepted: [Frame: Int] = [:]
      for (frame, isNew) in zip(arrivals, result.isNew) where isNew { accepted[frame, default: 0] += 1 }
      try #require(accepted == Dictionary(uniqueKeysWithValues: frames.map { ($0, 1) }))
      try #require(result.ratio == 100 * Double(frames.count) / Double(span(old) + span(new)))
    }
  }

  private func subset(of frames: [Frame], _ random: inout SeededRandom) -> [Frame] {
    let share = Double.random(in: 0.05...1, using: &random)
    let kept = frames.filter { _ in Double.random(in: 0..<1, using: &random) < share }
    return kept.isEmpty ? [frames[0]] : kept
  }

  /// How many frames were sent from the first that came to the last.
  private func span(_ frames: [Frame]) -> Int {
    let counters = frames.map { Int($0.counter) }
    return (counters.max() ?? 0) - (counters.min() ?? 0) + 1
  }
}
