import Model
import Testing

@testable import Codecs

/// Messages whose outline is known are read as if they were the first.
@Suite struct JSONOutlinesTests {
  private static let sample = """
    {"end_device_ids":{"device_id":"bin-7","dev_eui":"A81758FFFE03F2AB"},"correlation_ids":["gs:1"],
     "received_at":"2026-05-04T10:11:12.5Z","uplink_message":{"session_key_id":"AYfg8rhh","f_port":5,
     "f_cnt":42,"frm_payload":"AQC7BgGx","decoded_payload":{"level":57.5,"door":"zu","on":true},
     "rx_metadata":[{"gateway_ids":{"gateway_id":"roof","eui":"58A0CBFFFE802A21"},"rssi":-97,"snr":7.5},
     {"gateway_ids":{"gateway_id":"tower"},"rssi":-71,"snr":-0.25}],"received_at":"2026-05-04T10:11:11Z"}}
    """

  /// What came of a message, in words.
  private func outcome(_ message: String, _ envelope: inout Envelope) -> String {
    outcome(Array(message.utf8), &envelope)
  }

  private func outcome(_ message: [UInt8], _ envelope: inout Envelope) -> String {
    envelope.removeAll()
    do {
      try TheThingsStack.read(
        message.span, topic: [UInt8]().span, Arrival(at: Timestamp(nanoseconds: 5)), into: &envelope)
      return
        "\(envelope.uplinks) \(envelope.receptions) \(envelope.bytes[..<envelope.byteCount]) \(envelope.readings.items)"
    } catch { return "\(error)" }
  }

  /// The sample with values of other lengths and forms.
  private static let other = [
    ("bin-7", "bin-12"), ("F2AB", "F2"), ("gs:1", ""), ("12.5Z", "12.25Z"), ("AYfg8rhh", "AYfg"),
    (":5,", ":85,"),
    ("42", "1042"), ("AQC7BgGx", "AQC7"), ("57.5", "7"), ("zu", "offen"), ("roof", "rooftop"),
    ("2A21", "2A"), ("-97", "-107"), (":7.5", ":-7.25"), ("tower", "spire-2"), ("-71", "-5"), ("-0.25", "12"),
    ("11:11Z", "11:11.75Z"),
  ].reduce(sample) { $0.replacing($1.0, with: $1.1) }

  /// What is known when all values of the sample have been seen in one form, and when they were seen in several.
  private func taught(_ messages: String...) -> Envelope {
    var envelope = Envelope()
    for message in messages { _ = outcome(message, &envelope) }
    return envelope
  }

  private func isKnown(_ message: String, _ envelope: Envelope) -> Bool {
    var places = FieldPlaces()
    var begins = JSONOutlines.Begins(repeating: 0)
    return envelope.theThingsStack.find(&places, &begins, in: Array(message.utf8).span)
  }

  @Test(
    arguments: [
      ("42", "4200000000"), ("-97", "-7"), ("57.5", "0"), ("AQC7BgGx", ""), ("bin-7", "glascontainer Süd"),
      ("A81758FFFE03F2AB", "x"), ("\"zu\"", "\"\""), ("10:11:11Z", "10:11:11.123456789+02:00"),
      ("7.5", "7.5000000000000000000001"),
    ])
  func otherValuesAreKnown(_ old: String, _ new: String) {
    let message = Self.sample.replacing(old, with: new)
    #expect(message != Self.sample)
    var once = taught(Self.sample)
    #expect(!isKnown(message, once))
    var (fresh, envelope) = (Envelope(), taught(Self.sample, Self.other))
    #expect(isKnown(message, envelope))
    #expect(outcome(message, &envelope) == outcome(message, &fresh))
    #expect(outcome(message, &once) == outcome(message, &fresh))
    #expect(isKnown(message, once))
    #expect(isKnown(Self.sample, once))
  }

  /// Of another value in the same place, but of the same length and with its digits in the same places.
  @Test(
    arguments: [
      ("42", "10"), ("42", "99"), ("-97", "-11"), ("57.5", "10.0"), ("AQC7BgGx", "/+=~#[]z"),
      ("bin-7", "a'$\u{7F}{"),
      ("A81758FFFE03F2AB", "0123456789abcdef"), (":5,", ":0,"), (":7.5", ":0.0"), ("zu", "zo"),
    ])
  func valuesOfOneFormAreComparedInOneGo(_ old: String, _ new: String) {
    let message = Self.sample.replacing(old, with: new)
    #expect(message != Self.sample)
    var (fresh, envelope) = (Envelope(), taught(Self.sample))
    #expect(isKnown(message, envelope))
    #expect(outcome(message, &envelope) == outcome(message, &fresh))
  }

