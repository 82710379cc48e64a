import Foundation
import Testing
import Wire

/// What docs/gdpr.md says of erasing is so.
@Suite struct ErasureTests {
  @Test func anOperatorsNameAndADevicesReadingsCanBeErased() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    let alert = try #require(try town.alerts().first)
    let name = NSUserName()
    #expect(try town.belfry("alert", "acknowledge", alert.id, "--comment", "gebarsten klepel").status == 0)
    #expect(try town.alerts().first?.acknowledged?.by == name)
    #expect(try town.stopDaemon() == 0)
    #expect(try Self.history(of: town).contains("gebarsten klepel"))

    try Self.erase(town, "alice", to: name, block: 0)
    try town.startDaemon()
    let after = try #require(try town.alerts().first)
    #expect(after.id == alert.id)
    #expect(after.acknowledged?.by == "former operator")
    #expect(try town.asset("c1").readings["fill_level"] != nil)
    #expect(try town.stopDaemon() == 0)
    #expect(try !Self.history(of: town).contains("gebarsten klepel"))

    try Self.erase(town, "a81758fffe000001", to: "24e1247130000001", block: 1)
    try town.startDaemon()
    #expect(try town.asset("c1").readings.isEmpty)
    #expect(try town.number("SELECT count(*) FROM uplink") == 0)
  }

  /// Does what the page's block of SQL says, with this name in its example's place.
  private static func erase(_ town: Town, _ example: String, to name: String, block: Int) throws {
    let page = URL(fileURLWithPath: #filePath).appending(path: "../../../docs/gdpr.md").standardized
    let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```sql\n").dropFirst()
    let sql = try #require(blocks.dropFirst(block).first?.components(separatedBy: "```").first)
    try #require(sql.contains(example))
    let result = try Programs.run("sqlite3", [town.database], input: sql.replacing(example, with: name))
    try #require(result.status == 0 && result.errors.isEmpty, "\(result.errors)")
    try FileManager.default.removeItem(atPath: town.database + "-snapshot")
  }

  /// All that the files of the history hold, as text.
  private static func history(of town: Town) throws -> String {
    let folder = URL(fileURLWithPath: town.database).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let parts = files.filter { $0.lastPathComponent.hasPrefix("belfry.db") }.map { try? Data(contentsOf: $0) }
    return String(decoding: Data(parts.compactMap(\.self).joined()), as: UTF8.self)
  }
}
