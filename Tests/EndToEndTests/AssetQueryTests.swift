import Foundation
import Model
import Testing
import Wire

/// Assets by place and condition, in the form that a map or a table wants.
@Suite struct AssetQueryTests {
  private static func town() throws -> Town {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 300, counter: 1))
    _ = try town.settle(received: 1)
    return town
  }

  private static func ids(_ town: Town, _ query: String) throws -> [String] {
    try town.get(Page<AssetObject>.self, "/v1/assets?" + query).items.map(\.id)
  }

  @Test func assetsAreFoundByPlaceAndCondition() throws {
    let town = try Self.town()
    #expect(try Self.ids(town, "bbox=5.58,50.640,5.59,50.642") == ["r1", "r2"], "west, south, east, north")
    #expect(try Self.ids(town, "near=50.645,5.573") == ["c1", "b1", "l1", "r1", "r2"])
    #expect(try Self.ids(town, "near=50.645,5.573&within=300") == ["c1", "b1"])
    #expect(try Self.ids(town, "where=fill_level%20%3E%3D%2080%20%25") == ["c1"])
    #expect(try Self.ids(town, "where=fill_level%20%3C%2080%20%25") == [], "unknown is not less")
    #expect(try Self.ids(town, "where=not%20(fill_level%20%3E%2080%20%25)") == [])

    let first = try town.get(Page<AssetObject>.self, "/v1/assets?near=50.645,5.573&limit=2")
    let next = try #require(first.next)
    #expect(try Self.ids(town, "near=50.645,5.573&limit=9&cursor=\(next)") == ["l1", "r1", "r2"])
    // 0.001 degrees north-south are 111 m, east-west at this latitude 71 m.
    #expect(first.items[1].distanceMetres.map { (125...139).contains($0) } == true)
    #expect(try town.asset("b1").distanceMetres == nil)

    for (query, words) in [
      ("where=fill_levl%20%3E%205%20%25", "did you mean 'fill_level'"),
      ("where=avg(co2,1h)%20%3E%201%20ppm", "look back"),
      ("near=50", "50.63,5.56"), ("within=5", "near"), ("bbox=1,2,3", "west,south,east,north"),
    ] {
      let answer = try town.ask("/v1/assets?" + query)
      #expect(answer.status == 400, "\(query)")
      #expect(String(decoding: answer.body, as: UTF8.self).contains(words), "\(query)")
    }
  }

  @Test func mapsAndTablesGetTheirForm() throws {
    let town = try Self.town()
    let map = try town.ask("/v1/assets?limit=2", headers: ["Accept": "application/geo+json"])
    let collection = try #require(try JSONSerialization.jsonObject(with: map.body) as? [String: Any])
    #expect(collection["type"] as? String == "FeatureCollection")
    #expect(collection["next"] as? String == "b1")
    let features = try #require(collection["features"] as? [[String: Any]])
    #expect(features.count == 2)
    let geometry = try #require(features[0]["geometry"] as? [String: Any])
    #expect(geometry["coordinates"] as? [Double] == [5.573, 50.645], "longitude comes first")
    let properties = try #require(features[0]["properties"] as? [String: Any])
    #expect(properties["distance"] as? Double == 300)

    let table = try town.ask("/v1/assets", headers: ["Accept": "text/csv"])
    let lines = String(decoding: table.body, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.count == 7)
    #expect(lines[0].hasPrefix("asset,kind,name,district,latitude,longitude,state,heard_at,"))
    #expect(lines[1].hasPrefix("c1,container,Place Saint-Lambert,Centre,50.645,5.573,alert,"))
  }

  @Test func theNearestIsShownWithDistanceAndAge() throws {
    let town = try Self.town()
    let near = try town.belfry("near", "container", "--at", "50.644,5.574", "--where", "fill_level > 50 %")
    #expect(near.status == 0, "\(near.errors)")
    #expect(near.output.contains("132 m"), "\(near.output)")
    #expect(near.output.contains("ago") || near.output.contains("now"), "\(near.output)")
    let none = try town.belfry("near", "container", "--at", "50.644,5.574", "--where", "fill_level < 50 %")
    #expect(none.output == "none there\n")
    #expect(try town.belfry("near", "container", "--at", "here").status == 1)
    let list = try town.belfry("asset", "list", "--where", "fill_level > 50 %")
    #expect(list.output.contains("c1") && !list.output.contains("r1"))
    #expect(try town.belfry("--version").output == Version.text + "\n")
  }
}
