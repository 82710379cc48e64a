import ArgumentParser
import Foundation
import Model

/// `belfry registry import`
struct RegistryImportVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Lines of assets.csv for the devices that a network server exports; needs no daemon.",
    discussion: """
      Exports are JSON or CSV: of The Things Stack what `ttn-lw-cli end-devices list` prints or the file for its \
      own import, of ChirpStack the list of its API. KIND and CODEC stand where the export does not tell them: \
      belfryd check asks about each.
      """)

  @OptionGroup var options: CommonOptions

  @Option(help: ArgumentHelp("What The Things Stack exported; - for standard input.", valueName: "file"))
  var ttsExport: String?

  @Option(help: ArgumentHelp("What ChirpStack exported; - for standard input.", valueName: "file"))
  var chirpstackExport: String?

  func validate() throws {
    guard (ttsExport == nil) != (chirpstackExport == nil) else {
      throw ValidationError("give one of --tts-export and --chirpstack-export")
    }
  }

  func run(printingTo console: Console) async throws {
    let file = ttsExport ?? chirpstackExport ?? "-"
    let lines = RegistryLine.all(for: try ExportedDevice.all(in: contents(of: file), file: file))
    if console.json { return try console.print(JSONText(encoding: lines.map(RegistryLineReport.init))) }
    try console.print([RegistryLine.header] + lines.map { $0.text.printable })
  }

  private func contents(of file: String) throws -> Data {
    do {
      let handle = try file == "-" ? .standardInput : FileHandle(forReadingFrom: URL(filePath: file))
      return try handle.readToEnd() ?? Data()
    } catch {
      throw Failure(.refused, "can't read '\(file)'", hint: "is there such a file, and may you read it?")
    }
  }
}

/// What `belfry registry import --json` prints for each device.
private struct RegistryLineReport: Encodable {
  let asset: String
  let kind: String
  let name: String
  let latitude: Double?
  let longitude: Double?
  let device: String
  let codec: String

  init(_ line: RegistryLine) {
    asset = line.asset
    kind = line.kind
    name = line.name
    latitude = line.location?.latitude
    longitude = line.location?.longitude
    device = line.device
    codec = line.codec
  }
}
