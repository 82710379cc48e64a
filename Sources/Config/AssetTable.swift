public import Model

/// The registry: what stands in the files that `city.assets` names, joined into one table.
///
/// One row names one device; rows with the same asset join. Nothing is read twice and nothing is guessed:
/// rows that contradict each other are problems that name both lines.
public struct AssetTable: Sendable {
  /// All assets in the order of the files, ids unique.
  public private(set) var assets: [Asset] = []
  /// All devices in the order of the files, keys unique; EUIs are in lower-case hex.
  public private(set) var devices: [Device] = []
  /// What is wrong; when there is anything, the table is not complete.
  public private(set) var problems: [Problem] = []
  /// How many problems there are that ``problems`` has no room for.
  public private(set) var omittedProblems = 0

  /// Where each asset was first named.
  private(set) var assetPlaces: [Place] = []
  /// The `js:FILE` codecs, where each was first named.
  private(set) var scripts: [(codec: String, place: Place)] = []

  /// Reads files as one table.
  /// - Parameters:
  ///   - files: CSV and GeoJSON files, told apart by the ends of their names.
  ///   - knownCodecs: the names of all codecs and formats that there are, beside `network`, `json` and
  ///     `js:FILE`, which always are; `nil` when codecs are not to be checked.
  /// - Returns: what could be read, and what is wrong.
  public static func read(_ files: [InputFile], knownCodecs: [String]?) -> AssetTable {
    var joiner = AssetJoiner(knownCodecs: knownCodecs)
    for file in files {
      if file.path.hasSuffix(".csv") {
        joiner.read(csv: file)
      } else if file.path.hasSuffix(".geojson") || file.path.hasSuffix(".json") {
        joiner.read(geoJSON: file)
      } else {
        joiner.problems.add(
          Place(file: file.path, line: 1), "a registry file of an unknown form",
          hint: "write CSV and name it `….csv`, or GeoJSON and name it `….geojson`")
      }
    }
    return AssetTable(joiner)
  }

  private init(_ joiner: AssetJoiner) {
    self.assets = joiner.assets
    self.devices = joiner.devices
    self.problems = joiner.problems.found
    self.omittedProblems = joiner.problems.omitted
    self.assetPlaces = joiner.assetPlaces
    self.scripts = joiner.scripts
  }
}
