import Foundation
import Testing
import Wire

/// Vendors' scripts in the daemon. They are written here, in the way of published ones.
@Suite struct ScriptTests {
  private static let assets = """
    asset,kind,name,district,latitude,longitude,device,codec,parameters
    c1,container,Quai,Centre,50.645,5.573,24e1247130000001,milesight-em310-udl,empty_mm=1500;full_mm=200
    r1,room,Classe 1,Centre,50.641,5.582,a81758fffe000001,js:room.js,field.t/in=temperature
    r2,room,Classe 2,Centre,50.641,5.582,a81758fffe000002,js:bad.js,
    r3,room,Classe 3,Centre,50.641,5.582,a81758fffe000003,js:slow.js,

    """

  private static let good = """
    function decodeUplink(input) {
      if (input.fPort !== 5) return {errors: ['unknown port']};
      return {data: {co2: input.bytes[0] << 8 | input.bytes[1], t: {in: input.bytes[2] / 10}}};
    }
    """

  private func town() throws -> Town {
    let town = try Town(assets: Self.assets)
    try town.write(Self.good, to: "room.js")
    try town.write("function decodeUplink(input) { return {data: {co2: missing}}; }", to: "bad.js")
    try town.write("function decodeUplink(input) { for (;;) ; }", to: "slow.js")
    try town.startBroker()
    return town
  }

  private func publish(_ device: Int, counter: Int, port: Int = 5, _ payload: String, to town: Town) throws {
    let eui = "A81758FFFE00000\(device)"
    try town.publish(Messages.topic(eui), Messages.uplink(eui, port: port, counter: counter, payload))
  }

  @Test func theirReadingsAreLikeAnyOthers() throws {
    let town = try town()
    try town.startDaemon()
    for counter in 0..<20 { try publish(1, counter: counter, "0264d7", to: town) }
    try publish(1, counter: 19, "0264d7", to: town)
    try publish(1, counter: 20, port: 6, "0264d7", to: town)
    try publish(2, counter: 1, "0264d7", to: town)
    try publish(3, counter: 1, "0264d7", to: town)
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 1000, counter: 0))
    try publish(1, counter: 21, "02bcd8", to: town)
    let ingest = try town.settle(received: 26)
    #expect(ingest.decoded == 22)
    #expect(ingest.duplicates == 1)
    #expect(ingest.rejected == ["script_failed": 3])
    let room = try town.asset("r1").readings
    #expect(room["co2"]?.value == 700)
    #expect(room["temperature"]?.value == 21.6)
    #expect(try town.asset("c1").readings["distance"]?.value == 1000)
    #expect(town.log.contains("unknown port") || town.log.contains("Can't find variable: missing"))
  }

  @Test func recoveryNeedsNoScript() throws {
    let town = try town()
    try town.startDaemon()
    try publish(1, counter: 1, "0264d7", to: town)
    _ = try town.settle(received: 1)
    try town.killDaemon()
    // What the script would give now is not what was measured.
    try town.write("function decodeUplink(input) { return {data: {co2: 9999}}; }", to: "room.js")
    try town.startDaemon()
    #expect(try town.asset("r1").readings["co2"]?.value == 612)
  }

  @Test func aReloadReadsThemAgain() throws {
    let town = try town()
    try town.startDaemon()
    try publish(1, counter: 1, "0264d7", to: town)
    _ = try town.settle(received: 1)
    try town.write("function decodeUplink(input) { return {data: {co2: 555}}; }", to: "room.js")
    try publish(1, counter: 2, "0265d7", to: town)
    _ = try town.settle(received: 2)
    #expect(try town.asset("r1").readings["co2"]?.value == 613)
    #expect(try town.belfry("reload").status == 0)
    try publish(1, counter: 3, "0265d7", to: town)
    _ = try town.settle(received: 3)
    #expect(try town.asset("r1").readings["co2"]?.value == 555)
  }

  @Test func theProcessIsLockedIn() throws {
    let town = try town()
    try town.startDaemon()
    try publish(1, counter: 1, "0264d7", to: town)
    _ = try town.settle(received: 1)
    let process = try #require(try town.scriptProcess())
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    #expect(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"))
    let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
    #expect(
      limits.split(separator: "\n").contains {
        $0.hasPrefix("Max address space") && !$0.contains("unlimited")
      })

    // Killed, it is started again for the next uplink.
    kill(process, SIGKILL)
    try eventually("the process has ended") {
      try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8).contains("State:\tZ")
    }
    try publish(1, counter: 2, "02bcd7", to: town)
    #expect(try town.settle(received: 2).decoded == 2)
    #expect(try town.asset("r1").readings["co2"]?.value == 700)
    #expect(try town.scriptProcess() != process)
  }

  @Test func decodeRunsThemWithoutADaemon() throws {
    let town = try Town()
    try town.write(Self.good, to: "room.js")
    let codec = "js:\(town.folder)/room.js"
    let result = try Programs.run(
      "belfry",
      ["decode", "--codec", codec, "--port", "5", "--field", "t/in=temperature", "0264d7", "--json"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("\"co2\"") && result.output.contains("612"))
    #expect(result.output.contains("21.5"))
    let refused = try Programs.run("belfry", ["decode", "--codec", codec, "--port", "6", "0264d7"])
    #expect(refused.status == 1)
    #expect(refused.errors.contains("room.js: unknown port"))
  }
}
