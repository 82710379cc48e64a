import ArgumentParser
import Model
import Testing

@testable import belfry

@Suite struct CommandLineTests {
  @Test(arguments: [
    ["--json", "--socket", "/s", "asset", "list", "--kind", "room"],
    ["asset", "--json", "list", "--socket", "/s", "--kind", "room"],
    ["asset", "list", "--kind", "room", "--json", "--socket", "/s"],
    ["--socket=/s", "asset", "list", "--kind=room", "--json"],
  ])
  func whatEveryVerbUnderstandsStandsAnywhere(arguments: [String]) throws {
    let verb = try #require(try Belfry.parseAsRoot(arguments) as? AssetListVerb)
    #expect(verb.options.json)
    #expect(verb.options.socketPath == "/s")
    #expect(verb.kind == .room)
  }

  @Test(arguments: [
    (["statsu"], "did you mean 'belfry status'?"),
    (["--socket", "/status", "tpo"], "did you mean 'belfry top'?"),
    (["asset", "lits"], "did you mean 'belfry asset list'?"),
    (["alert", "--json", "shwo", "17"], "did you mean 'belfry alert show'?"),
    (["device", "frobnicate"], "'belfry device' has: list, show"),
  ])
  func aWrongVerbIsToldFromTheRightOne(arguments: [String], hint: String) {
    let failure = Belfry.unknownVerb(in: arguments)
    #expect(failure?.hint == hint)
    #expect(failure?.status == .usage)
  }

  @Test(arguments: [
    ["status"], ["--json", "asset", "list"], ["asset", "show", "statsu"], ["help", "asset"], [],
    ["decode", "0175"], ["--help"], ["--generate-completion-script", "bash"],
  ])
  func aRightVerbIsNotComplainedOf(arguments: [String]) {
    #expect(Belfry.unknownVerb(in: arguments) == nil)
  }

  @Test(arguments: [
    ["asset", "list", "--kind", "romo"], ["alert", "list", "--severity", "bad"],
    ["asset", "list", "--limit", "0"],
    ["device", "list", "--silent", "--unknown"], ["decode"], ["decode", "--codec", "elsys"],
    ["asset", "show"],
    ["status", "--jsn"],
  ])
  func wrongUsageIsExitCode64(arguments: [String]) {
    let error = #expect(throws: (any Error).self) { try Belfry.parseAsRoot(arguments) }
    #expect(error.map { Belfry.exitCode(for: $0).rawValue } == 64)
  }
}
