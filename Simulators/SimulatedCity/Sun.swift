import Model

/// Where the sun stands.
///
/// The low-precision formula of the Astronomical Almanac: a hundredth of a degree between 1950 and 2050,
/// a tenth for a lifetime around.
enum Sun {
  /// The sine of the sun's altitude above the horizon of `place`, without refraction: -1 to 1.
  static func sineOfAltitude(_ at: Timestamp, _ place: Location) -> Double {
    let days = (at.secondsSinceEpoch - 946_728_000) / 86_400  // since J2000.0, 2000-01-01T12:00Z
    let meanAnomaly = radians(357.528 + 0.985_600_3 * days)
    let longitude = radians(
      280.460 + 0.985_647_4 * days + 1.915 * Elementary.sin(meanAnomaly)
        + 0.020 * Elementary.sin(2 * meanAnomaly))
    let obliquity = radians(23.439 - 0.000_000_4 * days)
    // The sun's direction in the equatorial frame, turned by the rotation of the Earth.
    let x = Elementary.cos(longitude)
    let y = Elementary.cos(obliquity) * Elementary.sin(longitude)
    let z = Elementary.sin(obliquity) * Elementary.sin(longitude)
    let siderealAngle = radians(280.460_618_37 + 360.985_647_366_29 * days + place.longitude)
    let towardsMeridian = x * Elementary.cos(siderealAngle) + y * Elementary.sin(siderealAngle)
    let latitude = radians(place.latitude)
    return Elementary.sin(latitude) * z + Elementary.cos(latitude) * towardsMeridian
  }

  static func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
}
