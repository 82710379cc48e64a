import Model

/// `silent()`: whether all devices of the asset that were ever heard have been quiet for longer than they
/// ever are; unknown when none was ever heard. Of a gateway: whether it has heard nobody for longer than it ever does.
struct Silent: RuleFunction {
  static let name = "silent"
  static let usage = "silent()"

  private let isAboutGateway: Bool

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 0)
    isAboutGateway = call.subject == .gateway
    if !isAboutGateway { try call.expect(.asset) }
  }

  var type: ValueType { .truth }
  var quantities: QuantitySet { isAboutGateway ? [] : .silence }
  var dependsOnTime: Bool { isAboutGateway }

  func evaluate(_ state: borrowing LiveState, subject: Int, now: Timestamp) -> Double {
    guard isAboutGateway else { return state.silence.ofAsset(subject) }
    return state.network.isSilent(gateway: subject, since: state.listeningSince, now: now)
  }
}
