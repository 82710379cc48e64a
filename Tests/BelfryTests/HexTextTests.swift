import Testing

@testable import belfry

@Suite struct HexTextTests {
  @Test(arguments: [
    "01755C", "01 75 5c", "0x01755C", "01:75:5C", "01-75-5c", "0x01 0x75 0X5C", "01,75,5C", "01755C\r\n",
  ])
  func peoplePasteBytesInManyForms(text: String) throws {
    #expect(try HexText.bytes(text) == [0x01, 0x75, 0x5C])
  }

  @Test(arguments: ["", "0x", "0", "01755", "zz", "01 7g", "０１"])
  func whatIsNotBytesIsRefused(text: String) {
    let failure = #expect(throws: Failure.self) { try HexText.bytes(text) }
    #expect(failure?.status == .refused)
  }

  @Test func whatAServerShowsIsToldApart() {
    let failure = #expect(throws: Failure.self) { try HexText.bytes("AXVcA2c0AQRoZQ==\n") }
    #expect(failure?.hint?.contains("01755C03673401046865") == true)
  }

  @Test func bytesReadBack() {
    #expect(HexText.text([0x01, 0xAB, 0xF0]) == "01ABF0")
  }
}
