import Testing

@testable import API

/// Connections are counted by peer.
@Suite struct ConnectionBookTests {
  private final class Channel {}

  @Test func onePeerDoesNotLockOutAnother() {
    let book = ConnectionBook(limit: 2)
    let channels = (0..<4).map { _ in Channel() }
    let ids = channels.map { ObjectIdentifier($0) }
    #expect(book.open(ids[0], of: "a"))
    #expect(book.open(ids[1], of: "a"))
    #expect(!book.open(ids[2], of: "a"))
    #expect(book.refuses(ids[2]))
    #expect(book.open(ids[3], of: "b"))
    #expect(!book.refuses(ids[3]))
    book.close(ids[2], of: "a")
    #expect(!book.refuses(ids[2]))
    #expect(!book.open(ids[2], of: "a"), "one that was refused was not counted")
    book.close(ids[2], of: "a")
    book.close(ids[0], of: "a")
    #expect(book.open(ids[2], of: "a"))
  }
}
