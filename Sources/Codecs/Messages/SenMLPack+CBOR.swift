import Model

extension SenMLPack {
  /// Reads a pack in CBOR (RFC 8428, section 6): labels are small integers.
  mutating func read(cbor: Span<UInt8>, into envelope: inout Envelope) throws(DecodeError) {
    var scanner = CBORScanner()
    var records = try scanner.beginArray(cbor, "an array of SenML records")
    while try scanner.next(&records, cbor) {
      try append(try Self.record(cbor, &scanner), cbor, to: &envelope)
    }
    try scanner.finish(cbor)
  }

  private static func record(
    _ cbor: Span<UInt8>, _ scanner: inout CBORScanner
  ) throws(DecodeError) -> SenMLRecord {
    var record = SenMLRecord()
    record.offset = scanner.offset
    var fields = try scanner.beginMap(cbor, "a SenML record")
    while try scanner.next(&fields, cbor) {
      guard try !scanner.isText(cbor) else {
        try refuseMandatory(try scanner.text(cbor, "a label"), cbor)
        try scanner.skip(cbor)
        continue
      }
      try take(label: try scanner.integer(cbor, "a label"), cbor, &scanner, into: &record)
    }
    return record
  }

  private static func take(
    label: Int, _ cbor: Span<UInt8>, _ scanner: inout CBORScanner, into record: inout SenMLRecord
  ) throws(DecodeError) {
    switch label {
    case -1: record.version = try scanner.number(cbor, "bver as a number")
    case -2: record.baseName = try scanner.text(cbor, "bn as text")
    case -3: record.baseTime = try scanner.number(cbor, "bt as a number")
    case -4: record.baseUnit = try scanner.text(cbor, "bu as text")
    case -5: record.baseValue = try scanner.number(cbor, "bv as a number")
    case -6: record.baseSum = try scanner.number(cbor, "bs as a number")
    case 0: record.name = try scanner.text(cbor, "n as text")
    case 1: record.unit = try scanner.text(cbor, "u as text")
    case 2: record.value = try scanner.number(cbor, "v as a number")
    case 3:
      _ = try scanner.text(cbor, "vs as text")
      record.hasText = true
    case 4: record.boolean = try scanner.bool(cbor, "vb as true or false")
    case 5: record.sum = try scanner.number(cbor, "s as a number")
    case 6: record.time = try scanner.number(cbor, "t as a number")
    case 7:
      _ = try scanner.number(cbor, "ut as a number")
      record.hasUpdateTime = true
    case 8:
      try scanner.skip(cbor)
      record.hasData = true
    default: try scanner.skip(cbor)
    }
  }
}
