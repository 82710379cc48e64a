/// Why the program can't do what it was asked, for people.
struct SimulatorProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
