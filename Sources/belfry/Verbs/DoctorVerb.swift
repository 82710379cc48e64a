import ArgumentParser
import Wire

/// `belfry doctor`
struct DoctorVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Looks for what usually goes wrong, and says how to mend it.",
    discussion: """
      Exit codes: 0 nothing is wrong (there may be warnings), 1 something is, 69 the daemon can't be reached. \
      'belfryd check' looks at the configuration.
      """)

  @OptionGroup var options: CommonOptions

  func run(printingTo console: Console) async throws {
    var findings = [MachineChecks.socket(options.socketPath), MachineChecks.clock]
    var failure: Failure?
    do {
      findings += try await Daemon.withConnection(to: options.socketPath, Self.ask)
    } catch let error as Failure where error.status == .unreachable {
      failure = error
      findings.append(.error("daemon", error.message, hint: error.hint))
    }
    if console.json {
      try console.print(try JSONText(encoding: ["checks": findings]))
    } else {
      try console.print(findings.lines(width: console.width, console.appearance))
    }
    if let failure { throw failure }
    let errors = findings.count { $0.result == .error }
    if errors > 0 { throw Failure(.refused, NumberText.count(errors, "check") + " failed") }
  }

  private static func ask(_ daemon: Daemon) async throws -> [Finding] {
    let status = try await daemon.value(Status.self, Request("v1", "status"))
    let checks = DaemonChecks(
      status: status,
      assets: try await daemon.list(of: AssetObject.self, Request("v1", "assets"), limit: nil).items,
      devices: try await daemon.list(of: DeviceObject.self, Request("v1", "devices"), limit: nil).items,
      unknown: try await daemon.list(
        of: DeviceObject.self, Request("v1", "devices").with("state", "unknown"), limit: nil
      ).items)
    let disk = MachineChecks.disk(historyAt: status.storage.path, bytes: status.storage.bytes)
    return checks.findings + [disk]
  }
}
