import Model

extension Envelope {
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
    let start = bytes.count
    appendText(text, json)
    return (start..<bytes.count, lowercaseEUI(start..<bytes.count))
  }

  /// Appends what a JSON string stands for to ``bytes``.
  mutating func appendText(_ text: JSONScanner.Text, _ json: Span<UInt8>) {
    if text.isEscaped {
      bytes.append(contentsOf: JSONEscapes.decode(json, text.range))
    } else {
      bytes.append(json.extracting(text.range))
    }
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
    let start = bytes.count
    if text.isEscaped {
      // Some serialisers write `/` as `\/`. An error is reported at the start, for want of a better place.
      let characters = JSONEscapes.decode(json, text.range)
      do { try Base64.decode(characters.span, 0..<characters.count, into: &bytes) } catch {
        throw DecodeError(error.reason, at: text.range.lowerBound, expected: error.expected)
      }
    } else {
      try Base64.decode(json, text.range, into: &bytes)
    }
    return start..<bytes.count
  }
}
