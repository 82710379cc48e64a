import Model
import Wire

/// How far an export has come, in one line of the standard error if that is a terminal.
///
/// Readings come in order of arrival, so the newest arrival says which part of the time is done.
struct ExportProgress {
  private let from: Timestamp
  private let to: Timestamp
  private let isShown: Bool
  private var count = 0

  private static let cells = 30

  /// An export of what arrived between two moments; `isShown` when the line does not get in the way of the
  /// readings.
  init(from: Timestamp, to: Timestamp, isShown: Bool) {
    self.from = from
    self.to = to
    self.isShown = isShown && Terminal.isErrorTerminal
  }

  /// Counts a page of readings.
  mutating func add(_ readings: [StoredReadingObject]) {
    count += readings.count
    guard isShown, let last = readings.last else { return }
    show(share: (last.arrivedAt.timestamp - from).inSeconds / max(1, (to - from).inSeconds))
  }

  /// Says that all is done.
  func end() {
    guard isShown else { return }
    show(share: 1)
    Console.complain("\n")
  }

  private func show(share: Double) {
    let filled = Int((min(1, max(0, share)) * Double(Self.cells)).rounded(.down))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.cells - filled)
    Console.complain("\r[\(bar)] \(NumberText.count(count, "reading"))")
  }
}