  @Test(
    arguments: [
      ("42", "4e1"), ("42", "042"), ("42", "\"42\""), ("42", "null"), ("\"roof\"", "7"),
      ("roof", "ro\\u006ff"),
      ("true", "false"), ("f_cnt", "f_CNT"), ("roof", "\u{1}"), ("-0.25}", "-0.25,\"x\":1}"), ("-97", "-"),
      ("-97", "--7"), ("7.5", "7."), ("}}", "}} "), ("}}", "}}}"), ("}}", "}"), ("{\"end", " {\"end"),
      ("42", "02"), ("42", "4."), ("42", "4e"), ("57.5", "05.5"), ("57.5", "5755."),
      ("-97", "-07"),
      ("-97", "9-7"), ("roof", "ro\"f"), ("roof", "ro\\n"), ("roof", "ro\\\""), ("roof", "roo\u{1F}"),
      ("\"dev_eui", "\"dev_euj"), ("\"fr", "\"Fr"), ("]", "}"),
    ])
  func whatIsNotAsExpectedIsRead(_ old: String, _ new: String) {
    let message = Self.sample.replacing(old, with: new)
    #expect(message != Self.sample)
    for var envelope in [taught(Self.sample), taught(Self.sample, Self.other)] {
      #expect(!isKnown(message, envelope))
      var fresh = Envelope()
      #expect(outcome(message, &envelope) == outcome(message, &fresh))
    }
  }

