import Model

extension AssetJoiner {
  /// Reads a GeoJSON file (RFC 7946): a FeatureCollection of points, whose properties have the names of the
  /// CSV columns, and `devices` in place of `device` when there are several.
  mutating func read(geoJSON file: InputFile) {
    for feature in GeoJSONFeature.features(of: file, problems) {
      guard let properties = feature.properties(keys: Self.properties),
        let entry = entry(feature, properties)
      else { continue }
      for entry in entries(entry, properties) { add(entry) }
    }
  }

  private static let properties = [
    "asset", "kind", "name", "district", "device", "codec", "parameters", "devices",
  ]

  /// What a feature says about its asset.
  private func entry(_ feature: GeoJSONFeature, _ properties: Section) -> RegistryEntry? {
    var entry = RegistryEntry(place: feature.place)
    guard let asset = properties.required("asset", example: #""B-1041""#)?.value(.label) else { return nil }
    entry.asset = asset
    if let kind = properties["kind"] {
      guard let kind = kind.value(Shape<AssetKind>.choice) else { return nil }
      entry.kind = kind
    }
    entry.name = properties["name"]?.value(.label) ?? ""
    entry.district = properties["district"]?.value(.label) ?? ""
    entry.location = feature.point(problems)
    if let parameters = properties["parameters"] {
      guard let parameters = Parameters(parameters, problems) else { return nil }
      entry.parameters = parameters
    }
    return entry
  }

  /// An entry for each device of an asset; the bare entry when it has none.
  private func entries(_ bare: RegistryEntry, _ properties: Section) -> [RegistryEntry] {
    guard let devices = properties["devices"] else { return withDevice(bare, properties).map { [$0] } ?? [] }
    let example = #"[{"device": "24e124538b223213", "codec": "milesight-em310-udl"}]"#
    let entries = devices.list(example: example).compactMap { written -> RegistryEntry? in
      guard let section = written.section(keys: ["device", "codec", "parameters"]),
        section.required("device", example: #""24e124538b223213""#) != nil
      else { return nil }
      return withDevice(bare, section)
    }
    return entries.isEmpty ? [bare] : entries
  }

  /// The entry with the device that a section names, and the device's own parameters.
  private func withDevice(_ bare: RegistryEntry, _ section: Section) -> RegistryEntry? {
    var entry = bare
    if let device = section["device"] {
      guard let text = device.value(.label),
        let device = RegistryEntry.identifier(device: text, at: device.place, problems)
      else { return nil }
      entry.device = device
    }
    entry.codec = section["codec"]?.value(.label) ?? ""
    if let parameters = section["parameters"] {
      guard let parameters = Parameters(parameters, problems) else { return nil }
      entry.parameters.values.merge(parameters.values) { _, own in own }
    }
    entry.fields = entry.parameters.takeFields(at: entry.place, problems)
    return entry
  }
}

extension Parameters {
  /// Reads parameters as an object, or as text like in CSV; `nil`, with problems, when something does not fit.
  fileprivate init?(_ written: Written, _ problems: Problems) {
    if let text = written.text {
      self.init(written: text, at: written.place, problems)
      return
    }
    guard let section = written.section(keys: nil) else { return nil }
    var values: [String: String] = [:]
    for (key, value) in section.all { values[key] = value.value(.label) }
    self.init(values)
    guard makesSense(at: written.place, problems) else { return nil }
  }
}

extension Shape<String> {
  /// A word or number that stands for itself.
  fileprivate static let label = Shape.text("a word or number, for example `\"B-1041\"`")
}
