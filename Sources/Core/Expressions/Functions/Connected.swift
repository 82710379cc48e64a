import Model

/// `connected()`: whether the city hears from a broker.
struct Connected: RuleFunction {
  static let name = "connected"
  static let usage = "connected()"

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 0)
    try call.expect(.broker)
  }

  var type: ValueType { .truth }
  var dependsOnTime: Bool { true }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    Truth.of(state.network.isConnected(broker: subject))
  }
}
