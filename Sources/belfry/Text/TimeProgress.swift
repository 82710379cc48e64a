import Model

/// How far something has come that goes through the history, in one line of the standard error if that is a
/// terminal.
///
/// The history is in order of arrival, so the newest arrival says which part of the time is done.
struct TimeProgress {
  private let from: Timestamp
  private let to: Timestamp
  private let noun: String
  private let isShown: Bool

  private static let cells = 30

  /// The way from one moment to another; `noun` is what is counted on it.
  ///
  /// `isShown` says whether the line would get in nobody's way.
  init(from: Timestamp, to: Timestamp, _ noun: String, isShown: Bool) {
    self.from = from
    self.to = to
    self.noun = noun
    self.isShown = isShown && Terminal.isErrorTerminal
  }

  /// Shows that `count` were taken, up to `moment`.
  func show(_ count: Int, upTo moment: Timestamp) {
    show(count, share: (moment - from).inSeconds / max(1, (to - from).inSeconds))
  }

  /// Says that all is done.
  func end(_ count: Int) {
    guard isShown else { return }
    show(count, share: 1)
    Console.complain("\n")
  }

  private func show(_ count: Int, share: Double) {
    guard isShown else { return }
    let filled = Int((min(1, max(0, share)) * Double(Self.cells)).rounded(.down))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.cells - filled)
    Console.complain("\r[\(bar)] \(NumberText.count(count, noun))")
  }
}
