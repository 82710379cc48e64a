import API
import Core
import Model
import Rings
import Synchronization
import Wire

/// Questions on their way to the city's thread.
final class CityMailbox: LiveCity {
  /// What somebody wants to know, and what becomes of them when nobody will answer.
  private struct Question: Sendable {
    let answer: @Sendable (borrowing City, Timestamp) -> Void
    let refuse: @Sendable () -> Void
  }

  /// Questions that may wait at once.
  private static let limit = 4096

  /// What a person asked for, and who waits for the answer.
  enum Order: Sendable {
    case command(OperatorCommand, answer: CheckedContinuation<AlertObject, any Error>)
    case entry(IndicatorEntry, answer: CheckedContinuation<IndicatorObject, any Error>)

    func refuse(_ error: any Error) {
      switch self {
      case .command(_, let answer): answer.resume(throwing: error)
      case .entry(_, let answer): answer.resume(throwing: error)
      }
    }
  }

  /// A plan that is to be put into force, and who waits for that.
  struct Change: Sendable {
    let plan: CityPlan
    let answer: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var questions: [Question] = []
    var orders: [Order] = []
    var plan: Change?
    var isClosed = false

    var count: Int { questions.count + orders.count + (plan == nil ? 0 : 1) }
  }

  private let state = Mutex(State())
  private let count = Atomic<Int>(0)
  private let bell: Doorbell

  /// A mailbox whose owner wakes up by `bell`.
  init(bell: Doorbell) { self.bell = bell }

  func ask<Answer: Sendable>(
    _ question: @escaping @Sendable (_ city: borrowing City, _ now: Timestamp) -> Answer
  ) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      let isAccepted = state.withLock { state in
        guard !state.isClosed, state.count < Self.limit else { return false }
        state.questions.append(
          Question(
            answer: { city, now in continuation.resume(returning: question(city, now)) },
            refuse: { continuation.resume(throwing: CityBusy()) }))
        count.store(state.count, ordering: .releasing)
        return true
      }
      if isAccepted { bell.ring() } else { continuation.resume(throwing: CityBusy()) }
    }
  }

  func carryOut(_ command: OperatorCommand) async throws -> AlertObject {
    try await withCheckedThrowingContinuation { post(.command(command, answer: $0)) }
  }

  func enter(_ entry: IndicatorEntry) async throws -> IndicatorObject {
    try await withCheckedThrowingContinuation { post(.entry(entry, answer: $0)) }
  }

  private func post(_ order: Order) {
    let isAccepted = state.withLock { state in
      guard !state.isClosed, state.count < Self.limit else { return false }
      state.orders.append(order)
      count.store(state.count, ordering: .releasing)
      return true
    }
    if isAccepted { bell.ring() } else { order.refuse(CityBusy()) }
  }

  /// Puts a plan into force.
  /// - Throws: `CityBusy` when another one is about to be.
  func reload(_ plan: CityPlan) async throws {
    try await withCheckedThrowingContinuation { continuation in
      let isAccepted = state.withLock { state in
        guard !state.isClosed, state.plan == nil else { return false }
        state.plan = Change(plan: plan, answer: continuation)
        count.store(state.count, ordering: .releasing)
        return true
      }
      if isAccepted { bell.ring() } else { continuation.resume(throwing: CityBusy()) }
    }
  }

  /// The plan that is to be put into force, if there is one.
  func takePlan() -> Change? {
    guard !isEmpty else { return nil }
    return state.withLock { state in
      defer {
        state.plan = nil
        count.store(state.count, ordering: .releasing)
      }
      return state.plan
    }
  }

  /// Whether nobody asks: one atomic load, so that the city may look often.
  var isEmpty: Bool { count.load(ordering: .acquiring) == 0 }

  /// Answers everything that was asked.
  func answerAll(_ city: borrowing City, now: Timestamp) {
    guard !isEmpty else { return }
    let questions = state.withLock { state in
      defer {
        state.questions = []
        count.store(state.count, ordering: .releasing)
      }
      return state.questions
    }
    for question in questions { question.answer(city, now) }
  }

  /// The orders that came since the last time.
  func takeOrders() -> [Order] {
    guard !isEmpty else { return [] }
    return state.withLock { state in
      defer {
        state.orders = []
        count.store(state.count, ordering: .releasing)
      }
      return state.orders
    }
  }

  /// Refuses everything from now on, and what nobody took yet.
  func close() {
    let unanswered = state.withLock { state in
      defer { (state.questions, state.orders, state.plan) = ([], [], nil) }
      state.isClosed = true
      return (questions: state.questions, orders: state.orders, plan: state.plan)
    }
    for question in unanswered.questions { question.refuse() }
    for order in unanswered.orders { order.refuse(CityBusy()) }
    unanswered.plan?.answer.resume(throwing: CityBusy())
  }
}
