import Model

extension Span<UInt8> {
  /// Whether all bits are 0: what some devices send before they have measured.
  var isAllZero: Bool { indices.allSatisfy { self[$0] == 0 } }

  /// The unsigned number in `count` bits (at most 32) from bit `offset` on, counted from the first byte's
  /// highest bit.
  func bits(_ count: Int, at offset: Int, _ expected: @autoclosure () -> String) throws(DecodeError) -> Int {
    try require((offset + count + 7) / 8 - offset / 8, at: offset / 8, expected())
    var value = 0
    for bit in offset..<offset + count { value = value << 1 | Int(self[bit / 8] >> UInt8(7 - bit % 8)) & 1 }
    return value
  }
}
