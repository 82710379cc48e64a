import Foundation
import Testing
import Wire

/// `belfry doctor` against a real daemon that lacks one thing after the other.
@Suite struct DoctorTests {
  private struct Report: Decodable {
    struct Finding: Decodable {
      var check: String
      var result: String
      var finding: String
      var hint: String?
    }
    var checks: [Finding]

    subscript(check: String) -> Finding? { checks.first { $0.check == check } }
  }

  private static func ask(_ town: Town) throws -> (status: Int32, report: Report) {
    let result = try town.belfry("--json", "doctor")
    return (result.status, try JSONDecoder().decode(Report.self, from: Data(result.output.utf8)))
  }

  @Test func aDaemonThatIsNotThereIsSaid() throws {
    let town = try Town()
    let result = try town.belfry("doctor")
    #expect(result.status == 69)
    #expect(result.output.contains("\(town.socket) is not there"), "\(result.output)")
    #expect(result.output.contains("systemctl start belfryd"))
  }

  @Test func whatIsWrongIsSaidWithWhatMendsIt() throws {
    let town = try Town(
      assets: """
        asset,kind,name,district,latitude,longitude,device,codec,parameters
        c1,container,Place Saint-Lambert,Centre,,,24e1247130000001,milesight-em310-udl,empty_mm=1500;full_mm=200

        """)
    try town.startBroker()
    try town.startDaemon()
    try town.publish(Messages.topic(Messages.container), Messages.level(distance: 1400, counter: 1))
    try town.publish(
      Messages.topic(Messages.room), Messages.uplink(Messages.room, port: 5, counter: 1, "0100e202"))
    _ = try town.settle(received: 2)
    let (status, report) = try Self.ask(town)
    #expect(status == 0, "warnings are no errors")
    #expect(report["broker"]?.result == "ok")
    #expect(report["codecs"]?.result == "ok")
    #expect(report["socket"]?.result == "ok")
    #expect(report["positions"]?.finding.contains("1 asset without a position: c1") ?? false)
    #expect(report["registry"]?.finding.contains(Messages.room.lowercased()) ?? false)
    #expect(report["registry"]?.hint?.contains("device list --unknown") ?? false)

    town.stopBroker()
    try eventually("the daemon knows that the broker is gone") { try !town.status().brokers[0].connected }
    let (broken, without) = try Self.ask(town)
    #expect(broken == 1)
    #expect(without["broker"]?.result == "error")
    #expect(without["broker"]?.hint?.contains("is the broker running") ?? false, "\(without.checks)")
    let text = try town.belfry("doctor")
    #expect(text.status == 1)
    #expect(text.output.contains("ERROR  broker"), "\(text.output)")
  }

  @Test func aRefusedPasswordIsSaid() throws {
    let town = try Town()
    let broker = try String(contentsOfFile: town.folder + "/mosquitto.conf", encoding: .utf8)
    try town.write(
      broker.replacing("allow_anonymous true", with: "allow_anonymous false"), to: "mosquitto.conf")
    let process = try town.launch("mosquitto", ["-c", town.folder + "/mosquitto.conf"], log: "mosquitto.log")
    try town.startDaemon(isRefused: true)
    try eventually("the broker has refused") {
      try Self.ask(town).report["broker"]?.hint?.contains("password_file") ?? false
    }
    withExtendedLifetime(process) {}
  }
}
