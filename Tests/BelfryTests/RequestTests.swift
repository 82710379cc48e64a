import Testing

@testable import belfry

@Suite struct RequestTests {
  @Test func anIdMayHoldAnyCharacter() {
    #expect(Request("v1", "assets", "a/b c?d#é%").uri == "/v1/assets/a%2Fb%20c%3Fd%23%C3%A9%25")
  }

  @Test func aQueryKeepsItsValues() {
    let request = Request("v1", "assets").with("where", "fill_level > 80 % & a+b=c").with("kind", nil)
    #expect(request.uri == "/v1/assets?where=fill_level%20%3E%2080%20%25%20%26%20a%2Bb%3Dc")
  }
}
