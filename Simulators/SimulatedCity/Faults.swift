/// What goes wrong between a device and the broker: the probability of each, per uplink if nothing else is
/// said.
public struct Faults: Hashable, Sendable {
  /// The uplink never arrives; its frame counter is used up.
  public var loss = 0.0
  /// The message arrives once more, within half a minute.
  public var duplicate = 0.0
  /// The message is delivered minutes to hours after the network received it.
  public var late = 0.0
  /// The message breaks off somewhere.
  public var malformed = 0.0
  /// The device joins anew before the uplink: new session, counter from 0.
  public var rejoin = 0.0
  /// The device dies before the uplink, and says nothing any more.
  public var death = 0.0
  /// A gateway goes down, for minutes to hours: the probability for each gateway and hour.
  public var gateway = 0.0

  /// No faults at all.
  public init() {}

  /// Reads `loss=0.02,duplicate=0.05`: any of the names, each with a probability from 0 to 1.
  /// - Throws: what is wrong, with the names that exist.
  public init(_ text: String) throws(FaultsError) {
    for pair in text.split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw FaultsError("'\(pair)' is not NAME=PROBABILITY") }
      guard let path = Self.names.first(where: { $0.name == parts[0] })?.path else {
        let known = Self.names.map(\.name).joined(separator: ", ")
        throw FaultsError("there is no fault '\(parts[0])'; there are \(known)")
      }
      guard let probability = Double(parts[1]), (0...1).contains(probability) else {
        throw FaultsError("'\(parts[1])' is not a probability from 0 to 1")
      }
      self[keyPath: path] = probability
    }
  }

  private static var names: [(name: String, path: WritableKeyPath<Faults, Double>)] {
    [
      ("loss", \.loss), ("duplicate", \.duplicate), ("late", \.late), ("malformed", \.malformed),
      ("rejoin", \.rejoin), ("death", \.death), ("gateway", \.gateway),
    ]
  }
}

/// Why a list of faults can't be read.
public struct FaultsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// For people.
  public let description: String

  init(_ description: String) { self.description = description }
}
