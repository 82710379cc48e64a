import Foundation
import Model
import Testing

/// The description of the API speaks of the API that there is.
@Suite struct OpenAPITests {
  @Test func everyDescribedPathIsThereAndEveryPathIsDescribed() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    let answer = try town.ask("/v1/openapi.yaml")
    #expect(answer.status == 200)
    let text = String(decoding: answer.body, as: UTF8.self)
    #expect(text.hasPrefix("openapi: 3.1.0\n"))
    let paths = text.matches(of: /\n  "(\/[^"]*)":\n    (get|post):\n      operationId: (\w+)\n/)
    // One file for each endpoint.
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/API/Endpoints").standardizedFileURL.path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(paths.map { "\($0.3).swift" }) == Set(files))
    // A parameter that nobody knows is refused where something is, and not found where nothing is.
    for path in paths where path.2 == "get" {
      let concrete = path.1.replacing(/\{[a-z]+\}/, with: "x")
      #expect(try town.ask(concrete + "?nobody_knows=1").status == 400, "\(path.1)")
    }
  }

  @Test func whatOtherTestsDoNotAskForAnswers() throws {
    let town = try Town()
    try town.startBroker()
    try town.startDaemon()
    for (path, part) in [
      ("/", "<!doctype html>"), ("/belfry.js", "EventSource"), ("/belfry.css", "prefers-color-scheme"),
      ("/v1/rules", "container-nearly-full"), ("/v1/indicator-definitions", #""items""#),
      ("/v1/devices/\(Messages.container.lowercased())", "milesight-em310-udl"),
    ] {
      let answer = try town.ask(path)
      #expect(answer.status == 200, "\(path)")
      #expect(String(decoding: answer.body, as: UTF8.self).contains(part), "\(path)")
    }
  }
}
