extension Array {
  /// Removes all elements and keeps the room, as `removeAll(keepingCapacity:)`, which costs more where there are few.
  @inline(__always)
  mutating func removeFew() {
    guard count <= 8 else { return removeAll(keepingCapacity: true) }
    while popLast() != nil {}
  }
}
