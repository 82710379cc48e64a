import Foundation
import Testing

@testable import belfry

@Suite struct JSONTextTests {
  private func json(_ text: String) -> JSONText { JSONText(Data(text.utf8)) }

  @Test func layoutChangesNothingButSpace() {
    let text = #"{"b":[1.0,{"x":"a\",]}"},[]],"a":{},"n":null,"big":12345678901234567890}"#
    #expect(
      json(text).indented == #"""
        {
          "b": [
            1.0,
            {
              "x": "a\",]}"
            },
            []
          ],
          "a": {},
          "n": null,
          "big": 12345678901234567890
        }
        """#)
  }

  @Test func anEventIsOneLine() {
    #expect(json("{\"a\":1,\n\"b\":\"\\n\"}\r\n").text == #"{"a":1,"b":"\n"}"#)
  }

  @Test func pagesBecomeOnePage() {
    let pages = [
      json(#"{"items":[{"id":"a","items":[1]},2],"next":"x]y"}"#),
      json(#"{"next" : "z" , "items" : [] }"#),
      json(#"{ "items": [ 3.50 ], "next": null }"#),
    ]
    #expect(
      JSONText(joining: pages).text == #"{"items":[{"id":"a","items":[1]},2, 3.50 ],"next":null}"#)
    #expect(JSONText(joining: Array(pages[1...1])).text == #"{"items":[],"next":"z"}"#)
    #expect(JSONText(joining: Array(pages[0...0])) == pages[0])
  }

  @Test(arguments: ["", "{", "[", "\"", "\"\\", "{\"a\":", "]", "}}", ",", "{\"items\":[1"])
  func brokenTextDoesNotTrap(text: String) {
    _ = json(text).indented
    _ = JSONText(joining: [json(text)]).text
  }
}
