extension Location {
  /// The Earth's mean radius in metres (IUGG, R1).
  public static let earthRadius = 6_371_008.8

  /// The way over the ground in metres: haversine on a sphere of the Earth's mean radius, wrong by half a percent at
  /// most.
  /// - Parameter other: the place to go to.
  /// - Returns: at least 0.
  public func metres(to other: Location) -> Double {
    let north = Elementary.sin((other.latitude - latitude) * .pi / 360)
    let east = Elementary.sin((other.longitude - longitude) * .pi / 360)
    let narrowing = Elementary.cos(latitude * .pi / 180) * Elementary.cos(other.latitude * .pi / 180)
    let square = north * north + narrowing * east * east
    return 2 * Self.earthRadius * Elementary.asin(min(1, square.squareRoot()))
  }
}
