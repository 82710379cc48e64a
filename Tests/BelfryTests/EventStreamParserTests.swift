import Testing

@testable import belfry

@Suite struct EventStreamParserTests {
  private func events(_ text: String) -> [ServerEvent] {
    var parser = EventStreamParser()
    return text.utf8.compactMap { parser.take($0) }
  }

  @Test func anEventHasTypeDataAndId() {
    #expect(
      events("id: 7\nevent: alert\ndata: {\"a\":1}\n\n") == [
        ServerEvent(type: "alert", data: #"{"a":1}"#, id: "7")
      ])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func linesEndAsTheSenderLikes(end: String) {
    let text = ["event: reading", "data: a", "data: b", "", "data:c", "", ""].joined(separator: end)
    #expect(
      events(text) == [
        ServerEvent(type: "reading", data: "a\nb", id: nil), ServerEvent(type: "message", data: "c", id: nil),
      ])
  }

  @Test func commentsAndEmptyEventsAreNothing() {
    #expect(events(": still here\n\nevent: reading\n\nretry: 5\n\n") == [])
  }

  @Test func theIdHoldsUntilTheNext() {
    #expect(events("id: 1\ndata: a\n\ndata: b\n\n").map(\.id) == ["1", "1"])
  }

  @Test func anUnfinishedEventIsNone() {
    #expect(events("data: a\n") == [])
  }
}
