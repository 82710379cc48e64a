import Foundation
import Testing

/// What a network server exports is a registry that the daemon accepts.
@Suite struct RegistryImportTests {
  private static let export = """
    {"end_devices":[{"ids":{"device_id":"bin-7","dev_eui":"24E124538B223213"},"name":"Quai de Rome",
      "version_ids":{"brand_id":"milesight-iot","model_id":"em310-udl"},
      "locations":{"user":{"latitude":50.6402,"longitude":5.5718}}}]}
    """

  @Test func anExportBecomesARegistryThatIsAccepted() throws {
    let result = try Programs.run("belfry", ["registry", "import", "--tts-export", "-"], input: Self.export)
    #expect(result.status == 0)
    let folder = "/tmp/belfry-test-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try result.output.write(toFile: folder + "/assets.csv", atomically: true, encoding: .utf8)
    try """
    city: {name: Liège, timezone: Europe/Brussels, assets: [assets.csv]}
    mqtt:
      - broker: mqtt://127.0.0.1:1883
        subscribe: [{topic: "v3/+/devices/+/up", format: tts-v3}]
    storage: {path: belfry.db}
    api: {socket: api.sock}
    """.write(toFile: folder + "/belfry.yaml", atomically: true, encoding: .utf8)
    let check = try Programs.run("belfryd", ["check", "--config", folder + "/belfry.yaml"])
    #expect(check.status == 0, "\(check.output)\(check.errors)")
  }

  @Test func noExportIsNoRegistry() throws {
    let result = try Programs.run("belfry", ["registry", "import", "--chirpstack-export", "-"], input: "{")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }
}
