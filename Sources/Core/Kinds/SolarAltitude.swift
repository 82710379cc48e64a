import Model

/// How high the sun stands, without refraction.
///
/// The formulas of NOAA's solar calculator, after J. Meeus, Astronomical Algorithms, chapters 25 and 28: better
/// than a hundredth of a degree between 1900 and 2100.
enum SolarAltitude {
  /// The altitude of the sun's centre above the horizon of a place, in degrees.
  static func degrees(at moment: Timestamp, _ place: Location) -> Double {
    let days = moment.secondsSinceEpoch / 86_400
    let t = (days + 2_440_587.5 - 2_451_545) / 36_525  // Julian centuries since 2000
    let meanLongitude = radians(280.46646 + t * (36_000.76983 + 0.0003032 * t))
    let anomaly = radians(357.52911 + t * (35_999.05029 - 0.0001537 * t))
    let eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    let centre = radians(
      Elementary.sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t))
        + Elementary.sin(2 * anomaly) * (0.019993 - 0.000101 * t) + Elementary.sin(3 * anomaly) * 0.000289)
    let node = radians(125.04 - 1934.136 * t)
    let longitude = meanLongitude + centre - radians(0.00569 + 0.00478 * Elementary.sin(node))
    let obliquity = radians(23.4392911 - 0.0130042 * t + 0.00256 * Elementary.cos(node))
    let declination = Elementary.asin(Elementary.sin(obliquity) * Elementary.sin(longitude))

    let half = Elementary.sin(obliquity / 2) / Elementary.cos(obliquity / 2)
    let y = half * half
    let equationOfTime =
      y * Elementary.sin(2 * meanLongitude) - 2 * eccentricity * Elementary.sin(anomaly)
      + 4 * eccentricity * y * Elementary.sin(anomaly) * Elementary.cos(2 * meanLongitude)
      - 0.5 * y * y * Elementary.sin(4 * meanLongitude)
      - 1.25 * eccentricity * eccentricity * Elementary.sin(2 * anomaly)

    let dayAngle = 2 * Double.pi * (days - days.rounded(.down))
    let hourAngle = dayAngle + equationOfTime + radians(place.longitude) - .pi
    let latitude = radians(place.latitude)
    let sine =
      Elementary.sin(latitude) * Elementary.sin(declination)
      + Elementary.cos(latitude) * Elementary.cos(declination) * Elementary.cos(hourAngle)
    return Elementary.asin(sine) * 180 / .pi
  }

  private static func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
}
