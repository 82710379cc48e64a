import Testing

@testable import belfry

@Suite struct AppearanceTests {
  private let usual = ["TERM": "xterm-256color", "LANG": "fr_BE.UTF-8"]

  private func appearance(_ changes: [String: String] = [:], isTerminal: Bool = true) -> Appearance {
    Appearance(isTerminal: isTerminal, environment: usual.merging(changes) { $1 })
  }

  @Test func aTerminalShowsEverything() {
    #expect(appearance() == Appearance(colour: true, unicode: true, fullScreen: true))
  }

  @Test func aPipeGetsPlainText() {
    #expect(appearance(isTerminal: false) == .plain)
  }

  @Test func aDumbTerminalGetsPlainText() {
    #expect(appearance(["TERM": "dumb"]) == .plain)
    #expect(appearance(["TERM": ""]) == .plain)
  }

  @Test func noColourMeansNoColour() {
    #expect(appearance(["NO_COLOR": "1"]) == Appearance(colour: false, unicode: true, fullScreen: true))
    #expect(appearance(["NO_COLOR": ""]).colour)
  }

  @Test func theFirstLocaleThatIsSetDecides() {
    #expect(!appearance(["LC_ALL": "C"]).unicode)
    #expect(!appearance(["LC_CTYPE": "fr_BE.ISO8859-1"]).unicode)
    #expect(appearance(["LC_ALL": "C.utf8", "LC_CTYPE": "C"]).unicode)
    #expect(!appearance(["LANG": ""]).unicode)
  }
}
