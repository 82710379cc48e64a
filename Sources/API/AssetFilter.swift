import Core
import Model

/// Which assets are wanted, as the query asks.
struct AssetFilter: Sendable {
  static let parameters = ["kind", "district", "state", "bbox", "near", "within", "where"]

  /// The centre from which distances count, if one was given.
  let near: Location?
  private let kind: AssetKind?
  private let district: String?
  private let state: AssetState?
  private let box: BoundingBox?
  private let within: Double?
  private let condition: AssetCondition?

  init(_ call: Call) throws(ProblemError) {
    kind = try call.choice("kind", AssetKind.self)
    state = try call.choice("state", AssetState.self)
    district = call.text("district")
    box = try call.box("bbox")
    near = try call.place("near")
    within = try call.metres("within")
    condition = try call.condition("where")
    guard within == nil || near != nil else {
      throw ProblemError.badRequest("within needs near", hint: "add for example near=50.63,5.56")
    }
  }

  /// Whether the asset is wanted; the cheap questions come first.
  func matches(_ index: Int, of city: borrowing City, at now: Timestamp) -> Bool {
    let asset = city.definition.assets[index]
    if let kind, asset.kind != kind { return false }
    if let district, asset.district != district { return false }
    if let box, asset.location.map(box.contains) != true { return false }
    if near != nil {
      guard let distance = distance(to: asset) else { return false }
      if let within, distance > within { return false }
    }
    if let state, city.assetState(index, at: now) != state { return false }
    if let condition, !city.fulfils(condition, asset: index, at: now) { return false }
    return true
  }

  /// How far the asset is from the centre in metres; `nil` when one of the two has no place.
  func distance(to asset: Asset) -> Double? {
    guard let near, let location = asset.location else { return nil }
    return near.metres(to: location)
  }
}

/// A part of the map between two meridians and two parallels.
struct BoundingBox: Sendable {
  let southWest: Location
  let northEast: Location

  /// Whether the place is in it. A box whose west is east of its east crosses the date line (RFC 7946, 5.2).
  func contains(_ place: Location) -> Bool {
    guard (southWest.latitude...northEast.latitude).contains(place.latitude) else { return false }
    let (west, east) = (southWest.longitude, northEast.longitude)
    if west <= east { return (west...east).contains(place.longitude) }
    return place.longitude >= west || place.longitude <= east
  }
}

extension Call {
  /// The query's parameter `name` as numbers with commas between.
  private func numbers(_ name: String, count: Int) -> [Double]? {
    let parts = (text(name) ?? "").split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }.filter(\.isFinite)
    return numbers.count == count && parts.count == count ? numbers : nil
  }

  /// The query's parameter `name` as `latitude,longitude`.
  fileprivate func place(_ name: String) throws(ProblemError) -> Location? {
    guard let text = text(name) else { return nil }
    if let numbers = numbers(name, count: 2),
      let place = Location(latitude: numbers[0], longitude: numbers[1])
    {
      return place
    }
    throw ProblemError.badRequest(
      "\(name) can't be '\(text)'", hint: "it is latitude,longitude in degrees, for example 50.63,5.56")
  }

  /// The query's parameter `name` as `west,south,east,north`, the order of RFC 7946.
  fileprivate func box(_ name: String) throws(ProblemError) -> BoundingBox? {
    guard let text = text(name) else { return nil }
    if let numbers = numbers(name, count: 4),
      let southWest = Location(latitude: numbers[1], longitude: numbers[0]),
      let northEast = Location(latitude: numbers[3], longitude: numbers[2]),
      southWest.latitude <= northEast.latitude
    {
      return BoundingBox(southWest: southWest, northEast: northEast)
    }
    throw ProblemError.badRequest(
      "\(name) can't be '\(text)'",
      hint: "it is west,south,east,north in degrees, for example 5.55,50.62,5.60,50.66")
  }

  fileprivate func metres(_ name: String) throws(ProblemError) -> Double? {
    guard let text = text(name) else { return nil }
    if let number = numbers(name, count: 1)?.first, number > 0 { return number }
    throw ProblemError.badRequest("\(name) can't be '\(text)'", hint: "it is a number of metres above 0")
  }

  fileprivate func condition(_ name: String) throws(ProblemError) -> AssetCondition? {
    guard let text = text(name) else { return nil }
    do {
      return try AssetCondition(text)
    } catch {
      throw ProblemError.badRequest(
        "\(error.field), column \(error.column): \(error.message)", hint: error.hint)
    }
  }
}