  /// Text that is not UTF-8, within a value whose form is known and within one that is looked for.
  @Test(arguments: [[0x80], [0xFF], [0xC3], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x00]] as [[UInt8]])
  func whatIsNoTextIsRead(_ bytes: [UInt8]) throws {
    let place = try #require(Self.sample.utf8.firstRange(of: "roof".utf8)).lowerBound
    let offset = Self.sample.utf8.distance(from: Self.sample.startIndex, to: place)
    var message = Array(Self.sample.utf8)
    message.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    for var envelope in [taught(Self.sample), taught(Self.sample, Self.other)] {
      var fresh = Envelope()
      #expect(outcome(message, &envelope) == outcome(message, &fresh))
      #expect(outcome(message, &envelope).contains("malformed"))
    }
  }

  /// Values, and what stands between them, of all lengths, behind which the message goes on or ends at once.
  @Test(arguments: [
    "", "\"x\":1", "\"consumed_airtime\":\"0.06s\"", "\"a\":{\"longer\":\"member at the end of it\"}",
  ])
  func lengthsMakeNoDifference(end: String) {
    for length in 0..<70 {
      let name = String(repeating: "n", count: length)
      let texts = [String(repeating: "t", count: length), String(repeating: "ü", count: length / 2), ""]
      let numbers = [
        "1", "-1", String(repeating: "7", count: max(length, 1)),
        "-0." + String(repeating: "2", count: length + 1),
      ]
      for (text, number) in zip(texts + texts, numbers + numbers.reversed()) {
        let message = { (text: String, number: String) in
          """
          {"end_device_ids":{"device_id":"\(text)x"},"uplink_message":{"f_port":1,"\(name)":\(number),
          "frm_payload":"AQ==","settings":["\(text)",\(number)]}\(end.isEmpty ? "" : ",")\(end)}
          """
        }
        let looked = taught(message("a", "0"), message("bb", "10"))
        for var envelope in [looked, taught(message(text, number))] {
          #expect(isKnown(message(text, number), envelope))
          var fresh = Envelope()
          #expect(outcome(message(text, number), &envelope) == outcome(message(text, number), &fresh))
          for wrong in ["", "-", "01", "-01", "1.", "1.e2", ".5", "1e2", "1E+2", "+1", "--1", "1-", "0x1"] {
            #expect(!isKnown(message(text, wrong), envelope))
          }
        }
      }
    }
  }

  /// Whatever is cut off a message, nothing is read beyond it.
  @Test func aMessageThatBreaksOffIsReadAsIfItWereTheFirst() {
    var envelope = Envelope()
    let sample = Array(Self.sample.utf8)
    _ = outcome(sample, &envelope)
    for count in 0..<sample.count {
      var fresh = Envelope()
      let message = Array(sample[..<count])
      #expect(outcome(message, &envelope) == outcome(message, &fresh))
    }
  }

  /// Go writes `&` in names so, and a server hands on what a script calls its values.
  @Test func aNameMayHaveAnEscape() {
    let named = { (level: String) in
      Self.sample.replacing("level", with: #"T\u0026H"#).replacing("57.5", with: level)
    }
    var envelope = taught(named("57.5"))
    for (level, isKnown) in [("12.5", true), ("7", false), ("8", true), ("\"a\\\\b\"", false)] {
      var fresh = Envelope()
      #expect(self.isKnown(named(level), envelope) == isKnown)
      #expect(outcome(named(level), &envelope) == outcome(named(level), &fresh))
      #expect(!self.isKnown(named(level).replacing(#"T\u0026H"#, with: #"T\u0025H"#), envelope))
    }
  }

  @Test func outlinesThatBeginAlikeAreAllKnown() {
    var envelope = Envelope()
    let others = [
      Self.sample, Self.sample.replacing(",\"snr\":-0.25", with: ""),
      Self.sample.replacing(",\"snr\":7.5", with: ""), Self.sample.replacing("\"f_cnt\":42,", with: ""),
      Self.sample.replacing("{\"level\":57.5,\"door\":\"zu\",\"on\":true}", with: "[[],{},\"\",-0]"),
    ]
    for message in others { _ = outcome(message, &envelope) }
    #expect(others.allSatisfy { isKnown($0, envelope) })
    for message in others {
      var fresh = Envelope()
      #expect(outcome(message, &envelope) == outcome(message, &fresh))
    }
  }

  /// Somebody sends ever new names: what is remembered stays small, and the others are learned again.
  @Test func whatIsRememberedIsBounded() {
    var envelope = Envelope()
    for number in 0..<5000 {
      _ = outcome(Self.sample.replacing("correlation_ids", with: "x\(number)"), &envelope)
      #expect(envelope.theThingsStack.size <= 1 << 17)
    }
    // The more is remembered, the later something new is.
    for _ in 0..<64 { _ = outcome(Self.sample, &envelope) }
    #expect(isKnown(Self.sample, envelope))
  }

  @Test func aBatteryThatIsToldAgainAndAnewIsKnown() {
    var envelope = Envelope()
    let battery = #""last_battery_percentage":{"f_cnt":9,"value":90.5,"received_at":"2026-05-04T09:11:11Z"},"#
    let again = Self.sample.replacing(#""rx_metadata""#, with: battery + #""rx_metadata""#)
    let anew = again.replacing("09:11:11", with: "10:11:11")
    for (message, count) in [(again, 1), (anew, 2), (again, 1)] {
      var fresh = Envelope()
      #expect(outcome(message, &envelope) == outcome(message, &fresh))
      #expect(envelope.uplinks.count == count)
      #expect(isKnown(anew, envelope))
    }
  }

  @Test func whatWasSentInFSKIsReadEachTime() {
    var envelope = Envelope()
    let settings = #""settings":{"data_rate":{"lora":{"rate":50000}}},"#
    let loRa = Self.sample.replacing(#""rx_metadata""#, with: settings + #""rx_metadata""#)
    let fsk = loRa.replacing("lora", with: "fsk")
    for message in [loRa, fsk, loRa, fsk] {
      var fresh = Envelope()
      #expect(outcome(message, &envelope) == outcome(message, &fresh))
    }
    #expect(isKnown(loRa, envelope) && !isKnown(fsk, envelope))
  }

  @Test func encryptedAndCrowdedMessagesAreReadEachTime() {
    var envelope = Envelope()
    let encrypted = Self.sample.replacing("\"f_cnt\":42", with: "\"app_s_key\":{\"key\":\"AA==\"}")
    #expect(outcome(encrypted, &envelope).contains("encrypted"))
    #expect(!isKnown(encrypted, envelope))
    let gateways = (0..<30).map { #"{"gateway_ids":{"gateway_id":"g\#($0)"},"rssi":-\#(120 - $0)},"# }
    let crowded = Self.sample.replacing("[{\"gateway_ids", with: "[\(gateways.joined()){\"gateway_ids")
    _ = outcome(crowded, &envelope)
    #expect(!isKnown(crowded, envelope))
    #expect(envelope.receptions.first?.rssi == -71)
  }

  /// Random damage: with a memory or without, the same comes of it.
  @Test func damagedMessagesAreReadAsIfTheyWereTheFirst() {
    var mutator = Mutator(seed: "outlines")
    var envelope = Envelope()
    let known = [taught(Self.sample), taught(Self.sample, Self.other)]
    let sample = Array(Self.sample.utf8)
    for _ in 0..<4000 {
      let message = mutator.mutate(sample, beside: sample)
      var fresh = Envelope()
      let expected = outcome(message, &fresh)
      #expect(outcome(message, &envelope) == expected)
      for var known in known { #expect(outcome(message, &known) == expected) }
    }
  }
}
