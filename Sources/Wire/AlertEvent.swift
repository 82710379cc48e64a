/// The data of a server-sent event `alert`: the alert after the transition, and which one it was.
public struct AlertEvent: Codable, Equatable, Sendable {
  /// The alert as it now is; its members stand beside `transition`.
  public var alert: AlertObject
  /// What happened: a state of the lifecycle, `acknowledged`, `shelved`, `unshelved`, `suppressed`.
  public var transition: String

  /// An alert after a transition.
  public init(alert: AlertObject, transition: String) {
    self.alert = alert
    self.transition = transition
  }

  /// Reads one flat object.
  public init(from decoder: any Decoder) throws {
    alert = try AlertObject(from: decoder)
    transition = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .transition)
  }

  /// Writes one flat object.
  public func encode(to encoder: any Encoder) throws {
    try alert.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(transition, forKey: .transition)
  }

  enum CodingKeys: String, CodingKey {
    case transition
  }
}
