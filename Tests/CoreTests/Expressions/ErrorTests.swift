@testable import Core
import Randomness
import Testing

/// Each text with the column, what is wrong, and what would be right.
private let errors: [(String, String)] = [
  (
    "",
    "1: the end is unexpected; expected a quantity, a number or '('"
  ),
  (
    "   ",
    "4: the end is unexpected; expected a quantity, a number or '('"
  ),
  (
    "fill_level",
    "1: this is a fraction, not a condition; compare it, for example 'co2 > 1000 ppm'"
  ),
  (
    "80 %",
    "1: this is a fraction, not a condition; compare it, for example 'co2 > 1000 ppm'"
  ),
  (
    "fill_level >=",
    "14: the end is unexpected; expected a quantity, a number or '('"
  ),
  (
    ">= 80 %",
    "1: '>=' is unexpected; expected a quantity, a number or '('"
  ),
  (
    "fill_level >= 80",
    "15: 80 has no unit, but fill_level is in %; write '80 %'"
  ),
  (
    "80 <= fill_level",
    "1: 80 has no unit, but fill_level is in %; write '80 %'"
  ),
  (
    "co2 > 1000",
    "7: 1000 has no unit, but co2 is in ppm; write '1000 ppm'"
  ),
  (
    "temperature < -5",
    "15: -5 has no unit, but temperature is in Cel; write '-5 Cel'"
  ),
  (
    "temperature > 30 %",
    "13: a temperature and a fraction can't be put together with '>'; temperature is in Cel"
  ),
  (
    "illuminance > 5 W",
    "13: an illuminance and a power can't be put together with '>'; illuminance is in lx"
  ),
  (
    "energy > 5 kW",
    "8: an energy and a power can't be put together with '>'; energy is in Wh"
  ),
  (
    "co2 > 5 furlongs",
    "9: there is no unit 'furlongs'; units are for example %, ppm, Cel, min"
  ),
  (
    "noise_laeq > 60 dB",
    "12: a sound level and a gain can't be put together with '>'; noise_laeq is in dB[A]"
  ),
  (
    "fil_level > 80 %",
    "1: there is no quantity 'fil_level'; did you mean 'fill_level'?"
  ),
  (
    "fill-level > 80 %",
    "1: there is no quantity 'fill'; quantities are for example fill_level, co2, occupied"
  ),
  (
    "temprature > 3 Cel",
    "1: there is no quantity 'temprature'; did you mean 'temperature'?"
  ),
  (
    "zzz = 1",
    "1: there is no quantity 'zzz'; quantities are for example fill_level, co2, occupied"
  ),
  (
    "occupied = true",
    "12: there is no quantity 'true'; quantities are for example fill_level, co2, occupied"
  ),
  (
    "fill_level > 80 % AND occupied = 1",
    "19: 'AND' is unexpected; expected an operator such as 'and' or '>='"
  ),
  (
    "a ≥ 5",
    "3: '≥' means nothing here; write '>='"
  ),
  (
    "co2 > 5 ppm & occupied = 1",
    "13: '&' means nothing here; write 'and'"
  ),
  (
    "occupied = 1 | occupied = 0",
    "14: '|' means nothing here; write 'or'"
  ),
  (
    "!occupied = 1",
    "1: '!' means nothing here; write 'not'"
  ),
  (
    "co2 => 5 ppm",
    "6: '>' is unexpected; expected a quantity, a number or '('"
  ),
  (
    "co2 # 5",
    "5: '#' means nothing here; take it out"
  ),
  (
    "1 < co2 < 5",
    "9: comparisons can't be chained; write 'a < b and b < c'"
  ),
  (
    "co2 > 1 ppm > 2 ppm",
    "13: comparisons can't be chained; write 'a < b and b < c'"
  ),
  (
    "1.2.3 = 1",
    "1: '1.2.3' is not a number; write for example 12.5"
  ),
  (
    "½ = 1",
    "1: '½' is not a number; write for example 12.5"
  ),
  (
    "1e999 = 1",
    "1: '1e999' is not a number; write for example 12.5"
  ),
  (
    "3e- = 1",
    "1: '3e-' is not a number; write for example 12.5"
  ),
  (
    ".5 = 1",
    "1: '.' is unexpected; expected a quantity, a number or '('"
  ),
  (
    "(co2 > 5 ppm",
    "13: the end is unexpected; expected ')'"
  ),
  (
    "co2 > 5 ppm)",
    "12: ')' is unexpected; expected an operator such as 'and' or '>='"
  ),
  (
    "co2 > (5 ppm",
    "13: the end is unexpected; expected ')'"
  ),
  (
    "()",
    "2: ')' is unexpected; expected a quantity, a number or '('"
  ),
  (
    "co2 co2",
    "5: 'co2' is unexpected; expected an operator such as 'and' or '>='"
  ),
  (
    "not co2",
    "1: 'not' wants a condition, this is a fraction; compare it, for example 'occupied = 1'"
  ),
  (
    "co2 and occupied = 1",
    "1: 'and' wants a condition, this is a fraction; compare it, for example 'occupied = 1'"
  ),
  (
    "occupied = 1 or co2",
    "17: 'or' wants a condition, this is a fraction; compare it, for example 'occupied = 1'"
  ),
  (
    "-(co2 > 1 ppm) = 1",
    "1: '-' wants a number; use 'not' before a condition"
  ),
  (
    "(co2 > 1 ppm) + 1 = 2",
    "15: '+' wants a number on both sides; join conditions with 'and' or 'or'"
  ),
  (
    "(co2 > 1 ppm) = (co2 > 2 ppm)",
    "15: '=' wants a number on both sides; join conditions with 'and' or 'or'"
  ),
  (
    "1 / co2 > 1",
    "3: a bare number '/' a fraction has no unit here; multiply or divide by a bare number, or divide by the same kind of quantity"
  ),
  (
    "power * 1h > 5 Wh",
    "7: a power '*' a time has no unit here; multiply or divide by a bare number, or divide by the same kind of quantity"
  ),
  (
    "(co2 > 1 ppm) * 2 = 2",
    "15: '*' wants a number on both sides; join conditions with 'and' or 'or'"
  ),
  (
    "'text'",
    "1: a text has no place here; texts belong into functions"
  ),
  (
    "co2 > 'text",
    "7: the text does not end; close it with '"
  ),
  (
    "co2 > \"text\"",
    "7: a text has no place here; texts belong into functions"
  ),
  (
    "age",
    "1: 'age' is a function; write age(quantity), for example age(co2) > 2h"
  ),
  (
    "age > 5m",
    "1: 'age' is a function; write age(quantity), for example age(co2) > 2h"
  ),
  (
    "age() > 5m",
    "1: age() does not take 0 arguments; write age(quantity), for example age(co2) > 2h"
  ),
  (
    "age(co2, co2) > 5m",
    "1: age() does not take 2 arguments; write age(quantity), for example age(co2) > 2h"
  ),
  (
    "age(5) > 5m",
    "5: age() wants the name of a quantity; write age(quantity), for example age(co2) > 2h"
  ),
  (
    "age(co3) > 5m",
    "5: there is no quantity 'co3'; did you mean 'co2'?"
  ),
  (
    "age(co2) > 5 m",
    "10: a length can't be compared with a time; '2m' is two minutes; write '2 m' for metres"
  ),
  (
    "age(co2) > 5",
    "12: 5 has no unit; write its unit behind it"
  ),
  (
    "agee(co2) > 5m",
    "1: there is no function 'agee'; did you mean 'age'?"
  ),
  (
    "mean(co2) > 5 ppm",
    "1: there is no function 'mean'; did you mean 'median'?"
  ),
  (
    "distance > 2m",
    "10: a length can't be compared with a time; '2m' is two minutes; write '2 m' for metres"
  ),
  (
    "age(co2 > 5m",
    "13: the end is unexpected; expected ',' or ')'"
  ),
  (
    "age(co2,",
    "9: the end is unexpected; expected a quantity, a number or '('"
  ),
  (
    "co2 > 5 ppm ppm",
    "13: 'ppm' is unexpected; expected an operator such as 'and' or '>='"
  ),
  (
    "2 y > 1 y",
    "3: there is no unit 'y'; units are for example %, ppm, Cel, min"
  ),
]

