import Model

/// `avg(q, 15m)`: the mean of the readings of the last while; `avg(kind.q)`: the mean of the newest readings
/// of a district's assets. Unknown when there are none.
struct Average: RuleFunction {
  static let name = "avg"
  static let usage = "avg(quantity, length), or avg(kind.quantity) in a rule with 'per: district'"

  private enum Of: Sendable {
    case window(Window)
    case assets(AssetKind, Quantity)
  }

  private let of: Of

  init(_ call: FunctionCall) throws(RuleError) {
    guard case .member(let kind, let quantity, let column)? = call.arguments.first else {
      of = .window(try Window(call))
      return
    }
    try call.expect(count: 1)
    try call.expect(.district)
    of = .assets(try call.kind(kind, column: column), try resolveQuantity(quantity, column: column))
  }

  private var quantity: Quantity {
    switch of {
    case .window(let window): window.quantity
    case .assets(_, let quantity): quantity
    }
  }

  var type: ValueType { .measure(quantity.unit) }
  var dependsOnTime: Bool { true }

  var quantities: QuantitySet {
    guard case .window(let window) = of else { return [] }
    return QuantitySet(window.quantity)
  }

  var shownQuantity: Quantity? {
    guard case .window(let window) = of else { return nil }
    return window.quantity
  }

  var needs: [FunctionNeed] {
    guard case .window(let window) = of else { return [] }
    return [window.need]
  }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    var sum = 0.0
    var count = 0.0
    switch of {
    case .window(let window):
      for sample in window.samples(state, subject, now) {
        sum += sample.value
        count += 1
      }
    case .assets(let kind, let quantity):
      for asset in state.districts.assets(of: kind, in: subject) {
        let value = state.value(Int(asset), quantity, at: now)
        guard !value.isNaN else { continue }
        sum += value
        count += 1
      }
    }
    return count == 0 ? Truth.unknown : sum / count
  }
}
