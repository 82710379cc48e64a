import Core
import Model

/// Reads and compiles the indicators of all files that `indicators` names.
struct IndicatorsReader {
  private let context: ReadingContext
  private let remarks: Problems

  init(_ context: ReadingContext, remarks: Problems) {
    self.context = context
    self.remarks = remarks
  }

  func read(_ written: Written?) -> [Indicator] {
    let files = context.files(written, example: "[indicators/*.yaml]", remarks: remarks)
    var places: [String: Place] = [:]
    return files.flatMap { WrittenIndicator.indicators(in: $0, context.problems) }.compactMap { indicator in
      let name = indicator.definition.name
      if let other = places.updateValue(indicator.place, forKey: name) {
        context.problems.add(
          indicator.place, "there are two indicators `\(name)`",
          hint: "rename or remove one, the other is \(other.file):\(other.line)")
      }
      return indicator.compiled(context.problems)
    }
  }
}
