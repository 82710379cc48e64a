import Model

/// An asset as the simulation keeps it: how it behaves, what is true of it, and who watches it.
struct SimulatedAsset: Sendable {
  let id: String
  private(set) var model: any AssetModel
  /// Its devices, by their index.
  let devices: [Int]
  /// Since when each condition holds.
  private var since: [Condition: Timestamp] = [:]

  init(id: String, model: any AssetModel, devices: [Int]) {
    self.id = id
    self.model = model
    self.devices = devices
  }

  /// Brings the asset to `now`, and appends what became true or happened to `facts`.
  mutating func advance(to now: Timestamp, in world: World, _ facts: inout [Fact]) -> Step {
    let step = model.advance(to: now, in: world)
    for occurrence in step.occurrences {
      facts.append(Fact(at: now, asset: id, event: .happened(occurrence)))
    }
    recordConditions(now, &facts)
    return step
  }

  /// Appends the conditions that changed since the last call.
  mutating func recordConditions(_ now: Timestamp, _ facts: inout [Fact]) {
    let conditions = model.conditions
    for condition in Condition.allCases where conditions.contains(condition) != (since[condition] != nil) {
      let value = condition.quantity.flatMap { model.state[$0] }
      if let began = since.removeValue(forKey: condition) {
        facts.append(Fact(at: now, asset: id, event: .ended(condition, value: value, since: began)))
      } else {
        since[condition] = now
        facts.append(Fact(at: now, asset: id, event: .began(condition, value: value)))
      }
    }
  }
}
