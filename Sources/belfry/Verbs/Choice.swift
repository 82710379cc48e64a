import ArgumentParser
import Model

/// What an option with a few possible values was given; the error says which was probably meant.
func choice<Choice: CaseIterable & RawRepresentable<String>>(_ text: String) throws -> Choice {
  if let choice = Choice(rawValue: text) { return choice }
  let near = nearestSpelling(of: text, among: Choice.allCases.map(\.rawValue))
  throw ValidationError(near.map { "did you mean '\($0)'?" } ?? "choose from \(choices(of: Choice.self))")
}

/// The possible values, for help and errors.
func choices<Choice: CaseIterable & RawRepresentable<String>>(of type: Choice.Type) -> String {
  type.allCases.map(\.rawValue).joined(separator: ", ")
}
