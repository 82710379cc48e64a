import Glibc
import Model

extension Location {
  /// The way over the ground in metres: haversine on a sphere of the Earth's mean radius (IUGG, R1), wrong by
  /// half a percent at most.
  func metres(to other: Location) -> Double {
    let radius = 6_371_008.8
    let (a, b) = (latitude * .pi / 180, other.latitude * .pi / 180)
    let north = sin((b - a) / 2)
    let east = sin((other.longitude - longitude) * .pi / 360)
    let square = north * north + cos(a) * cos(b) * east * east
    return 2 * radius * asin(min(1, square.squareRoot()))
  }
}
