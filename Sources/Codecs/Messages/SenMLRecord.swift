import Model

/// One SenML record as it stands in the message, before resolution (RFC 8428, sections 4.1 and 4.2).
struct SenMLRecord {
  /// Where it stands, for error messages.
  var offset = 0
  var baseName: JSONScanner.Text?
  var baseTime: Double?
  var baseUnit: JSONScanner.Text?
  var baseValue: Double?
  var baseSum: Double?
  var version: Double?
  var name: JSONScanner.Text?
  var unit: JSONScanner.Text?
  var value: Double?
  var boolean: Bool?
  var hasText = false
  var hasData = false
  var sum: Double?
  var time: Double?
  var hasUpdateTime = false

  /// How many of the value fields there are; one is right, none only beside a sum.
  var valueCount: Int {
    (value == nil ? 0 : 1) + (boolean == nil ? 0 : 1) + (hasText ? 1 : 0) + (hasData ? 1 : 0)
  }

  /// Whether it only sets base fields for those that follow, which is legal.
  var isBaseOnly: Bool {
    name == nil && unit == nil && time == nil && valueCount == 0 && sum == nil && !hasUpdateTime
  }
}
