import ArgumentParser
import Codecs
import Foundation
import Model

/// `belfry decode`
struct DecodeVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "What a device's bytes or a network server's message say; needs no daemon.",
    usage: """
      belfry decode --list
      belfry decode --codec NAME --port N HEX
      belfry decode --format NAME --topic TOPIC [--codec NAME] FILE|-
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "List the codecs.")
  var list = false

  @Option(help: "The device's codec, as in the registry.")
  var codec: String?

  @Option(help: "The FPort of the payload; not needed when the codec has only one.")
  var port: UInt8?

  @Option(
    name: .customLong("parameter"),
    help: ArgumentHelp("A parameter of the device, as in the registry.", valueName: "key=value"))
  var parameters: [String] = []

  @Option(help: "The format of a whole message: \(formats.map { $0.name }.joined(separator: ", ")).")
  var format: String?

  @Option(help: "The topic on which the message came.")
  var topic: String = ""

  @Argument(help: "The payload in hex, or the file of the message.")
  var input: String?

  func validate() throws {
    if list { return }
    guard codec != nil || format != nil else { throw ValidationError("give --list, --codec or --format") }
    guard input != nil else {
      throw ValidationError(format == nil ? "give the payload in hex" : "give the message's file, or -")
    }
    if format == nil, !topic.isEmpty { throw ValidationError("--topic needs --format") }
    if format != nil, port != nil { throw ValidationError("the message says its port: leave --port out") }
  }

  func run(printingTo console: Console) async throws {
    if list { return try printCodecs(to: console) }
    let codec = try codec.map(knownCodec)
    let decoding = Decoding(codec: codec, parameters: try deviceParameters, now: .now)
    guard let format, let input else { return try printPayload(decoding, to: console) }
    let messages = try decoding.messages(
      format: try knownFormat(format), topic: topic, payload: try contents(of: input))
    for message in messages { try message.print(to: console) }
  }

  private func printPayload(_ decoding: Decoding, to console: Console) throws {
    let bytes = try HexText.bytes(input ?? "")
    try decoding.payload(bytes, port: port).print(to: console)
  }

  private func printCodecs(to console: Console) throws {
    let known = deviceCodecs.map(CodecDescription.init)
    if console.json { return try console.print(JSONText(encoding: known)) }
    let table = Table(
      columns: [
        .init(title: "CODEC"), .init(title: "CLASS", rank: 2), .init(title: "PORTS", minimum: 6, rank: 3),
        .init(title: "VENDOR", rank: 1), .init(title: "MODELS", minimum: 12),
      ],
      rows: known.map { codec in
        [
          .init(codec.codec, .strong), .init(codec.class),
          .init(parts: codec.ports.isEmpty ? ["any"] : codec.ports.map(String.init)),
          .init(codec.vendor), .init(parts: codec.models),
        ]
      })
    try console.print(table.lines(width: console.width, console.appearance))
  }

  private func knownCodec(_ name: String) throws -> any Codec.Type {
    if let codec = deviceCodecs.first(where: { $0.name == name }) { return codec }
    let near = nearestSpelling(of: name, among: deviceCodecs.map { $0.name })
    throw Failure(
      .usage, "there is no codec '\(name)'",
      hint: near.map { "did you mean '\($0)'?" } ?? "'belfry decode --list' shows them all")
  }

  private func knownFormat(_ name: String) throws -> any Format.Type {
    if let format = formats.first(where: { $0.name == name }) { return format }
    let names = formats.map { $0.name }
    throw Failure(
      .usage, "there is no format '\(name)'",
      hint: nearestSpelling(of: name, among: names).map { "did you mean '\($0)'?" }
        ?? "formats are " + names.joined(separator: ", "))
  }

  private var deviceParameters: Parameters {
    get throws {
      var values: [String: String] = [:]
      for text in parameters {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Failure(.usage, "--parameter '\(text)' is not key=value") }
        values[String(parts[0])] = String(parts[1])
      }
      return Parameters(values)
    }
  }

  private func contents(of file: String) throws -> [UInt8] {
    do {
      let handle = try file == "-" ? .standardInput : FileHandle(forReadingFrom: URL(filePath: file))
      return Array(try handle.readToEnd() ?? Data())
    } catch {
      throw Failure(.refused, "can't read '\(file)'", hint: "is there such a file, and may you read it?")
    }
  }
}
