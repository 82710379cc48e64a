import Config
import Model
import Testing

@Suite struct FieldConfigurationTests {
  private let configuration = CaseFolder.good("fields")

  @Test func subscriptionsSayWhereThingsStand() throws {
    let mappings = try configuration.load().brokers[0].subscriptions.map(\.mapping)
    #expect(
      mappings == [
        JSONMapping(
          device: nil, time: nil,
          fields: [
            Field(JSONPointer(tokens: "data", "level"), .distance, in: .named("cm")),
            Field(JSONPointer(tokens: "t"), .temperature),
          ]),
        JSONMapping(
          device: JSONPointer(tokens: "serial"), time: JSONPointer(tokens: "measured/at"),
          fields: [Field(JSONPointer(tokens: "co2"), .co2)]),
      ])
  }

  @Test func fieldsBelongToTheDeviceAndNotToTheAsset() throws {
    let city = try configuration.load().city
    #expect(city.assets.map(\.parameters.values.keys.count) == [2, 2, 1])
    #expect(
      city.devices.map(\.fields) == [
        [],
        [
          Field(JSONPointer(tokens: "battery"), .batteryVoltage),
          Field(JSONPointer(tokens: "level", "value"), .distance, in: .named("cm")),
        ],
        [Field(JSONPointer(tokens: "level", "value"), .fillLevel)],
        [Field(JSONPointer(tokens: "CO2"), .co2)],
      ])
  }
}
