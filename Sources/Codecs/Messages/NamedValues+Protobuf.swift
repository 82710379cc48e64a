import Model

// `google.protobuf.Struct`: what Protobuf has for a JSON object. Struct: 1 entries; entry: 1 name, 2 value;
// value: 1 null, 2 number, 3 text, 4 truth, 5 struct, 6 list; list: 1 values.

extension NamedValues {
  /// The deepest nesting that is accepted, as in JSON.
  private static let depthLimit = 64

  /// Reads a struct, and what is looked for in it.
  mutating func read(
    protobuf message: Span<UInt8>, struct range: Range<Int>, _ tree: FieldTree, depth: Int = 0,
    into readings: inout Readings
  ) throws(DecodeError) {
    guard depth < Self.depthLimit else {
      throw DecodeError(
        .malformedBinary, at: range.lowerBound, expected: "at most \(Self.depthLimit) levels")
    }
    var entries = ProtobufScanner(range)
    while let (number, entry) = try entries.next(message) {
      guard number == 1, let entry = entry.range else { continue }
      var parts = ProtobufScanner(entry)
      var name = entry.lowerBound..<entry.lowerBound
      var value: Range<Int>?
      while let (number, part) = try parts.next(message) {
        if number == 1, let range = part.range { name = range }
        if number == 2, let range = part.range { value = range }
      }
      guard let value, let branch = tree.branch(named: message, name) else { continue }
      try read(protobuf: message, value: value, tree.branches[branch].tree, depth: depth, into: &readings)
    }
  }

  private mutating func read(
    protobuf message: Span<UInt8>, value range: Range<Int>, _ tree: FieldTree, depth: Int,
    into readings: inout Readings
  ) throws(DecodeError) {
    var parts = ProtobufScanner(range)
    while let (number, part) = try parts.next(message) {
      switch (number, part) {
      case (2, .fixed64(let bits)):
        try take(.number(Double(bitPattern: bits)), tree, range, into: &readings)
      case (3, .bytes(let text)): try take(.text(text.map { message[$0] }), tree, range, into: &readings)
      case (4, .varint(let bit)): try take(.truth(bit != 0), tree, range, into: &readings)
      case (5, .bytes(let range)):
        try read(protobuf: message, struct: range, tree, depth: depth + 1, into: &readings)
      case (6, .bytes(let range)):
        try read(protobuf: message, list: range, tree, depth: depth + 1, into: &readings)
      default: break
      }
    }
  }

  private mutating func read(
    protobuf message: Span<UInt8>, list range: Range<Int>, _ tree: FieldTree, depth: Int,
    into readings: inout Readings
  ) throws(DecodeError) {
    guard depth < Self.depthLimit else { return }
    var values = ProtobufScanner(range)
    var index = 0
    while let (number, value) = try values.next(message) {
      guard number == 1, let value = value.range else { continue }
      if let branch = tree.branch(element: index) {
        try read(protobuf: message, value: value, tree.branches[branch].tree, depth: depth, into: &readings)
      }
      index += 1
    }
  }

  private mutating func take(
    _ scalar: Scalar, _ tree: FieldTree, _ range: Range<Int>, into readings: inout Readings
  ) throws(DecodeError) {
    guard let role = tree.role else { return }
    try take(scalar, as: role, at: range.lowerBound, into: &readings)
  }
}
