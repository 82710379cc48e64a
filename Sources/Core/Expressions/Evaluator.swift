import Model

extension Program {
  /// The program's value for `asset` (or a district, in a rule about districts) at `now`: a ``Truth`` for a
  /// condition, unknown where readings miss.
  ///
  /// No allocation, no reference counting per instruction: this runs for each reading and rule.
  func evaluate(_ state: borrowing LiveState, asset: Int, now: Timestamp) -> Double {
    evaluate(
      load: { state.value(asset, $0, at: now) },
      call: { functions[$0].evaluate(state, subject: asset, now: now) })
  }

  /// The program's value, given those of quantities and of calls, by index in ``functions``.
  @inline(__always)
  func evaluate(load: (Quantity) -> Double, call: (Int) -> Double) -> Double {
    Self.evaluate(instructions.span, load: load, call: call)
  }

  /// The value of a program with these instructions.
  @inline(__always)
  static func evaluate(
    _ instructions: Span<Instruction>, load: (Quantity) -> Double, call: (Int) -> Double
  ) -> Double {
    var stack = InlineArray<16, Double>(repeating: 0)
    var top = -1
    for index in instructions.indices {
      let instruction = instructions[index]
      switch instruction {
      case .constant(let value):
        top += 1
        stack[top] = value
      case .load(let quantity):
        top += 1
        stack[top] = load(quantity)
      case .call(let index):
        top += 1
        stack[top] = call(index)
      case .negate: stack[top] = -stack[top]
      case .not: stack[top] = Truth.not(stack[top])
      default:
        top -= 1
        stack[top] = combine(instruction, stack[top], stack[top + 1])
      }
    }
    return stack[0]
  }

  @inline(__always)
  private static func combine(_ instruction: Instruction, _ a: Double, _ b: Double) -> Double {
    switch instruction {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: b == 0 ? Truth.unknown : a / b
    case .less: Truth.compare(a, b, <)
    case .lessOrEqual: Truth.compare(a, b, <=)
    case .greater: Truth.compare(a, b, >)
    case .greaterOrEqual: Truth.compare(a, b, >=)
    case .equal: Truth.compare(a, b, ==)
    case .notEqual: Truth.compare(a, b, !=)
    case .and: Truth.and(a, b)
    case .or: Truth.or(a, b)
    case .constant, .load, .call, .negate, .not: Truth.unknown
    }
  }
}
