import Foundation
import Model
import Scripts
import Testing

/// Vendors' scripts in the real `belfry-codec`. The scripts are written here, in the ways in which published ones are.
@Suite struct ScriptTests {
  private static let runnerProgram: String = {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: link ?? "").deletingLastPathComponent().path + "/belfry-codec"
  }()

  /// What scripts answer to the bytes 01 02 03 on port 85, received at 2026-05-04T08:00:00.123Z, one after the other.
  private func answers(
    _ sources: String..., order: [Int]? = nil, program: String = ScriptTests.runnerProgram
  ) -> [ScriptAnswer] {
    var runner = ScriptRunner(program: program, sources: sources.map { Array($0.utf8) })
    return runner.answer((order ?? Array(sources.indices)).map { Self.call($0) })
  }

  private static func call(_ script: Int, _ payload: [UInt8] = [1, 2, 3]) -> ScriptCall {
    ScriptCall(
      script: script, port: 85, receivedAt: Timestamp(nanoseconds: 1_777_881_600_123_000_000),
      payload: payload)
  }

  private func object(_ json: String) -> ScriptAnswer { .object(Array(json.utf8)) }

  @Test func anUplinkIsWhatTheContractSays() {
    let found = answers(
      """
      function decodeUplink(input) {
        return {data: {
          isArray: Array.isArray(input.bytes), sum: input.bytes.reduce((a, b) => a + b), port: input.fPort,
          time: input.recvTime, isDate: input.recvTime instanceof Date}, warnings: ['low']};
      }
      """)
    #expect(
      found == [
        object(
          #"{"data":{"isArray":true,"sum":6,"port":85,"time":"2026-05-04T08:00:00.123Z","isDate":true},"warnings":["low"]}"#
        )
      ])
  }

  @Test func olderEntryPointsAreKnownAndTheNewestIsPreferred() {
    let decode = "function Decode(port, bytes, variables) { return {by: 'Decode', port: port}; }"
    let decoder = "function Decoder(bytes, port) { return {by: 'Decoder', port: port}; }"
    let uplink = "var decodeUplink = (i) => ({data: {by: 'decodeUplink', port: i.fPort}});"
    #expect(
      answers(decoder, decoder + decode, decoder + decode + uplink) == [
        object(#"{"data":{"by":"Decoder","port":85}}"#), object(#"{"data":{"by":"Decode","port":85}}"#),
        object(#"{"data":{"by":"decodeUplink","port":85}}"#),
      ])
  }

  @Test(arguments: [
    "function decodeUplink(i) { return {data: {n: 1}}; }\nexports.decodeUplink = decodeUplink;",
    "exports.decodeUplink = (i) => ({data: {n: 1}});",
    "module.exports = {decodeUplink: (i) => ({data: {n: 1}})};",
    "driver.decodeUplink = (i) => ({data: {n: 1}});",
    "module.exports = {Decoder: (bytes) => ({n: bytes[0]})};",
    "let exports; const driver = null; function Decode(port, bytes) { return {n: bytes[0]}; }",
  ])
  func whatHandsAScriptToOtherProgramsIsNoError(_ script: String) {
    #expect(answers(script) == [object(#"{"data":{"n":1}}"#)])
  }

  @Test func aBufferReadsNumbers() {
    let script = """
      function decodeUplink(i) {
        var b = Buffer.from('fffe0102' + '3fc00000', 'hex'), c = Buffer.from(i.bytes);
        return {data: [b.readInt16BE(0), b.readUInt16LE(2), b.readFloatBE(4), b.slice(2, 4).readUInt8(1), c.readUIntX,
          c.toString('hex'), Buffer.from('\u{B0}C').length, b.length, c[2], Buffer.isBuffer(c.slice(1))]};
      }
      """
    #expect(answers(script) == [object(#"{"data":[-2,513,1.5,2,null,"010203",3,8,3,true]}"#)])
  }

  @Test func modulesAndLatin1AreRead() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "belfry-\(UUID()).js")
    defer { try? FileManager.default.removeItem(at: file) }
    let text = """
      // 20 \u{B0}C
      export function decodeUplink(i) { return {data: {unit: '\u{B0}C'}}; }
      export {
        decodeUplink,
      };
      """.replacing("\n", with: "\r\n")
    for bytes in [Data(text.utf8), Data(text.unicodeScalars.map { UInt8($0.value) })] {
      try bytes.write(to: file)
      let source = String(decoding: ScriptSource.read(file.path), as: UTF8.self)
      #expect(answers(source) == [object("{\"data\":{\"unit\":\"\u{B0}C\"}}")])
    }
    for module in [
      "export default {\n decodeUplink(i) { return {data: {n: 1}}; }\n};",
      "export default function decodeUplink(i) {\n return {data: {n: 1}}; }",
    ] {
      try Data(module.utf8).write(to: file)
      let source = String(decoding: ScriptSource.read(file.path), as: UTF8.self)
      #expect(answers(source) == [object(#"{"data":{"n":1}}"#)])
    }
    try Data(text.utf16.flatMap { [UInt8($0 & 0xFF), 0] }).write(to: file)
    #expect(String(decoding: ScriptSource.read(file.path), as: UTF8.self).contains("UTF-8"))
  }

  @Test func scriptsAreSloppyAndMayTalkToAConsole() {
    // Names that nobody declared, octal numbers, and classes and constants on the top level.
    let script = """
      const scale = 010; class Reader { read(bytes) { return bytes[0] * scale; } }
      function decodeUplink(input) { console.log(input); value = new Reader().read(input.bytes); return {data: {value}}; }
      """
    #expect(answers(script) == [object(#"{"data":{"value":8}}"#)])
  }

  @Test func nothingIsLeftForTheNextUplink() {
    let script = """
      var count = 0; Object.prototype.extra = (Object.prototype.extra || 0) + 1;
      function decodeUplink(input) { leaked = typeof leaked; return {data: {count: ++count, leaked, e: ({}).extra}}; }
      """
    let expected = object(#"{"data":{"count":1,"leaked":"undefined","e":1}}"#)
    #expect(answers(script, order: [0, 0, 0]) == [expected, expected, expected])
  }

  @Test func aNormalizerIsUsed() {
    let script = """
      function decodeUplink(input) { return {data: {t: 1}}; }
      function normalizeUplink(input) { return {data: {air: {temperature: input.data.t}}}; }
      """
    #expect(answers(script) == [object(#"{"data":{"t":1},"normalized":{"air":{"temperature":1}}}"#)])
  }

  @Test(arguments: [
    ("function decodeUplink(i) { return {errors: ['bad port', 'bad day']}; }", "bad port; bad day"),
    ("function decodeUplink(i) { return {error: 'bad port'}; }", "bad port"),
    ("function decodeUplink(i) { throw 'odd'; }", "odd"),
    ("function decodeUplink(i) { return {errors: [{code: 3}]}; }", #"{"code":3}"#),
    ("function decodeUplink(i) { return {errors: ['']}; }", "the script names no error"),
    ("function decodeUplink(i) { return {errors: [new Error('bad frame')]}; }", "Error: bad frame"),
    ("function decodeUplink(i) { return {errors: [{n: 1n}]}; }", "[object Object]"),
    ("function decodeUplink(i) { Buffer.from('AQ==', 'base64'); }", "no Buffer of base64"),
    ("\nfunction decodeUplink(i) {\n return foo; }", "ReferenceError: Can't find variable: foo (line 3)"),
    ("function decodeUplink(i) {", "SyntaxError: Unexpected end of script (line 1)"),
    (
      "",
      "the script has no decodeUplink(input), Decode(fPort, bytes) or Decoder(bytes, port)"
    ),
    (
      "function decodeUplink(i) { return {data: 'y'.repeat(70000)}; }",
      "what the script gives is longer than 65536 bytes"
    ),
    (
      "function decodeUplink(i) { return decodeUplink(i); }",
      "RangeError: Maximum call stack size exceeded. (line 1)"
    ),
    ("function decodeUplink(i) { var s = 'a'; for (;;) s += s; }", "RangeError: Out of memory (line 1)"),
    ("function decodeUplink(i) { for (;;) ; }", "the script was ended: it took too long"),
    ("for (;;) ;", "the script was ended: it took too long"),
    (
      "function decodeUplink(i) { try { for (;;) ; } catch (e) { return {data: {}}; } }",
      "the script was ended: it took too long"
    ),
  ])
  func whatGoesWrongIsSaid(_ script: String, _ reason: String) {
    let good = "function decodeUplink(i) { return {data: {}}; }"
    #expect(
      answers(script, good, order: [0, 1]) == [.failure(reason), object(#"{"data":{}}"#)],
      "and the next goes well")
  }

  @Test(arguments: [
    "undefined", "null", "{}", "{errors: null}", "{errors: []}", "7", "{warnings: undefined}",
  ])
  func noDataIsNoError(_ value: String) {
    #expect(answers("function decodeUplink(i) { return \(value); }") == [object("{}")])
  }

  @Test func memoryIsLimitedAndTheProcessIsStartedAgain() throws {
    let hungry = """
      function decodeUplink(i) { var all = []; for (;;) { var a = new Float64Array(1 << 23); a.fill(1); all.push(a); } }
      """
    let good = "function decodeUplink(i) { return {data: {n: i.bytes.length}}; }"
    let found = answers(hungry, good, order: [1, 0, 1, 0])
    #expect(found[0] == object(#"{"data":{"n":3}}"#))
    #expect(found[2] == found[0])
    for index in [1, 3] {
      guard case .failure = found[index] else {
        Issue.record("\(found[index])")
        continue
      }
    }
  }

  @Test func aScriptThatHoldsItsProcessUpRestsAndTheOthersGoOn() {
    // The time limit can't end a regular expression that tries all ways.
    let slow =
      "function decodeUplink(i) { return /^((a+)+)+$/.test('a'.repeat(2000) + '!') ? {} : {data: {}}; }"
    let good = "function decodeUplink(i) { return {data: {n: i.bytes.length}}; }"
    let found = answers(slow, good, order: [0, 1, 0, 1])
    #expect(found[1] == object(#"{"data":{"n":3}}"#))
    #expect(found[3] == found[1])
    guard case .failure = found[0], case .failure = found[2] else {
      Issue.record("\(found)")
      return
    }
  }

  /// Array buffers lie in address space that the engine has reserved before, and filling them can't be interrupted.
  @Test func memoryThatTheEngineHadReservedIsLimitedToo() {
    let large = "function decodeUplink(i) { new Uint8Array(600 << 20).fill(1); return {data: {}}; }"
    let good =
      "function decodeUplink(i) { var a = new Uint8Array(1 << 20).fill(1); return {data: {n: a[7]}}; }"
    let found = answers(large, good, order: [0, 1])
    #expect(found[0] == .failure("the script ended its process, or took longer than 3 s"))
    #expect(found[1] == object(#"{"data":{"n":1}}"#))
  }

  @Test func aScriptThatTookTooLongRests() {
    let slow = "function decodeUplink(i) { for (;;) ; }"
    let good = "function decodeUplink(i) { return {data: {}}; }"
    var runner = ScriptRunner(program: Self.runnerProgram, sources: [Array(slow.utf8), Array(good.utf8)])
    #expect(runner.answer([Self.call(0)]) == [.failure("the script was ended: it took too long")])
    #expect(
      runner.answer([Self.call(0), Self.call(1)]) == [
        .failure("the script is not run for a while: it took too long, or ended its process"),
        object(#"{"data":{}}"#),
      ])
  }

  @Test func manyCallsKeepTheirOrder() {
    let echo = "function decodeUplink(i) { return {data: {b: i.bytes}}; }"
    var runner = ScriptRunner(program: Self.runnerProgram, sources: [Array(echo.utf8)])
    let payloads = (0..<600).map { number in [UInt8](repeating: UInt8(number & 255), count: 1 + number % 250)
    }
    let found = runner.answer(payloads.map { Self.call(0, $0) })
    #expect(
      found == payloads.map { object("{\"data\":{\"b\":[\($0.map(String.init).joined(separator: ","))]}}") })
  }

  @Test func withoutTheProgramEveryCallSaysSo() {
    #expect(
      answers("", order: [0, 0], program: "/nowhere/belfry-codec")
        == [ScriptAnswer](
          repeating: .failure("/nowhere/belfry-codec can't be started: No such file or directory"), count: 2))
  }

  @Test func aFileThatCannotBeReadIsItsOwnScript() {
    let source = String(decoding: ScriptSource.read("/nowhere/codec.js"), as: UTF8.self)
    #expect(answers(source) == [.failure("the script can't be used: it can't be read")])
  }
}
