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
      belfry decode --list [WORD]
      belfry decode --codec NAME --port N HEX
      belfry decode --format NAME --topic TOPIC [--codec NAME] FILE|-
      belfry decode --format json --field POINTER=QUANTITY [--device POINTER] [--time POINTER] FILE|-
      """)

  @OptionGroup var options: CommonOptions

  @Flag(help: "List the codecs, or those with a word in their name, vendor or models.")
  var list = false

  @Option(help: "The device's codec, as in the registry; js:FILE for a vendor's script.")
  var codec: String?

  @Option(help: "The FPort of the payload; not needed when the codec has only one.")
  var port: UInt8?

  @Option(
    name: .customLong("parameter"),
    help: ArgumentHelp("A parameter of the device, as in the registry.", valueName: "key=value"))
  var parameters: [String] = []

  @Option(
    name: .customLong("field"),
    help: ArgumentHelp(
      "What a name means, for the format json and the codecs network and js:FILE.",
      valueName: "pointer=quantity unit"))
  var fields: [String] = []

  @Option(help: ArgumentHelp("Where the device stands, for the format json.", valueName: "pointer"))
  var device: String?

  @Option(help: ArgumentHelp("Where the time stands, for the format json.", valueName: "pointer"))
  var time: String?

  @Option(help: "The format of a whole message: \(formats.map { $0.name }.joined(separator: ", ")).")
  var format: String?

  @Option(help: "The topic on which the message came.")
  var topic: String = ""

  @Argument(help: "The payload in hex, or the file of the message; - for standard input.")
  var input: String?

  func validate() throws {
    if list { return }
    guard codec != nil || format != nil else { throw ValidationError("give --list, --codec or --format") }
    guard input != nil else {
      throw ValidationError(format == nil ? "give the payload in hex" : "give the message's file, or -")
    }
    if format == nil, !topic.isEmpty { throw ValidationError("--topic needs --format") }
    if format == nil, port == nil, codec?.hasPrefix("js:") == true {
      throw ValidationError("--codec js:FILE needs --port: the script is told it")
    }
    if format != nil, port != nil { throw ValidationError("the message says its port: leave --port out") }
    let readsNames = format == "json" || codec == "network" || codec?.hasPrefix("js:") == true
    if !readsNames, !fields.isEmpty || parameters.contains(where: { $0.hasPrefix(Self.fieldPrefix) }) {
      throw ValidationError("--field is for the format json and the codecs network and js:FILE")
    }
    if codec == "network", format == nil { throw ValidationError("--codec network needs --format") }
    if format != "json", device ?? time != nil {
      throw ValidationError("--device and --time need --format json")
    }
  }

  func run(printingTo console: Console) async throws {
    if list { return try printCodecs(to: console) }
    let decoding = Decoding(
      reader: try reader, parameters: try deviceParameters, paths: try messagePaths, now: .now)
    guard let format, let input else { return try printPayload(decoding, to: console) }
    let messages = try decoding.messages(
      format: try knownFormat(format), topic: topic, payload: try contents(of: input))
    for message in messages { try message.print(to: console) }
  }

  private func printPayload(_ decoding: Decoding, to console: Console) throws {
    let text = input == "-" ? String(decoding: try contents(of: "-"), as: UTF8.self) : input
    let bytes = try HexText.bytes(text ?? "")
    try decoding.payload(bytes, port: port).print(to: console)
  }

  private func printCodecs(to console: Console) throws {
    let known = deviceCodecs.map(CodecDescription.init).filter { codec in
      input.map { word in
        ([codec.codec, codec.vendor] + codec.models).contains { $0.localizedStandardContains(word) }
      }
        ?? true
    }
    guard !known.isEmpty else {
      throw Failure(
        .refused, "no codec is named '\(input ?? "")'", hint: "'belfry decode --list' shows them all")
    }
    if console.json { return try console.print(JSONText(encoding: known)) }
    let table = Table(
      columns: [
        .init(title: "CODEC"), .init(title: "CLASS", rank: 2), .init(title: "PORTS", minimum: 6, rank: 3),
        .init(title: "VENDOR", rank: 1), .init(title: "MODELS", minimum: 12),
      ],
      rows: known.map { codec in
        [
          .init(codec.codec, .strong), .init(codec.class),
          .init(parts: codec.ports.isEmpty ? ["any"] : NumberText.ranges(codec.ports)),
          .init(codec.vendor), .init(parts: codec.models),
        ]
      })
    try console.print(table.lines(width: console.width, console.appearance))
  }

  private var reader: PayloadReader? {
    get throws {
      guard let codec else { return nil }
      if codec == "network" { return .network(FieldMap(try knownFields)) }
      if codec.hasPrefix("js:") { return .script(String(codec.dropFirst(3)), FieldMap(try knownFields)) }
      return .native(try knownCodec(codec))
    }
  }

  private var messagePaths: MessagePaths? {
    get throws {
      guard format == "json" else { return nil }
      guard !fields.isEmpty else {
        throw Failure(
          .usage, "the format json has no names of its own",
          hint: "say what they mean: --field '/level=distance cm'")
      }
      return MessagePaths(
        JSONMapping(device: try pointer(device), time: try pointer(time), fields: try knownFields))
    }
  }

  private func pointer(_ text: String?) throws -> JSONPointer? {
    guard let text else { return nil }
    guard let pointer = JSONPointer(text) else { throw Failure(.usage, "'\(text)' is not a JSON pointer") }
    return pointer
  }

  /// Those of `--field`, and of `--parameter field.…`, as the registry writes them.
  private var knownFields: [Field] {
    get throws {
      let own = parameters.filter { $0.hasPrefix(Self.fieldPrefix) }.map {
        $0.dropFirst(Self.fieldPrefix.count)
      }
      return try (fields + own.map(String.init)).map { text in
        guard let equals = text.lastIndex(of: "=") else {
          throw Failure(.usage, "--field '\(text)' is not pointer=quantity")
        }
        do throws(FieldError) {
          return try Field(String(text[..<equals]), means: String(text[text.index(after: equals)...]))
        } catch {
          throw Failure(.usage, "--field '\(text)' \(error.what)", hint: error.hint)
        }
      }
    }
  }

  private static let fieldPrefix = "field."

  private func knownCodec(_ name: String) throws -> any Codec.Type {
    if let codec = deviceCodecs.first(where: { $0.name == name }) { return codec }
    let names = deviceCodecs.map { $0.name }
    let within = names.filter { $0.contains(name.lowercased()) }
    let near = within.isEmpty ? nearestSpelling(of: name, among: names).map { [$0] } ?? [] : within
    throw Failure(
      .usage, "there is no codec '\(name)'",
      hint: name.hasSuffix(".js")
        ? "a script is named js:FILE"
        : 1...5 ~= near.count
          ? "did you mean " + near.map { "'\($0)'" }.joined(separator: " or ") + "?"
          : "'belfry decode --list' shows them all")
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
