import Model

/// A place in the city with its address.
struct Site {
  let district: String
  let street: String
  private let latitude: Double
  private let longitude: Double

  var latitudeText: String { String(latitude.rounded(toPlaces: 6)) }
  var longitudeText: String { String(longitude.rounded(toPlaces: 6)) }

  /// Somewhere along a street. The inner districts come first and have more.
  init(_ random: inout RandomSource) {
    let share = random.unit() * random.unit()
    let district = District.all[min(Int(share * Double(District.all.count)), District.all.count - 1)]
    let street = random.pick(district.streets)
    // A street has the same line for all its assets.
    var line = RandomSource(seed: 0, stream: fingerprint(street))
    let angle = line.uniform(0...(.pi))
    let along = random.uniform(-220...220)
    self.init(
      district, street,
      north: line.uniform(-300...300) + along * Elementary.cos(angle) + random.uniform(-6...6),
      east: line.uniform(-300...300) + along * Elementary.sin(angle) + random.uniform(-6...6))
  }

  /// Where something with a name of its own is.
  init(_ landmark: Landmark) {
    let district = District.all.first { $0.name == landmark.district } ?? District.all[0]
    var position = RandomSource(seed: 0, stream: fingerprint(landmark.name))
    self.init(
      district, landmark.name, north: position.uniform(-350...350), east: position.uniform(-350...350))
  }

  private init(_ district: District, _ street: String, north: Double, east: Double) {
    self.district = district.name
    self.street = street
    latitude = district.latitude + north / 111_200
    longitude = district.longitude + east / (111_320 * Elementary.cos(Sun.radians(district.latitude)))
  }
}
