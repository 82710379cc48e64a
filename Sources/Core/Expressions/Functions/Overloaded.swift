import Model

/// `overloaded(15m)`: whether a broker had to wait within that time, since its messages came faster than they
/// could be taken. What it kept with QoS 1 comes later; what it had with QoS 0 it may have dropped.
struct Overloaded: RuleFunction {
  static let name = "overloaded"
  static let usage = "overloaded(15m)"

  private let length: Duration

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 1)
    try call.expect(.broker)
    length = try call.duration(0)
  }

  var type: ValueType { .truth }
  var dependsOnTime: Bool { true }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    Truth.of(now - state.network.overloadedAt(broker: subject) <= length)
  }
}
