/// The name of a JSON member in three machine words, so that it is compared without a loop.
///
/// Names longer than 24 bytes are cut but keep their length: none that a format wants is that long.
/// Making one from a literal is a loop, so formats keep theirs in a constant.
struct JSONKey: Hashable, ExpressibleByStringLiteral {
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0
  private var count: Int

  /// The name in `range` of `text`, which has no escapes.
  @inline(__always)
  init(_ text: Span<UInt8>, _ range: Range<Int>) {
    count = range.count
    first = text.word(at: range.lowerBound, before: range.upperBound)
    if count > 8 { second = text.word(at: range.lowerBound + 8, before: range.upperBound) }
    if count > 16 { third = text.word(at: range.lowerBound + 16, before: range.upperBound) }
  }

  /// The name that these bytes spell.
  private init(_ bytes: [UInt8]) {
    let text = bytes.span
    self.init(text, 0..<text.count)
  }

  /// The name as it stands in the source.
  init(stringLiteral text: String) {
    count = 0
    for byte in text.utf8 {
      let bits = UInt64(byte) << UInt64(count % 8 * 8)
      switch count / 8 {
      case 0: first |= bits
      case 1: second |= bits
      case 2: third |= bits
      default: break
      }
      count += 1
    }
  }

  /// The text of a JSON string, escapes resolved.
  init(_ json: Span<UInt8>, _ text: JSONScanner.Text) {
    self = text.isEscaped ? JSONKey(JSONEscapes.decode(json, text.range)) : JSONKey(json, text.range)
  }

  /// The same with ASCII letters in lower case.
  var lowercased: JSONKey {
    var key = self
    key.first = Self.lowercased(first)
    key.second = Self.lowercased(second)
    key.third = Self.lowercased(third)
    return key
  }

  /// Sets bit 5 of each byte that is a capital letter, all eight at once: the additions carry into a byte's
  /// high bit where it is at least `A`, or beyond `Z`; bytes beyond ASCII stay as they are.
  private static func lowercased(_ word: UInt64) -> UInt64 {
    let ascii = word & 0x7F7F_7F7F_7F7F_7F7F
    let atLeastA = ascii + 0x3F3F_3F3F_3F3F_3F3F
    let beyondZ = ascii + 0x2525_2525_2525_2525
    return word | ((atLeastA & ~beyondZ & ~word & 0x8080_8080_8080_8080) >> 2)
  }
}
