import Foundation
import Storage
import Testing

/// A message during which the daemon ends again and again is told from the others.
@Suite struct MessageAtHandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A daemon that deals with these messages, whole or until it ends in the middle of the last.
  /// - Returns: which it may look at.
  private func run(_ messages: [String], endingInTheMiddle: Bool) throws -> [Bool] {
    let atHand = try #require(MessageAtHand(forHistoryAt: folder.history))
    let verdicts = messages.map { atHand.begin("a/topic".utf8Span.span, $0.utf8Span.span) }
    if !endingInTheMiddle { atHand.end() }
    return verdicts
  }

  @Test func theThirdTimeItIsPutAside() throws {
    #expect(try run(["good", "bad"], endingInTheMiddle: true) == [true, true])
    #expect(try run(["bad"], endingInTheMiddle: true) == [true])
    #expect(try run(["bad", "good"], endingInTheMiddle: false) == [false, true])
    #expect(try run(["good", "bad"], endingInTheMiddle: false) == [true, false], "it is not forgotten")
  }

  @Test func whoeverWasKilledDuringOthersHasDoneNothing() throws {
    for message in ["one", "two", "three", "one"] {
      #expect(try run(["good", message], endingInTheMiddle: true) == [true, true])
    }
    #expect(try run(["good", "one"], endingInTheMiddle: false) == [true, true])
    #expect(try run(["one"], endingInTheMiddle: true) == [true], "in between it went well")
    #expect(try run(["one"], endingInTheMiddle: false) == [false])
  }

  @Test(arguments: [0, 1, 8168, 8169, 8170, 300_000])
  func messagesOfAnySize(size: Int) throws {
    let bad = String(repeating: "x", count: size)
    for _ in 1...2 { #expect(try run([bad], endingInTheMiddle: true) == [true]) }
    #expect(try run([bad, bad + "x", "good"], endingInTheMiddle: false) == [false, true, true])
  }

  @Test func aTopicLongerThanTheRoomIsNoTrouble() throws {
    let atHand = try #require(MessageAtHand(forHistoryAt: folder.history))
    let topic = String(repeating: "t", count: 65_535)
    let mayBeLookedAt = atHand.begin(topic.utf8Span.span, "x".utf8Span.span)
    #expect(mayBeLookedAt)
  }

  @Test(arguments: ["", "nonsense", String(repeating: "\u{7F}", count: 16_384)])
  func aFileOfNonsenseSaysNothing(text: String) throws {
    try text.write(toFile: folder.history + "-at-hand", atomically: true, encoding: .utf8)
    #expect(try run(["good"], endingInTheMiddle: false) == [true])
  }

  @Test func whereNothingCanBeWrittenThereIsNone() {
    #expect(MessageAtHand(forHistoryAt: folder.path + "/none/belfry.db") == nil)
  }
}
