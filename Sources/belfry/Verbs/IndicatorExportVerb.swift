import ArgumentParser
import Foundation
import Model
import Wire

/// `belfry indicator export FILE`
struct IndicatorExportVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes the newest values to a file that other cities can compare theirs with.",
    discussion: "The file says how each indicator is computed. '-' is the standard output.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The file to write.", completion: .file())
  var file: String

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    let city = try await daemon.value(Status.self, Request("v1", "status")).city
    let definitions = try await daemon.value(
      Page<IndicatorDefinitionObject>.self, Request("v1", "indicator-definitions"))
    let values = try await daemon.list(of: IndicatorObject.self, Request("v1", "indicators"), limit: nil)
    let items = definitions.items.sorted { $0.name < $1.name }.map { definition in
      IndicatorExchange.Item(
        definition: definition, values: values.items.filter { $0.name == definition.name })
    }
    let exchange = IndicatorExchange(city: city, exportedAt: WireTime(.now), indicators: items)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(exchange), as: UTF8.self) + "\n"
    guard file != "-" else { return try console.write(text) }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Failure(
        .refused, "can't write \(file)", hint: "does its folder exist, and is it yours?")
    }
    try console.print(["\(file): \(NumberText.count(items.count, "indicator")) of \(city)"])
  }
}
