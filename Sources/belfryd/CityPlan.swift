import Core
import Model

/// What the city's thread works by, and what a reload changes.
struct CityPlan: Sendable {
  let definition: CityDefinition
  let rules: [Rule]
  let indicators: [Indicator]
  /// The numbers by which the history calls the devices and assets, in the definition's order.
  let deviceNumbers: [Int32]
  let assetNumbers: [Int32]
  /// How many messages of one device are taken.
  let messageLimit: MessageLimit
}
