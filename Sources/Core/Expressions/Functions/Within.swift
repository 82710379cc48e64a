import Model

/// `within("Mo-Fr 08:00-17:00")`: whether the city's clocks and calendar are within opening hours.
struct Within: RuleFunction {
  static let name = "within"
  static let usage = #"within("hours"), for example within("Mo-Fr 08:00-17:00; PH off")"#

  private let hours: OpeningHours

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 1)
    guard case .text(let text, let column) = call.arguments[0] else {
      throw RuleError(
        column: call.arguments[0].column, "within() wants a text with opening hours",
        hint: "write \(Self.usage)")
    }
    do throws(OpeningHoursError) {
      hours = try OpeningHours(text)
    } catch {
      throw RuleError(column: column, error.what, hint: error.hint)
    }
  }

  var type: ValueType { .truth }
  var dependsOnTime: Bool { true }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    Truth.of(hours.isOpen(at: now, state.calendar))
  }
}
