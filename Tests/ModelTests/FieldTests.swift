import Model
import Testing

@Suite struct FieldTests {
  @Test(
    arguments: [
      ("/a/b", ["a", "b"]), ("a", ["a"]), ("/a~1b/~01", ["a/b", "~1"]), ("/", nil), ("", nil), ("/a~2", nil),
      ("//x", ["", "x"]), ("/a/", ["a", ""]), ("/a~", nil),
    ] as [(String, [String]?)])
  func pointersAreThoseOfRFC6901(_ text: String, _ tokens: [String]?) {
    #expect(JSONPointer(text)?.tokens == tokens)
  }

  @Test func aFieldIsAQuantityAndItsUnit() throws {
    #expect(
      try Field("/level", means: "distance cm")
        == Field(JSONPointer(tokens: "level"), .distance, in: .named("cm")))
    #expect(
      try Field("level", means: "distance")
        == Field(JSONPointer(tokens: "level"), .distance, in: .named("mm")))
    #expect(try Field("t", means: "temperature °C").unit.code == "Cel")
  }

  @Test func whatIsWrongIsSaid() {
    func refusal(_ pointer: String, _ meaning: String) -> FieldError? {
      do {
        _ = try Field(pointer, means: meaning)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal("/", "distance") == .pointer("/"))
    #expect(refusal("a", "distanse") == .quantity("distanse"))
    #expect(refusal("a", "distanse")?.hint == "did you mean `distance`?")
    #expect(refusal("a", "distance V") == .unit("V", .distance))
    #expect(refusal("a", "distance V")?.hint == "its units are mm, cm, m")
    #expect(refusal("a", "") == .quantity(""))
  }

  @Test func conversionIsExactForWholeMultiples() throws {
    let (cm, mm) = (try #require(Unit.named("cm")), try #require(Unit.named("mm")))
    #expect(cm.convert(57, to: mm) == 570)
    #expect(mm.convert(570, to: cm) == 57)
    #expect(try #require(Unit.named("kWh")).convert(1.1, to: Quantity.energy.unit) == 1100)
  }
}
