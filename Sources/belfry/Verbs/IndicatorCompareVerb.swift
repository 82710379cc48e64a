import ArgumentParser
import Foundation
import Model
import Wire

/// `belfry indicator compare FILE…`
struct IndicatorCompareVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Puts the indicators of several cities side by side, like for like.",
    discussion: "The files are those of 'belfry indicator export'. This needs no daemon.")

  @OptionGroup var options: CommonOptions

  @Argument(help: "The files, one for each city.", completion: .file())
  var files: [String]

  func validate() throws {
    if files.count < 2 { throw ValidationError("Give at least two files.") }
  }

  func run() async throws {
    let console = Console(json: options.json)
    let comparison = IndicatorComparison(try files.map(Self.read))
    if console.json { return try console.print(JSONText(try json(comparison))) }
    if comparison.rows.isEmpty {
      return try console.print([console.appearance.paint("no indicator is in two files", .quiet)])
    }
    try console.print(table(comparison, console.appearance).lines(width: console.width, console.appearance))
  }

  private static func read(_ path: String) throws -> IndicatorExchange {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.refused, "can't read \(path)", hint: "is it there, and may you read it?")
    }
    guard let file = try? JSONDecoder().decode(IndicatorExchange.self, from: data),
      file.format == IndicatorExchange.formatName
    else {
      throw Failure(.refused, "\(path) holds no indicators", hint: "write one with 'belfry indicator export'")
    }
    guard file.version <= IndicatorExchange.newestVersion else {
      throw Failure(.refused, "\(path) is of a newer version", hint: "update belfry")
    }
    return file
  }

  private func table(_ comparison: IndicatorComparison, _ appearance: Appearance) -> Table {
    let cities = comparison.cities.map { Table.Column(title: $0.uppercased(), alignment: .right) }
    return Table(
      columns: [.init(title: "INDICATOR")] + cities + [.init(title: "REMARK", rank: 1)],
      rows: comparison.rows.map { row in
        let isComparable = row.difference == nil
        let values = row.values.map { value in
          let number = value?.value.map {
            NumberText.measure($0, unit: value?.unit ?? "", appearance)
          }
          return Table.Cell(number ?? appearance.none, isComparable ? .plain : .quiet)
        }
        return [.init(row.name, .strong)] + values + [.init(row.difference ?? "", .quiet)]
      })
  }

  private func json(_ comparison: IndicatorComparison) throws -> Data {
    struct Item: Encodable {
      let name: String
      let comparable: Bool
      let remark: String?
      let values: [String: IndicatorObject]
    }
    let items = comparison.rows.map { row in
      let pairs = zip(comparison.cities, row.values).compactMap { city, value in value.map { (city, $0) } }
      return Item(
        name: row.name, comparable: row.difference == nil, remark: row.difference,
        values: Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    }
    return try JSONEncoder().encode(["items": items])
  }
}
