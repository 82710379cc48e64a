import Model

private struct Labels: Sendable {
  let baseName: JSONKey = "bn"
  let baseTime: JSONKey = "bt"
  let baseUnit: JSONKey = "bu"
  let baseValue: JSONKey = "bv"
  let baseSum: JSONKey = "bs"
  let version: JSONKey = "bver"
  let name: JSONKey = "n"
  let unit: JSONKey = "u"
  let value: JSONKey = "v"
  let boolean: JSONKey = "vb"
  let text: JSONKey = "vs"
  let data: JSONKey = "vd"
  let sum: JSONKey = "s"
  let time: JSONKey = "t"
  let updateTime: JSONKey = "ut"
}

private let labels = Labels()

extension SenMLPack {
  /// Reads a pack in JSON (RFC 8428, section 5).
  mutating func read(json: Span<UInt8>, into envelope: inout Envelope) throws(DecodeError) {
    var scanner = JSONScanner()
    guard scanner.begins(with: UInt8(ascii: "["), json) else {
      try scanner.skipValue(json)
      throw DecodeError(.wrongFormat, at: 0, expected: "an array of SenML records")
    }
    _ = try scanner.beginArray(json, "an array of SenML records")
    while try scanner.nextElement(json) {
      try append(try Self.record(json, &scanner), json, to: &envelope)
    }
    try scanner.finish(json)
  }

  private static func record(
    _ json: Span<UInt8>, _ scanner: inout JSONScanner
  ) throws(DecodeError) -> SenMLRecord {
    var record = SenMLRecord()
    guard try scanner.beginObject(json, "a SenML record") else {
      throw DecodeError(.missingField, at: scanner.offset, expected: "a SenML record")
    }
    record.offset = scanner.offset - 1
    while let key = try scanner.nextKey(json) {
      switch key {
      case labels.name: record.name = try scanner.string(json, "n as text")
      case labels.value: record.value = try scanner.number(json, "v as a number")
      case labels.unit: record.unit = try scanner.string(json, "u as text")
      case labels.time: record.time = try scanner.number(json, "t as a number")
      case labels.baseName: record.baseName = try scanner.string(json, "bn as text")
      case labels.baseTime: record.baseTime = try scanner.number(json, "bt as a number")
      case labels.baseUnit: record.baseUnit = try scanner.string(json, "bu as text")
      case labels.baseValue: record.baseValue = try scanner.number(json, "bv as a number")
      case labels.version: record.version = try scanner.number(json, "bver as a number")
      case labels.boolean: record.boolean = try scanner.bool(json, "vb as true or false")
      case labels.text: record.hasText = try scanner.string(json, "vs as text") != nil
      case labels.data: record.hasData = try scanner.string(json, "vd as text") != nil
      case labels.sum: record.sum = try scanner.number(json, "s as a number")
      case labels.baseSum: record.baseSum = try scanner.number(json, "bs as a number")
      case labels.updateTime: record.hasUpdateTime = try scanner.number(json, "ut as a number") != nil
      default:
        try refuseMandatory(scanner.keyText, json)
        try scanner.skipValue(json)
      }
    }
    return record
  }

  /// RFC 8428, section 4.4: a label that ends in `_` must be understood, and none is.
  static func refuseMandatory(_ label: JSONScanner.Text, _ message: Span<UInt8>) throws(DecodeError) {
    guard label.range.isEmpty || message[label.range.upperBound - 1] != UInt8(ascii: "_") else {
      throw DecodeError(.wrongFormat, at: label.range.lowerBound, expected: "no label that ends in '_'")
    }
  }
}
