import Model

/// `age(q)`: how long ago the quantity was last measured, in seconds; unknown when it never was.
struct Age: RuleFunction {
  static let name = "age"
  static let usage = "age(quantity), for example age(co2) > 2h"

  private let quantity: Quantity

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 1)
    try call.expect(.asset)
    quantity = try call.quantity(0)
  }

  var type: ValueType { .measure(.second) }
  var quantities: QuantitySet { QuantitySet(quantity) }
  var dependsOnTime: Bool { true }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    guard let slot = state.slot(subject, quantity) else { return Truth.unknown }
    return (now - slot.at).inSeconds
  }
}
