import Model

/// `age(q)`: how long ago the quantity was last measured, in seconds; unknown when it never was.
struct Age: RuleFunction {
  static let name = "age"
  static let usage = "age(quantity), for example age(co2) > 2h"
  static let dependsOnTime = true

  private let quantity: Quantity

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 1)
    quantity = try call.quantity(0)
  }

  var type: ValueType { .measure(.second) }
  var quantities: QuantitySet { QuantitySet(quantity) }

  func evaluate(_ state: borrowing LiveState, asset: Int, now: Timestamp) -> Double {
    guard let slot = state.slot(asset, quantity) else { return Truth.unknown }
    return (now - slot.at).inSeconds
  }
}
