import Codecs
import Model
import Testing

/// Every published payload decodes to what its publisher says.
@Suite struct VectorTests {
  struct Case: CustomTestStringConvertible {
    var codec: any Codec.Type
    var vector: Vector
    var testDescription: String { "\(codec.name): \(vector.testDescription)" }
  }

  static let cases: [Case] = deviceCodecs.flatMap { codec in
    (Vector.all[codec.name] ?? []).map { Case(codec: codec, vector: $0) }
  }

  @Test(arguments: cases)
  func decodes(_ example: Case) {
    let vector = example.vector
    do {
      let readings = try decode(example.codec, vector.payload, vector.context)
      #expect(vector.expect_error != true, "must be refused, gave \(readings.items)")
      let wanted = vector.readings.map { Self.line($0, vector.context.receivedAt) }
      let got = readings.items.map { Self.line($0) }
      #expect(got.sorted() == wanted.sorted(), "\(vector.source), warnings: \(readings.warnings)")
    } catch {
      #expect(vector.expect_error == true, "\(vector.source): \(error)")
    }
  }

  // Published values are rounded, so four significant digits are compared.

  private static func line(_ reading: Reading) -> String {
    "\(reading.quantity.name) \(significant(reading.value)) at \(reading.at)"
  }

  private static func line(_ expected: Vector.Expected, _ receivedAt: Timestamp) -> String {
    let at = expected.at.map { Timestamp(rfc3339: $0)?.description ?? "no time: \($0)" }
    return "\(expected.quantity) \(significant(expected.value)) at \(at ?? receivedAt.description)"
  }

  private static func significant(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    var (scaled, exponent) = (abs(value), 0)
    while scaled >= 100_000 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 10_000 {
      scaled *= 10
      exponent -= 1
    }
    return "\(value < 0 ? "-" : "")\(Int(scaled.rounded()))e\(exponent)"
  }
}
