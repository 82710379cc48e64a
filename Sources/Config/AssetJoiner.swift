import Model

/// Joins the entries of the registry, whatever form they came in.
struct AssetJoiner {
  let problems = Problems()
  private(set) var assets: [Asset] = []
  private(set) var assetPlaces: [Place] = []
  private(set) var devices: [Device] = []
  private var devicePlaces: [Place] = []
  private var assetTable = IndexTable()
  private var deviceTable = IndexTable()
  /// The `js:FILE` codecs, where each was first named.
  private(set) var scripts: [(codec: String, place: Place)] = []
  /// Codecs that were found good, by name, so that a million devices share a few texts.
  private var codecs: [String: String] = [:]
  private let knownCodecs: [String]?

  init(knownCodecs: [String]?) {
    // `network`: what the network server decoded. `json`: named values in the message itself.
    self.knownCodecs = knownCodecs.map { Array(Set($0 + ["json", "network"])).sorted() }
  }

  /// Makes room for so many rows.
  mutating func reserve(rows: Int) {
    if assets.isEmpty {
      assetTable = IndexTable(capacity: rows)
      deviceTable = IndexTable(capacity: rows)
    }
    assets.reserveCapacity(assets.count + rows)
    devices.reserveCapacity(devices.count + rows)
  }

  /// Adds what one row says, and reports what contradicts the rows before.
  mutating func add(_ entry: RegistryEntry) {
    guard let asset = join(entry) else { return }
    guard !entry.device.isEmpty else {
      if !entry.codec.isEmpty {
        problems.add(
          entry.place, "codec `\(entry.codec.shortened)` without a device",
          hint: "name the device that sends it")
      }
      if !entry.fields.isEmpty {
        problems.add(
          entry.place, "a parameter `field.…` without a device", hint: "name the device that the field is of")
      }
      return
    }
    addDevice(entry, asset: asset)
  }

  private mutating func join(_ entry: RegistryEntry) -> Int? {
    let hash = entry.asset.tableHash
    if let index = assetTable.find(hash, { assets[$0].id == entry.asset }) {
      merge(entry, into: index)
      return index
    }
    guard let kind = entry.kind else {
      problems.add(
        entry.place, "asset `\(entry.asset)` has no kind", hint: Shape<AssetKind>.choice.hint(""))
      return nil
    }
    let asset = Asset(
      id: entry.asset, kind: kind, name: entry.name.isEmpty ? entry.asset : entry.name,
      district: entry.district.isEmpty ? nil : entry.district, location: entry.location,
      parameters: entry.parameters)
    assetTable.insert(assets.count, hash)
    assets.append(asset)
    assetPlaces.append(entry.place)
    return assets.count - 1
  }

  /// Fills in what the rows before left empty.
  private mutating func merge(_ entry: RegistryEntry, into index: Int) {
    let known = assets[index]
    if let kind = entry.kind, kind != known.kind {
      contradiction(entry, index, "kind", kind.rawValue, known.kind.rawValue)
    }
    if !entry.name.isEmpty, entry.name != known.name {
      if known.name == known.id {
        assets[index].name = entry.name
      } else {
        contradiction(entry, index, "name", entry.name, known.name)
      }
    }
    if !entry.district.isEmpty, entry.district != known.district {
      if let other = known.district {
        contradiction(entry, index, "district", entry.district, other)
      } else {
        assets[index].district = entry.district
      }
    }
    if let location = entry.location, location != known.location {
      if let other = known.location {
        contradiction(entry, index, "position", location.text, other.text)
      } else {
        assets[index].location = location
      }
    }
    for (key, value) in entry.parameters.values.sorted(by: { $0.key < $1.key }) {
      if let other = known.parameters[key], other != value {
        contradiction(entry, index, "parameter \(key)", value, other)
      } else {
        assets[index].parameters.values[key] = value
      }
    }
  }

  private func contradiction(
    _ entry: RegistryEntry, _ index: Int, _ what: String, _ new: String, _ old: String
  ) {
    problems.add(
      entry.place, "\(what) of `\(entry.asset)` is `\(new.shortened)`, but `\(old.shortened)` before",
      hint:
        "make it the same as in \(reference(to: assetPlaces[index], from: entry.place)), or leave it empty")
  }

  private mutating func addDevice(_ entry: RegistryEntry, asset: Int) {
    guard !entry.codec.isEmpty else {
      problems.add(
        entry.place, "device `\(entry.device)` has no codec",
        hint: "name the codec that decodes it (`belfry decode --list` shows all)")
      return
    }
    guard let codec = checkedCodec(entry.codec, at: entry.place) else { return }
    guard devices.count < CityDefinition.devicesMax else {
      problems.add(
        entry.place, "more than \(CityDefinition.devicesMax) devices", hint: "let two daemons watch them")
      return
    }
    if !entry.fields.isEmpty, codec != "network", !codec.hasPrefix("js:") {
      problems.add(
        entry.place, "a parameter `field.…` beside the codec `\(codec)`",
        hint: "remove it: only `network` and `js:FILE` have names to be mapped")
    }
    let device = Device(id: entry.device, codec: codec, asset: asset, fields: entry.fields)
    let hash = device.key.tableHash
    if let other = deviceTable.find(hash, { devices[$0].key == device.key }) {
      problems.add(
        entry.place, "device `\(device.id)` is registered again",
        hint: "keep only one, the other is \(reference(to: devicePlaces[other], from: entry.place))")
      return
    }
    deviceTable.insert(devices.count, hash)
    devices.append(device)
    devicePlaces.append(entry.place)
  }

  private mutating func checkedCodec(_ name: String, at place: Place) -> String? {
    if let codec = codecs[name] { return codec }
    let isKnown: Bool
    if name.hasPrefix("js:") {
      isKnown = name.utf8.count > 3
    } else {
      isKnown = knownCodecs?.contains(name) ?? true
    }
    guard isKnown else {
      problems.add(
        place, "unknown codec `\(name.shortened)`",
        hint: nearestSpelling(of: name, among: knownCodecs ?? []).map { "did you mean `\($0)`?" }
          ?? "`belfry decode --list` shows all, and `js:FILE` runs a vendor's script")
      return nil
    }
    codecs[name] = name
    if name.hasPrefix("js:") { scripts.append((name, place)) }
    return name
  }

  private func reference(to other: Place, from place: Place) -> String {
    other.file == place.file ? "line \(other.line)" : "\(other.file):\(other.line)"
  }
}

extension Location {
  /// For messages: `50.6402, 5.5718`.
  fileprivate var text: String { "\(latitude), \(longitude)" }
}
