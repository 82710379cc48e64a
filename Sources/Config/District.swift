public import Model

/// A district with its area, from `city.districts`.
public struct District: Hashable, Sendable {
  /// The name by which assets and indicators call it.
  public let name: String
  /// Its areas; of each, the outer ring and then its holes, as in GeoJSON.
  public let polygons: [[[Location]]]
  private let bounds: Bounds

  init(name: String, polygons: [[[Location]]]) {
    self.name = name
    self.polygons = polygons
    self.bounds = Bounds(polygons.joined().joined())
  }

  /// Whether a place lies in the district: within an outer ring and in none of its holes.
  ///
  /// Coordinates are taken as plane, which is exact enough within a city.
  public func contains(_ location: Location) -> Bool {
    bounds.contains(location)
      && polygons.contains { rings in
        // A point is inside when a ray from it crosses the rings an odd number of times.
        rings.reduce(0) { $0 + crossings(of: $1, eastOf: location) } % 2 == 1
      }
  }

  private func crossings(of ring: [Location], eastOf location: Location) -> Int {
    var count = 0
    var previous = ring.last ?? location
    for corner in ring {
      if (corner.latitude > location.latitude) != (previous.latitude > location.latitude) {
        let share = (location.latitude - corner.latitude) / (previous.latitude - corner.latitude)
        if location.longitude < corner.longitude + share * (previous.longitude - corner.longitude) {
          count += 1
        }
      }
      previous = corner
    }
    return count
  }

  /// The smallest box around a set of places: most places are outside most districts.
  private struct Bounds: Hashable, Sendable {
    var south = Double.infinity
    var north = -Double.infinity
    var west = Double.infinity
    var east = -Double.infinity

    init(_ locations: some Sequence<Location>) {
      for location in locations {
        south = min(south, location.latitude)
        north = max(north, location.latitude)
        west = min(west, location.longitude)
        east = max(east, location.longitude)
      }
    }

    func contains(_ location: Location) -> Bool {
      location.latitude >= south && location.latitude <= north && location.longitude >= west
        && location.longitude <= east
    }
  }
}

extension District {
  /// Reads the districts of a GeoJSON file; each feature needs a property `name`, others are passed over.
  static func read(_ file: InputFile, _ problems: Problems) -> [District] {
    var districts: [District] = []
    for feature in GeoJSONFeature.features(of: file, problems) {
      guard let properties = feature.properties(keys: nil),
        let name = properties.required("name", example: #""Outremeuse""#)?.value(
          .text("the district's name")),
        let polygons = feature.polygons(problems)
      else { continue }
      if districts.contains(where: { $0.name == name }) {
        properties.report(
          "name `\(name)` again", hint: "make one feature of it, with a MultiPolygon if it has several areas")
        continue
      }
      districts.append(District(name: name, polygons: polygons))
    }
    return districts
  }
}
