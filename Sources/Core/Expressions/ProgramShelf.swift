import Model

/// Many programs, one behind the other: to evaluate one of them copies, and so counts, no references to programs.
struct ProgramShelf: Sendable {
  private var instructions: [Program.Instruction] = []
  private var functions: [any RuleFunction] = []
  /// Where the instructions of each program stand.
  private var places: [Range<Int>] = []

  /// A shelf with these programs.
  init(_ programs: [Program]) {
    for program in programs {
      let first = instructions.count
      for instruction in program.instructions {
        if case .call(let index) = instruction {
          instructions.append(.call(functions.count + index))
        } else {
          instructions.append(instruction)
        }
      }
      functions += program.functions
      places.append(first..<instructions.count)
    }
  }

  /// The value of a program for an asset at `now`; not-a-number when it is not known.
  borrowing func evaluate(
    _ program: Int, _ state: borrowing LiveState, asset: Int, now: Timestamp
  ) -> Double {
    Program.evaluate(
      instructions.span.extracting(places[program]), load: { state.value(asset, $0, at: now) },
      call: { functions[$0].evaluate(state, subject: asset, now: now) })
  }
}
