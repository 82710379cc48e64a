import Core
import Foundation
import Model

/// Reads the section `city` with its registry and districts.
struct CityReader {
  static let keys = ["name", "timezone", "assets", "districts", "holidays", "parameters"]
  /// What stands for a city that could not be read.
  static let nowhere = CityDefinition(name: "", timeZone: "UTC", assets: [], devices: [])

  private let section: Section
  private let context: ReadingContext
  private let remarks: Problems

  init(_ section: Section, _ context: ReadingContext, remarks: Problems) {
    self.section = section
    self.context = context
    self.remarks = remarks
  }

  func read() -> (definition: CityDefinition, districts: [District]) {
    let name = section.required("name", example: "Liège")?.value(.text("the city's name"))
    let timeZone = section.required("timezone", example: "Europe/Brussels")?.value(.timeZone)
    let districts =
      section["districts"].flatMap(context.file).map { District.read($0, context.problems) } ?? []
    let table = readTable()
    let parameters = readParameters()
    let definition = CityDefinition(
      name: name ?? "", timeZone: timeZone ?? "UTC",
      calendar: LocalCalendar(timeZone: timeZone ?? "UTC", holidays: readHolidays()),
      assets: located(table, in: districts).completed(with: parameters), devices: table.devices)
    return (definition, districts)
  }

  private func readTable() -> AssetTable {
    let example = "[city/assets.csv]"
    let files = section.required("assets", example: example)?.list(atLeast: 1, example: example) ?? []
    let table = AssetTable.read(
      files.compactMap(context.file), knownCodecs: context.knownCodecs + context.knownFormats)
    context.problems.add(table.problems, omitted: table.omittedProblems)
    checkScripts(table)
    return table
  }

  /// The limits that hold for all assets whose own parameters say nothing else.
  private func readParameters() -> Parameters {
    var values: [String: String] = [:]
    guard let written = section["parameters"], let limits = written.section(keys: Limits.keys) else {
      return Parameters()
    }
    for (key, value) in limits.all {
      guard let text = value.value(.text("a number or a word, as in the registry")) else { continue }
      if Parameters([key: text]).makesSense(at: value.place, context.problems) { values[key] = text }
    }
    return Parameters(values)
  }

  private func readHolidays() -> [LocalCalendar.Holiday] {
    let files = section["holidays"]?.list(example: "[holidays/belgium.csv]") ?? []
    return files.compactMap(context.file).flatMap { HolidayTable.read($0, context.problems) }
  }

  /// Reports `js:FILE` codecs without their files.
  private func checkScripts(_ table: AssetTable) {
    for (codec, place) in table.scripts {
      let script = String(codec.dropFirst(3))
      guard !context.folder.contains(script) else { continue }
      context.problems.add(
        place, "codec `\(codec)` names a file that does not exist",
        hint: context.folder.hint(forMissing: script))
    }
  }

  /// The assets, those without a district in the one that they lie in.
  private func located(_ table: AssetTable, in districts: [District]) -> [Asset] {
    if districts.isEmpty { return table.assets }
    let names = Set(districts.map(\.name))
    var unknown: Set<String> = []
    return zip(table.assets, table.assetPlaces).map { asset, place in
      var asset = asset
      if let name = asset.district {
        if !names.contains(name), unknown.insert(name).inserted {
          remarks.add(
            place, "district `\(name)` has no area in the districts file",
            hint: suggestion(for: name, among: names.sorted(), otherwise: "areas: "))
        }
      } else if let location = asset.location {
        asset.district = districts.first { $0.contains(location) }?.name
      }
      return asset
    }
  }
}

extension [Asset] {
  /// The assets with parameters where they have none of their own; those with the same of their own share them.
  fileprivate func completed(with parameters: Parameters) -> [Asset] {
    if parameters.values.isEmpty { return self }
    var known: [Parameters: Parameters] = [:]
    return map { asset in
      var asset = asset
      let own = asset.parameters
      asset.parameters = known[own] ?? Parameters(own.values.merging(parameters.values) { own, _ in own })
      known[own] = asset.parameters
      return asset
    }
  }
}

extension Shape<String> {
  /// A time zone of the IANA database.
  static let timeZone = Shape { text in
    (text.contains("/") || text == "UTC") && TimeZone(identifier: text) != nil ? text : nil
  } hint: { text in
    let city = text.split(separator: "/").last.map(String.init) ?? text
    let known = TimeZone.knownTimeZoneIdentifiers
    let near =
      nearestSpelling(of: text, among: known)
      ?? known.first { $0.lowercased().hasSuffix("/" + city.lowercased()) }
    return near.map { "did you mean `\($0)`?" } ?? "write an IANA time zone, for example `Europe/Brussels`"
  }
}
