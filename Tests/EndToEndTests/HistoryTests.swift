import Foundation
import Model
import Testing
import Wire

/// What was measured can be asked for again, by the API and as files.
@Suite struct HistoryTests {
  /// Six levels, ten minutes apart from eight o'clock UTC; the last comes in before the one before it.
  private static let distances = [1400, 1200, 1000, 800, 600, 400]
  private static let day = "2026-03-02T"

  private static func town() throws -> Town {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    for index in [0, 1, 2, 3, 5, 4] {
      let distance = distances[index]
      let bytes = String(format: "01755c0382%02x%02x040000", distance & 255, distance >> 8)
      let time = try #require(Timestamp(rfc3339: "\(day)08:\(index)0:00Z"))
      try town.publish(
        Messages.topic(Messages.container),
        Messages.uplink(Messages.container, port: 85, counter: index + 1, bytes, at: time))
    }
    _ = try town.settle(received: 6)
    return town
  }

  @Test func readingsComeByQuantityAndTimePageAfterPage() throws {
    let town = try Self.town()
    let query = "/v1/assets/c1/readings?quantity=distance&from=\(Self.day)08:10:00Z&to=\(Self.day)08:50:00Z"
    let all = try town.get(Page<StoredReadingObject>.self, query)
    #expect(all.items.map(\.value) == [1200, 1000, 800, 600], "from is included and to is not")
    #expect(all.items.allSatisfy { $0.unit == "mm" && $0.device == "24e1247130000001" && !$0.derived })
    #expect(all.next == nil)

    var values: [Double] = []
    var cursor = ""
    repeat {
      let page = try town.get(Page<StoredReadingObject>.self, query + "&limit=3" + cursor)
      #expect(page.items.count <= 3)
      values += page.items.map(\.value)
      cursor = page.next.map { "&cursor=\($0)" } ?? ""
    } while !cursor.isEmpty
    #expect(values == [1200, 1000, 800, 600])

    let everything = try town.get(
      Page<StoredReadingObject>.self, "/v1/readings?quantity=fill_level&from=\(Self.day)00:00:00Z")
    #expect(everything.items.count == 6)
    #expect(everything.items.allSatisfy { $0.derived })
    let late = everything.items.map(\.at)
    #expect(late[5] < late[4], "in order of arrival")
  }

  @Test func stepsAreSummedUp() throws {
    let town = try Self.town()
    let page = try town.get(
      Page<ReadingSummaryObject>.self,
      "/v1/assets/c1/readings?quantity=distance&every=30m&from=\(Self.day)08:00:00Z&to=\(Self.day)10:00:00Z")
    #expect(page.items.map(\.count) == [3, 3])
    #expect(page.items.map(\.min) == [1000, 400])
    #expect(page.items.map(\.avg) == [1200, 600])
    #expect(page.items.map(\.max) == [1400, 800])
    #expect(page.items.map(\.last) == [1000, 400], "the last is the last measured, not the last that came")
    #expect(page.items.map(\.from.timestamp.description).last == "\(Self.day)08:30:00.000Z")
  }

  @Test func whatMakesNoSenseIsRefusedWithWhatWould() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    for (query, words) in [
      ("quantity=fill_levl", "did you mean 'fill_level'"), ("from=yesterday", "2026-05-04T00:00:00Z"),
      ("every=1x", "15m"), ("every=1s", "longer 'every'"), ("cursor=7", "next"),
      ("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "not before"),
    ] {
      let answer = try town.ask("/v1/assets/c1/readings?" + query)
      #expect(answer.status == 400, "\(query)")
      #expect(String(decoding: answer.body, as: UTF8.self).contains(words), "\(query)")
    }
    #expect(try town.ask("/v1/assets/c7/readings").status == 404)
  }

  @Test func readingsAreExported() throws {
    let town = try Self.town()
    let csv = try town.belfry(
      "export", "readings", "--from", "\(Self.day)00:00:00Z", "--quantity", "distance")
    #expect(csv.status == 0, "\(csv.errors)")
    let lines = csv.output.split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[0] == "asset,device,quantity,value,unit,at,arrived_at,derived")
    #expect(lines[1].hasPrefix("c1,24e1247130000001,distance,1400.0,mm,\(Self.day)08:00:00.000Z,"))

    let file = town.folder + "/readings.jsonl"
    let jsonl = try town.belfry(
      "export", "readings", "--from", "\(Self.day)08:40:00Z", "--asset", "c1", "--format", "jsonl",
      "--quantity", "distance", "--output", file)
    #expect(jsonl.status == 0, "\(jsonl.errors)")
    #expect(jsonl.output.isEmpty && jsonl.errors.isEmpty, "no progress bar where nobody looks")
    let readings = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(StoredReadingObject.self, from: Data($0.utf8))
    }
    #expect(readings.map(\.value) == [400, 600])
    #expect(try town.belfry("export", "readings", "--from", "then").status == 64)
    let missing = try town.belfry("export", "readings", "--from", "\(Self.day)00:00:00Z", "--asset", "c7")
    #expect(missing.status == 1)
  }
}
