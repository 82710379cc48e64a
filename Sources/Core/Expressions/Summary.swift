import Model

/// A function that summarises a quantity: of one asset over the last while, `avg(co2, 15m)`, or of many
/// assets, `avg(room.co2)`.
protocol SummaryFunction: RuleFunction {
  static var operation: Aggregate.Operation { get }
  /// The value of readings in order of time, at least one.
  static func value(_ samples: ArraySlice<Sample>) -> Double

  var summarised: Summarised { get }
}

/// What a ``SummaryFunction`` is about.
enum Summarised: Sendable {
  case window(Window)
  case assets(Aggregate)

  init(_ call: FunctionCall, _ operation: Aggregate.Operation) throws(RuleError) {
    switch call.arguments.first {
    case .member, .filtered: self = .assets(try Aggregate(call, operation))
    default: self = .window(try Window(call))
    }
  }
}

extension SummaryFunction {
  private var window: Window? {
    guard case .window(let window) = summarised else { return nil }
    return window
  }

  var aggregate: Aggregate? {
    guard case .assets(let aggregate) = summarised else { return nil }
    return aggregate
  }

  var type: ValueType { aggregate?.type ?? .measure(window?.quantity.unit ?? .one) }
  var dependsOnTime: Bool { true }
  var quantities: QuantitySet { window.map { QuantitySet($0.quantity) } ?? [] }
  var shownQuantity: Quantity? { window?.quantity }
  var needs: [FunctionNeed] { window.map { [$0.need] } ?? aggregate?.needs ?? [] }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    switch summarised {
    case .window(let window):
      let samples = window.samples(state, subject, now)
      return samples.isEmpty ? Truth.unknown : Self.value(samples)
    case .assets(let aggregate): return aggregate.evaluate(state, district: subject, now: now)
    }
  }
}
