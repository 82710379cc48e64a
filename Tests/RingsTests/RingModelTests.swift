import Foundation
import Testing

/// Every run of a small ring is right, with the orderings that the code has; and each of them is needed.
@Suite struct RingModelTests {
  /// The ordering that stands in the ring's source at the first `access` after `place`.
  private static func isOrdered(_ place: String, _ access: String, _ ordering: String) throws -> Bool {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Rings/Ring.swift")
    let text = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(text.range(of: place))
    let found = try #require(text[start.upperBound...].range(of: access))
    return text[found.upperBound...].hasPrefix("ordering: .\(ordering))")
  }

  private static func orderingsOfTheCode() throws -> RingModel.Orderings {
    RingModel.Orderings(
      publish: try isOrdered("func publish()", "tail.pointee.store(tail, ", "releasing"),
      lookForRecords: try isOrdered("var isEmpty", "tail.pointee.load(", "acquiring"),
      release: try isOrdered("func release()", "head.pointee.store(head, ", "releasing"),
      lookForRoom: try isOrdered("func hasRoom(", "head.pointee.load(", "acquiring"))
  }

  @Test func everyRunIsRight() throws {
    #expect(try RingModel(Self.orderingsOfTheCode(), records: 5).failures() == [])
  }

  @Test(
    arguments: [
      RingModel.Orderings(publish: false), .init(lookForRecords: false), .init(release: false),
      .init(lookForRoom: false),
    ])
  func everyOrderingIsNeeded(weakened: RingModel.Orderings) {
    #expect(RingModel(weakened, records: 5).failures().contains(.race))
  }
}
