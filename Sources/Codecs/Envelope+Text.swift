import Model

extension Envelope {
  /// Appends to ``bytes`` what `fill` writes into the room from its second argument on.
  /// - Parameters:
  ///   - limit: the most bytes that it writes.
  ///   - fill: returns where it ended.
  /// - Returns: where they stand.
  /// - Throws: what `fill` throws; then nothing has been appended.
  @inline(__always)
  mutating func appendBytes(
    upTo limit: Int, _ fill: (inout MutableSpan<UInt8>, Int) throws(DecodeError) -> Int
  ) throws(DecodeError) -> Range<Int> {
    makeRoom(limit)
    let start = byteCount
    var room = bytes.mutableSpan
    byteCount = try fill(&room, start)
    return start..<byteCount
  }

  /// Appends to ``bytes``.
  /// - Returns: where they stand.
  @discardableResult
  mutating func append(_ other: Span<UInt8>) -> Range<Int> {
    makeRoom(other.count)
    let start = byteCount
    var room = bytes.mutableSpan
    var index = 0
    while index &+ 8 <= other.count {
      room.store(other.word(at: index), at: start &+ index)
      index &+= 8
    }
    while index < other.count {
      room[start &+ index] = other[index]
      index &+= 1
    }
    byteCount = start &+ other.count
    return start..<byteCount
  }

  @inline(__always)
  private mutating func makeRoom(_ count: Int) {
    guard bytes.count &- byteCount < count else { return }
    bytes += repeatElement(0, count: max(count, bytes.count))
  }

  /// Appends a device's identifier to ``bytes``: an EUI in lower case, any other name as it is.
  /// - Returns: where it stands, and its key.
  /// - Throws: `missing_field` when it is empty or longer than 128 bytes, which no identifier is.
  mutating func appendIdentifier(
    _ text: JSONScanner.Text, _ json: Span<UInt8>
  ) throws(DecodeError) -> (place: Range<Int>, key: DeviceKey) {
    guard !text.range.isEmpty, text.range.count <= 128 else {
      throw DecodeError(
        .missingField, at: text.range.lowerBound, expected: "a device identifier of 1 to 128 bytes")
    }
    if !text.isEscaped, let key = DeviceKey(eui: json.extracting(text.range)) {
      return (append(lowercase: json.extracting(text.range)), key)
    }
    let place = appendText(text, json)
    return (place, lowercaseEUI(place))
  }

  /// Appends an EUI in lower case.
  private mutating func append(lowercase eui: Span<UInt8>) -> Range<Int> {
    makeRoom(16)
    let start = byteCount
    byteCount &+= 16
    var room = bytes.mutableSpan
    room.store(eui.word(at: 0) | 0x2020_2020_2020_2020, at: start)
    room.store(eui.word(at: 8) | 0x2020_2020_2020_2020, at: start &+ 8)
    return start..<byteCount
  }

  /// Appends what a JSON string stands for to ``bytes``.
  /// - Returns: where it stands.
  @discardableResult
  mutating func appendText(_ text: JSONScanner.Text, _ json: Span<UInt8>) -> Range<Int> {
    text.isEscaped
      ? append(JSONEscapes.decode(json, text.range).span) : append(json.extracting(text.range))
  }

  /// Makes an EUI lower case, the way that registries and people write it.
  /// - Returns: the key of the identifier, whichever it is.
  @discardableResult
  mutating func lowercaseEUI(_ range: Range<Int>) -> DeviceKey {
    guard let key = DeviceKey(eui: bytes.span.extracting(range)) else {
      return DeviceKey(name: bytes.span.extracting(range))
    }
    var bytes = bytes.mutableSpan
    for index in range { bytes[index] |= 0x20 }
    return key
  }

  /// Decodes base64 text and appends the payload to ``bytes``.
  /// - Returns: where it stands.
  mutating func appendBase64(_ text: JSONScanner.Text, _ json: Span<UInt8>) throws(DecodeError) -> Range<Int>
  {
    guard text.isEscaped else { return try appendBase64(json, text.range) }
    // Some serialisers write `/` as `\/`. An error is reported at the start, for want of a better place.
    let characters = JSONEscapes.decode(json, text.range)
    do { return try appendBase64(characters.span, 0..<characters.count) } catch {
      throw DecodeError(error.reason, at: text.range.lowerBound, expected: error.expected)
    }
  }

  private mutating func appendBase64(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(DecodeError) -> Range<Int> {
    try appendBytes(upTo: range.count) { (room, start) throws(DecodeError) in
      try Base64.decode(text, range, into: &room, at: start)
    }
  }
}
