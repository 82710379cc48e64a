import Model

/// A feature of a GeoJSON file (RFC 7946).
///
/// YAML holds JSON, so one reader serves both; it also knows the lines.
struct GeoJSONFeature {
  private let section: Section

  var place: Place { section.place }

  /// The features of a FeatureCollection; none, with a problem, when the file is something else.
  static func features(of file: InputFile, _ problems: Problems) -> [GeoJSONFeature] {
    guard let root = Written(file, problems)?.section(keys: nil) else { return [] }
    guard root["type"]?.text == "FeatureCollection",
      let features = root.required("features", example: "[…]")?.list(example: "[…]")
    else {
      root.report(
        "is not a FeatureCollection", hint: #"write `{"type": "FeatureCollection", "features": […]}`"#)
      return []
    }
    return features.compactMap { $0.section(keys: nil).map(GeoJSONFeature.init) }
  }

  private init(_ section: Section) { self.section = section }

  /// The properties, of which all are known.
  func properties(keys: [String]?) -> Section? {
    section.required("properties", example: #"{"asset": "B-1041", "kind": "container"}"#)?.section(keys: keys)
  }

  /// Where the feature's point is; `nil` when it has no geometry, or, with a problem, when it is no point.
  func point(_ problems: Problems) -> Location? {
    guard let geometry = section["geometry"]?.section(keys: nil) else { return nil }
    guard geometry["type"]?.text == "Point" else {
      geometry.report("is not a Point", hint: "give one point, for example the middle of the area")
      return nil
    }
    return geometry["coordinates"].flatMap { Self.location($0, problems) }
  }

  /// The rings of the feature's Polygon or MultiPolygon: of each, the outer one and its holes.
  func polygons(_ problems: Problems) -> [[[Location]]]? {
    guard let geometry = section.required("geometry", example: "{…}")?.section(keys: nil),
      let coordinates = geometry.required("coordinates", example: "[…]")
    else { return nil }
    switch geometry["type"]?.text {
    case "Polygon": return [Self.rings(coordinates, problems)]
    case "MultiPolygon": return coordinates.list(example: "[…]").map { Self.rings($0, problems) }
    default:
      geometry.report("is not a Polygon or MultiPolygon", hint: "give the area of the district")
      return nil
    }
  }

  private static func rings(_ written: Written, _ problems: Problems) -> [[Location]] {
    written.list(example: "[…]").map { ring in
      ring.list(example: "[…]").compactMap { location($0, problems) }
    }
  }

  /// A position: longitude, latitude and perhaps an altitude, in this order.
  private static func location(_ written: Written, _ problems: Problems) -> Location? {
    let numbers = written.list(example: "[5.5718, 50.6402]")
    guard (2...3).contains(numbers.count) else {
      return written.unfit(
        "is not a position", hint: "write longitude and latitude, for example `[5.5718, 50.6402]`")
    }
    guard let longitude = numbers[0].value(.degrees), let latitude = numbers[1].value(.degrees) else {
      return nil
    }
    return RegistryEntry.location(latitude: latitude, longitude: longitude, at: written.place, problems)
  }
}

extension Shape<Double> {
  static let degrees = Shape("decimal degrees, for example `50.6402`") { text in
    text.utf8.allSatisfy { $0 < 0x80 } ? Double(text) : nil
  }
}
