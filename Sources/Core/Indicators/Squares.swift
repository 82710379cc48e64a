import Model

/// The squares of a city's ground, 100 m wide, in which there is anything of what it has registered: the places from
/// which people set out.
///
/// The registry knows no addresses. But lamps, bays and bins stand where people live and walk, so each square in which
/// one of them stands counts once, by its middle.
struct Squares: Sendable {
  /// The middles of the squares.
  private let middles: [Location]
  private let places: [Location?]

  /// So many squares lie side by side on one degree of the meridian: one is 100 m wide on a sphere of 6,371 km.
  private static let perDegree = 1111.95
  /// The width of the wider squares in which the nearest asset is looked for, in metres.
  private static let searchWidth = 500.0

  init(_ assets: [Asset]) {
    places = assets.map(\.location)
    var seen: Set<SIMD2<Int32>> = []
    for place in places.compactMap(\.self) { seen.insert(Self.square(of: place)) }
    middles = seen.sorted { ($0.x, $0.y) < ($1.x, $1.y) }.compactMap(Self.middle)
  }

  private static func square(of place: Location) -> SIMD2<Int32> {
    let row = (place.latitude * perDegree).rounded(.down)
    return SIMD2(Int32(row), Int32((place.longitude * perDegree * narrowing(row)).rounded(.down)))
  }

  private static func middle(of square: SIMD2<Int32>) -> Location? {
    let row = Double(square.x)
    return Location(
      latitude: (row + 0.5) / perDegree,
      longitude: (Double(square.y) + 0.5) / perDegree / narrowing(row))
  }

  /// How much shorter a degree of longitude is in a row of squares than one of latitude.
  private static func narrowing(_ row: Double) -> Double {
    max(0.001, Elementary.cos((row + 0.5) / perDegree * .pi / 180))
  }

  /// The distances in metres from the squares to the nearest of some assets, ascending; none when no asset has a place.
  func distances(to assets: [Int]) -> [Double] {
    let goals = assets.compactMap { places[$0] }
    guard let origin = goals.first else { return [] }
    let narrowing = max(0.001, Elementary.cos(origin.latitude * .pi / 180))
    let scale = Location.earthRadius * .pi / 180
    func flat(_ place: Location) -> SIMD2<Double> {
      SIMD2(
        (place.latitude - origin.latitude) * scale, (place.longitude - origin.longitude) * scale * narrowing)
    }
    func cell(_ point: SIMD2<Double>) -> SIMD2<Int32> {
      SIMD2<Int32>((point / Self.searchWidth).rounded(.down))
    }
    var goalsOfCell: [SIMD2<Int32>: [Int]] = [:]
    for (index, goal) in goals.enumerated() { goalsOfCell[cell(flat(goal)), default: []].append(index) }
    var distances: [Double] = []
    distances.reserveCapacity(middles.count)
    for middle in middles {
      let point = flat(middle)
      let home = cell(point)
      var best = Double.infinity
      var nearest = 0
      var ring: Int32 = 0
      // What lies in the next ring is at least so far away as the rings before it are wide.
      while best > Double(max(0, ring - 1)) * Self.searchWidth, ring <= 12 {
        for x in -ring...ring {
          for y in -ring...ring where max(abs(x), abs(y)) == ring {
            for index in goalsOfCell[home &+ SIMD2(x, y)] ?? [] {
              let way = flat(goals[index]) - point
              let square = way.x * way.x + way.y * way.y
              if square.squareRoot() < best { (best, nearest) = (square.squareRoot(), index) }
            }
          }
        }
        ring += 1
      }
      // None within six kilometres: then all are looked at.
      if best == .infinity {
        nearest = goals.indices.min { middle.metres(to: goals[$0]) < middle.metres(to: goals[$1]) } ?? 0
      }
      distances.append(middle.metres(to: goals[nearest]))
    }
    return distances.sorted()
  }
}
