/// A message that is ready to be published.
struct Message: Hashable, Sendable {
  let topic: String
  let payload: [UInt8]
}

/// What becomes of a message between the network and the broker.
enum Fate: Hashable, Sendable {
  case delivered
  case lost
  case malformed([UInt8])
  case late(by: Duration)
  case duplicated(after: Duration)
}
