import Model

extension NamedValues {
  /// Reads the next value of a JSON text, and what is looked for in it.
  mutating func read(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, _ tree: FieldTree, into readings: inout Readings
  ) throws(DecodeError) {
    if scanner.begins(with: UInt8(ascii: "{"), json) {
      _ = try scanner.beginObject(json, "an object")
      while try scanner.nextKey(json) != nil {
        if let branch = tree.branch(named: scanner.keyText, json) {
          try read(json, &scanner, tree.branches[branch].tree, into: &readings)
        } else {
          try scanner.skipValue(json)
        }
      }
    } else if scanner.begins(with: UInt8(ascii: "["), json) {
      _ = try scanner.beginArray(json, "an array")
      var index = 0
      while try scanner.nextElement(json) {
        if let branch = tree.branch(element: index) {
          try read(json, &scanner, tree.branches[branch].tree, into: &readings)
        } else {
          try scanner.skipValue(json)
        }
        index += 1
      }
    } else if let role = tree.role {
      try readScalar(json, &scanner, role, into: &readings)
    } else {
      try scanner.skipValue(json)
    }
  }

  private mutating func readScalar(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner, _ role: FieldTree.Role, into readings: inout Readings
  ) throws(DecodeError) {
    let start = scanner.offset
    try scanner.skipValue(json)
    guard let scalar = try Self.scalar(json, start..<scanner.offset, isIdentifier: role.isDevice) else {
      return
    }
    try take(scalar, as: role, at: start, into: &readings)
  }

  /// The value in `range`, which has been checked; `nil` for `null`. An identifier that is written as a number
  /// is taken as its digits.
  private static func scalar(
    _ json: Span<UInt8>, _ range: Range<Int>, isIdentifier: Bool
  ) throws(DecodeError) -> Scalar? {
    switch json[range.lowerBound] {
    case UInt8(ascii: "\""):
      return .text(JSONEscapes.decode(json, range.lowerBound + 1..<range.upperBound - 1))
    case UInt8(ascii: "t"): return .truth(true)
    case UInt8(ascii: "f"): return .truth(false)
    case UInt8(ascii: "n"): return nil
    default:
      if isIdentifier { return .text(range.map { json[$0] }) }
      return .number(try JSONNumber.scan(json, from: range.lowerBound).0.value(json))
    }
  }
}

extension FieldTree.Role {
  fileprivate var isDevice: Bool {
    if case .device = self { return true }
    return false
  }
}