@Suite struct ErrorTests {
  @Test("Every mistake has a place and a way out", arguments: errors)
  func mistake(text: String, expected: String) {
    #expect(error(in: text) == expected)
  }

  @Test("A condition may be long, but neither deep nor endless")
  func limits() {
    let parentheses = String(repeating: "(", count: 60)
    #expect(error(in: parentheses) == "50: too many parentheses; split the rule into several")
    let nested = String(repeating: "1 + (", count: 20) + "1" + String(repeating: ")", count: 20) + " > 1"
    #expect(error(in: nested) == "1: the condition is too deeply nested; split the rule into several")
    #expect(error(in: String(repeating: "not ", count: 1000) + "1 = 1") == nil)
    #expect(error(in: String(repeating: "- ", count: 1001) + "1 < 0") == nil)
    let chain = Array(repeating: "1 = 2", count: 400).joined(separator: " or ")
    #expect(error(in: chain) == nil)
    let endless = Array(repeating: "1 = 2", count: 100_000).joined(separator: " or ")
    #expect(
      error(in: endless) == "1: the condition is longer than 4096 characters; split the rule into several")
  }

  @Test("The field is named, so that a file's line can be found")
  func field() {
    do throws(RuleError) {
      _ = try Program.condition("co2 > 1000", field: "clear")
      Issue.record("accepted")
    } catch {
      #expect(
        error.description == "clear, column 7: 1000 has no unit, but co2 is in ppm; write '1000 ppm'")
    }
  }

  @Test("No text makes the compiler trap")
  func noise() {
    var random = SeededRandom(seed: 11)
    let pieces = [
      "co2", "age", "(", ")", ",", "80", "%", " ", "and", "or", "not", "-", "*", "/", "<", ">=", "=", "1e",
      ".", "'", "5m", "°C", "é", "\u{301}", "\"", "👍🏽", "_", "3.5",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).compactMap { _ in
        pieces.randomElement(using: &random)
      }
      _ = error(in: text.joined())
    }
  }
}
