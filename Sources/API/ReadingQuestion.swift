import Core
import Hummingbird
import Model
import Wire

/// A question about stored readings, as its query asks it.
struct ReadingQuestion {
  static let parameters = ["quantity", "from", "to", "every", "limit", "cursor"]

  private let selection: ReadingSelection
  private let steps: LocalSteps?
  private let limit: Int
  private let start: HistoryPosition?

  /// The question of `call`: the last day when it names no time.
  init(_ call: Call, asset: String?) async throws {
    let (now, calendar) = try await call.context.city.ask { city, now in (now, city.definition.calendar) }
    let to = try call.time("to") ?? now
    let from = try call.time("from") ?? to - .seconds(86_400)
    guard from < to else {
      throw ProblemError.badRequest("from is not before to", hint: "from is included, to is not")
    }
    let quantity = try call.quantity("quantity")
    selection = ReadingSelection(asset: asset, quantity: quantity, from: from, to: to)
    limit = try call.limit()
    start = try call.position("cursor")
    if let every = try call.duration("every") {
      steps = try Self.steps(of: every, from..<to, calendar)
    } else {
      steps = nil
    }
  }

  private static func steps(
    of every: Duration, _ time: Range<Timestamp>, _ calendar: LocalCalendar
  ) throws(ProblemError) -> LocalSteps {
    let count = (time.upperBound - time.lowerBound).inSeconds / every.inSeconds
    guard count <= Double(ReadingSummaries.stepLimit) else {
      throw ProblemError.badRequest(
        "that would be more than \(ReadingSummaries.stepLimit) steps", hint: "take a longer 'every'")
    }
    guard let steps = LocalSteps(of: every, from: time.lowerBound, calendar) else {
      throw ProblemError.badRequest(
        "every is longer than a day, and no whole days", hint: "take for example 2d")
    }
    return steps
  }

  /// The answer out of `history`.
  func answer(from history: any ReadingHistory) async throws -> Response {
    guard let steps else { return .json(try await page(of: history)) }
    return .json(try await summaries(of: history, steps))
  }

  /// A page may be short, even empty, while `next` goes on: a page is a bounded amount of work, too.
  private func page(of history: any ReadingHistory) async throws -> Page<StoredReadingObject> {
    let limit = limit
    let (items, next) = try await history.fold(selection, from: start, into: [StoredReadingObject]()) {
      items, stored in
      items.append(
        StoredReadingObject(
          asset: stored.asset, device: stored.device, reading: stored.reading, arrivedAt: stored.arrivedAt,
          derived: stored.flags.contains(.derived)))
      return items.count < limit
    }
    return Page(items: items, next: next.map { "\($0.uplink).\($0.reading)" })
  }

  private func summaries(
    of history: any ReadingHistory, _ steps: LocalSteps
  ) async throws -> Page<ReadingSummaryObject> {
    var summaries = ReadingSummaries(steps)
    var position: HistoryPosition?
    repeat {
      (summaries, position) = try await history.fold(
        selection, from: position, into: summaries, sums: { summaries, sum in summaries.add(sum) }
      ) { summaries, stored in
        summaries.add(stored.reading)
        return true
      }
    } while position != nil && !Task.isCancelled
    return Page(items: summaries.objects)
  }
}

extension Call {
  /// The query's parameter `name` as a moment, RFC 3339.
  func time(_ name: String) throws(ProblemError) -> Timestamp? {
    guard let text = text(name) else { return nil }
    if let time = Timestamp(rfc3339: text) { return time }
    throw ProblemError.badRequest(
      "\(name) can't be '\(text)'", hint: "it is a time like 2026-05-04T00:00:00Z (a '+' is written %2B)")
  }

  /// The query's parameter `name` as a quantity.
  fileprivate func quantity(_ name: String) throws(ProblemError) -> Quantity? {
    guard let text = text(name) else { return nil }
    if let quantity = Quantity(name: text) { return quantity }
    let near = nearestSpelling(of: text, among: Quantity.allCases.map(\.name))
    throw ProblemError.badRequest(
      "there is no quantity '\(text)'", hint: near.map { "did you mean '\($0)'?" } ?? "for example co2")
  }

  /// The query's parameter `name` as a length of time: `30s`, `15m`, `1h`, `7d`.
  fileprivate func duration(_ name: String) throws(ProblemError) -> Duration? {
    guard let text = text(name) else { return nil }
    let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let letter = text.last, let unit = seconds[letter], let number = Int64(text.dropLast()),
      (1...1_000_000).contains(number)
    else {
      throw ProblemError.badRequest("\(name) can't be '\(text)'", hint: "it is for example 15m, 1h or 1d")
    }
    return .seconds(number * unit)
  }

  /// The query's parameter `name` as a place in the history.
  fileprivate func position(_ name: String) throws(ProblemError) -> HistoryPosition? {
    guard let text = text(name) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let uplink = Int64(parts[0]), let reading = Int(parts[1]),
      (0...Int64.max / 2).contains(uplink), reading >= 0
    else { throw ProblemError.badRequest("\(name) can't be '\(text)'", hint: "it is a page's 'next'") }
    return HistoryPosition(uplink: uplink, reading: reading)
  }
}
