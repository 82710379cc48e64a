/// Finds the indexes of things in a list by keys that the things themselves hold.
///
/// An open-addressing table of which at most three quarters are taken. Beside each index stands the hash of its key, so that a
/// thing is looked at only when it is the one, nearly always; a dictionary would hold each key once more.
public struct IndexTable: Sendable {
  private struct Place: BitwiseCopyable {
    var index: Int32 = -1
    var hash: UInt32 = 0
  }

  private var places: [Place]
  private var count = 0

  /// An empty table with room for so many indexes; it grows when there are more.
  public init(capacity: Int = 8) { places = Self.places(for: capacity) }

  private static func places(for count: Int) -> [Place] {
    var size = 16
    while 3 * size < 4 * count { size *= 2 }
    return Array(repeating: Place(), count: size)
  }

  /// The index under a key.
  /// - Parameters:
  ///   - hash: the key's; equal keys have equal hashes.
  ///   - isIt: whether the thing at an index has this key.
  /// - Returns: `nil` when there is none.
  public func find(_ hash: UInt32, _ isIt: (Int) -> Bool) -> Int? {
    var place = Int(hash) & (places.count - 1)
    while places[place].index >= 0 {
      let index = Int(places[place].index)
      if places[place].hash == hash, isIt(index) { return index }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Adds an index, at least 0, under a key that ``find(_:_:)`` does not find.
  public mutating func insert(_ index: Int, _ hash: UInt32) {
    if 4 * (count + 1) > 3 * places.count {
      let old = places
      places = Array(repeating: Place(), count: 2 * old.count)
      for place in old where place.index >= 0 { put(place) }
    }
    put(Place(index: Int32(index), hash: hash))
    count += 1
  }

  /// Takes an index out that was added under this key. Those behind it move up, so that no look-up ends too early.
  public mutating func remove(_ index: Int, _ hash: UInt32) {
    let mask = places.count - 1
    var hole = Int(hash) & mask
    while places[hole].index != index {
      guard places[hole].index >= 0 else { return }
      hole = (hole + 1) & mask
    }
    var next = (hole + 1) & mask
    while places[next].index >= 0 {
      let home = Int(places[next].hash) & mask
      if (next - home) & mask >= (next - hole) & mask {
        places[hole] = places[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    places[hole] = Place()
    count -= 1
  }

  private mutating func put(_ new: Place) {
    var place = Int(new.hash) & (places.count - 1)
    while places[place].index >= 0 { place = (place + 1) & (places.count - 1) }
    places[place] = new
  }
}

extension DeviceKey {
  /// For tables: EUIs of one vendor differ in their low bits only, the multiplication spreads them. Eight that follow each
  /// other, as devices of one delivery do, lie in one line of the cache.
  @inlinable public var tableHash: UInt32 {
    let block = ((value >> 3) &* 0x9E37_79B9_7F4A_7C15) >> 40
    return UInt32(truncatingIfNeeded: block << 3 | value & 7)
  }
}

extension String {
  /// For tables; another one in each process.
  public var tableHash: UInt32 { UInt32(truncatingIfNeeded: hashValue) }
}
