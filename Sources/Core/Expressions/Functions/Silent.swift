import Model

/// `silent()`: whether all devices of the asset that were ever heard have been quiet for longer than they
/// ever are; unknown when none was ever heard. Of a gateway: whether it has heard nobody for longer than it ever does.
/// Of a broker: whether nothing comes through it from any gateway for longer than ever.
struct Silent: RuleFunction {
  static let name = "silent"
  static let usage = "silent()"

  private let subject: RuleSubject

  init(_ call: FunctionCall) throws(RuleError) {
    try call.expect(count: 0)
    subject = call.subject
    if subject == .district { try call.expect(.asset) }
  }

  var type: ValueType { .truth }
  var quantities: QuantitySet { .silence }
  var dependsOnTime: Bool { subject != .asset }

  func evaluate(_ state: borrowing LiveState, subject index: Int, now: Timestamp) -> Double {
    let since = state.listeningSince
    return switch subject {
    case .gateway: state.network.isSilent(gateway: index, since: since, now: now)
    case .broker: state.network.isSilent(broker: index, since: since, now: now)
    case .asset, .district: state.silence.ofAsset(index)
    }
  }
}
