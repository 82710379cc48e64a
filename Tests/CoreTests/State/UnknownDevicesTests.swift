@testable import Core
import Model
import Testing

@Suite struct UnknownDevicesTests {
  @discardableResult
  private func note(_ name: String, _ second: Int64, _ devices: inout UnknownDevices) -> UnknownDevices.Entry?
  {
    devices.note(DeviceKey(name), identifier: name, format: "tts-v3", at: Timestamp(seconds: second))
  }

  @Test func whatIsKnownOfThem() {
    var devices = UnknownDevices()
    note("a", 1, &devices)
    note("b", 2, &devices)
    note("a", 5, &devices)
    #expect(devices.all.map(\.identifier) == ["a", "b"], "the latest first")
    #expect(devices.all[0].messages == 2)
    #expect(devices.all[0].firstHeardAt == Timestamp(seconds: 1))
    #expect(devices.all[0].lastHeardAt == Timestamp(seconds: 5))
    #expect(devices.all[0].format == "tts-v3")
  }

  @Test("A device is news once, and none is while a flood of names goes on")
  func news() {
    var devices = UnknownDevices()
    #expect(note("a", 1, &devices)?.identifier == "a")
    #expect(note("a", 2, &devices) == nil)
    for number in 0..<Int64(UnknownDevices.limit - 1) { #expect(note("x-\(number)", 3, &devices) != nil) }
    #expect(note("one too many", 4, &devices) == nil)
  }

  @Test("A flood of names stays within the limit, and those heard last stay")
  func flood() {
    var devices = UnknownDevices()
    for second in 0..<Int64(5000) {
      note("flood-\(second)", second, &devices)
      note("steady", second, &devices)
      #expect(devices.count <= UnknownDevices.limit)
    }
    let names = Set(devices.all.map(\.identifier))
    #expect(names.contains("steady"))
    #expect(names.isSuperset(of: (4200..<5000).map { "flood-\($0)" }))
    #expect(!names.contains("flood-0"))
  }

  @Test("Names of any length don't fill the memory")
  func longNames() {
    var devices = UnknownDevices()
    note(String(repeating: "x", count: 60_000), 1, &devices)
    #expect(devices.all[0].identifier == String(repeating: "x", count: UnknownDevices.identifierLimit))
  }

  @Test("Who makes room does not depend on chance")
  func ties() {
    let tables = (0..<3).map { _ in
      var devices = UnknownDevices()
      for number in 0..<UnknownDevices.limit + 1 { note("device-\(number)", 7, &devices) }
      return devices.all
    }
    #expect(tables[0] == tables[1])
    #expect(tables[0] == tables[2])
  }
}
