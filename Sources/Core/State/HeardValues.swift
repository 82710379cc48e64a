import Model

/// One value for each device, of which a city registers many more than it hears: those that were never changed
/// share one value and take four bytes, and nothing at all before the first is changed.
struct HeardValues<Value: BitwiseCopyable>: Sendable where Value: Sendable {
  private let count: Int
  /// Where the value of each stands; empty while all have the first.
  private var places: [Int32] = []
  /// The one that all begin with, and those that were changed.
  private var values: [Value]

  init(repeating initial: Value, count: Int) {
    self.count = count
    values = [initial]
  }

  var indices: Range<Int> { 0..<count }

  subscript(index: Int) -> Value {
    // A choice of places, not of values: who asks for one field of a large value then copies no more than that.
    get { values[places.isEmpty ? 0 : Int(places[index])] }
    _modify {
      if places.isEmpty { places = Array(repeating: 0, count: count) }
      if places[index] == 0 {
        places[index] = Int32(values.count)
        values.append(values[0])
      }
      yield &values[Int(places[index])]
    }
  }
}

extension HeardValues {
  func write(to writer: inout ImageWriter) {
    // Whose values these are; the first is nobody's.
    var owners = [Int32](repeating: -1, count: values.count)
    for (index, place) in places.enumerated() where place > 0 { owners[Int(place)] = Int32(index) }
    writer.write(owners)
    writer.write(values)
  }

  /// Takes over what an image knows of the devices that are still there.
  mutating func read(from reader: inout ImageReader, _ mapping: ImageMapping) throws(ImageError) {
    let owners = try reader.read(arrayOf: Int32.self)
    let values = try reader.read(arrayOf: Value.self)
    guard owners.count == values.count else { throw .damaged }
    self.values.reserveCapacity(owners.count)
    for (owner, value) in zip(owners, values) {
      if let index = mapping.device(Int(owner)) { self[index] = value }
    }
  }
}
