import Model

/// What one row of the registry says: an asset, and the device that reports for it if there is one.
struct RegistryEntry {
  /// The names of the contract, as columns of a CSV file and as properties of GeoJSON.
  enum Column: Int, CaseIterable {
    case asset, kind, name, district, latitude, longitude, device, codec, parameters

    var name: String { "\(self)" }

    /// Whether many rows have the same there.
    var isShared: Bool {
      switch self {
      case .kind, .district, .codec, .parameters: true
      case .asset, .name, .latitude, .longitude, .device: false
      }
    }
  }

  let place: Place
  /// Not empty.
  var asset = ""
  /// `nil` when nothing was written, which only the first row of an asset may not do.
  var kind: AssetKind?
  /// Empty when nothing was written; so are the next three.
  var name = ""
  var district = ""
  var device = ""
  var codec = ""
  var location: Location?
  /// Those of the asset.
  var parameters = Parameters()
  /// Those of the device that say what names mean.
  var fields: [Field] = []
}

/// Checks of single values that both forms of the registry share; each reports what is wrong.
extension RegistryEntry {
  /// An identifier as it is written, if it can be one.
  static func identifier(device text: String, at place: Place, _ problems: Problems) -> String? {
    if isShortenedNumber(text) {
      problems.add(
        place, "device `\(text)` is a number that a spreadsheet has shortened",
        hint: "make the column text and enter the identifier again")
      return nil
    }
    return text
  }

  /// `8.66E+14`, as spreadsheets make of an IMEI.
  private static func isShortenedNumber(_ text: String) -> Bool {
    text.utf8.contains(0x2B) && text.uppercased().contains("E+") && Double(text) != nil
  }

  static func kind(_ text: String, at place: Place, _ problems: Problems) -> AssetKind? {
    if let kind = AssetKind(rawValue: text) { return kind }
    problems.add(place, "unknown kind `\(text.shortened)`", hint: Shape<AssetKind>.choice.hint(text))
    return nil
  }

  /// A place on Earth, of which either nothing or both parts are written.
  static func location(
    latitude: String, longitude: String, at place: Place, _ problems: Problems
  ) -> Location? {
    if latitude.isEmpty, longitude.isEmpty { return nil }
    if latitude.isEmpty || longitude.isEmpty {
      problems.add(
        place, "only one of latitude and longitude is there", hint: "write both, or neither")
      return nil
    }
    guard let north = degrees(latitude, "latitude", example: "50.6402", at: place, problems),
      let east = degrees(longitude, "longitude", example: "5.5718", at: place, problems)
    else { return nil }
    return location(latitude: north, longitude: east, at: place, problems)
  }

  static func location(
    latitude: Double, longitude: Double, at place: Place, _ problems: Problems
  ) -> Location? {
    if let location = Location(latitude: latitude, longitude: longitude) { return location }
    problems.add(
      place, "\(latitude), \(longitude) is not on Earth",
      hint: "latitude is -90 to 90, longitude -180 to 180, in degrees (WGS 84)")
    return nil
  }

  private static func degrees(
    _ text: String, _ name: String, example: String, at place: Place, _ problems: Problems
  ) -> Double? {
    let isDecimal = text.utf8.allSatisfy {
      switch $0 {
      case 0x2B, 0x2D, 0x2E, 0x30...0x39: true
      default: false
      }
    }
    if isDecimal, let degrees = Double(text) { return degrees }
    problems.add(
      place, "\(name) `\(text.shortened)` is not a number",
      hint: "write decimal degrees with a point, for example `\(example)`")
    return nil
  }
}
