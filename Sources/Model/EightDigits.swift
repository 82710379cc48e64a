/// Eight bytes of text that should be digits, all looked at together: each message has its times and counters.
public struct EightDigits {
  /// The first one lowest; digits by their value.
  @usableFromInline let bytes: UInt64
  /// Each bit of the bytes that need not be digits.
  @usableFromInline let between: UInt64

  /// The first bytes of `word`, as if zeros stood before them.
  /// - Parameters:
  ///   - word: the text, the first byte lowest.
  ///   - count: how many of its bytes are taken, 1 to 8.
  @inlinable @inline(__always)
  public init(_ word: UInt64, count: Int = 8) {
    bytes = (word ^ Self.each(0x30)) &<< UInt64(64 &- 8 &* count)
    between = 0
  }

  /// The bytes of `word`, the first one lowest, among which those of which `between` has each bit need not be digits.
  @inlinable @inline(__always)
  public init(_ word: UInt64, but between: UInt64) {
    bytes = word ^ Self.each(0x30)
    self.between = between
  }

  /// Whether all bytes are digits that should be.
  @inlinable @inline(__always)
  public var areDigits: Bool {
    // A byte's high bit is set where it is beyond 9; it is below 0x80 before, so that nothing carries into the next.
    let highBits = Self.each(0x80)
    return (((bytes & ~highBits) &+ Self.each(0x76)) | bytes) & highBits & ~between == 0
  }

  /// Whether all others are `byte`.
  @inlinable @inline(__always)
  public func others(are byte: UInt8) -> Bool { (bytes ^ Self.each(byte ^ 0x30)) & between == 0 }

  /// The number of the two digits from `index` on, if they are digits.
  @inlinable @inline(__always)
  public func pair(_ index: Int) -> Int {
    // In each byte what it makes with the next one: at most 99, so that nothing carries.
    let digits = bytes & ~between
    let pairs = digits &* 10 &+ digits &>> 8
    return Int(truncatingIfNeeded: pairs &>> UInt64(8 &* index) & 0xFF)
  }

  /// The number of all eight digits, two and then four at a time.
  ///
  /// Source: D. Lemire, "Quickly parsing eight digits", 2018.
  @inlinable @inline(__always)
  public var number: Int64 {
    let pairs = ((bytes &* 2561) &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = ((pairs &* 6_553_601) &>> 16) & 0x0000_FFFF_0000_FFFF
    return Int64(truncatingIfNeeded: (fours &* 42_949_672_960_001) &>> 32)
  }

  @inlinable @inline(__always)
  static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
}
