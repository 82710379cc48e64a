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

  /// What a person asked of an alert, and who waits for the answer.
  struct Order: Sendable {
    let command: OperatorCommand
    let answer: CheckedContinuation<AlertObject, any Error>
  }

  private struct State {
    var questions: [Question] = []
    var orders: [Order] = []
    var isClosed = false

    var count: Int { questions.count + orders.count }
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
    try await withCheckedThrowingContinuation { continuation in
      let isAccepted = state.withLock { state in
        guard !state.isClosed, state.count < Self.limit else { return false }
        state.orders.append(Order(command: command, answer: continuation))
        count.store(state.count, ordering: .releasing)
        return true
      }
      if isAccepted { bell.ring() } else { continuation.resume(throwing: CityBusy()) }
    }
  }

  /// Whether nobody asks: one atomic load, so that the city may look often.
  var isEmpty: Bool { count.load(ordering: .acquiring) == 0 }

  /// Answers everything that was asked.
  func answerAll(_ city: borrowing City, now: Timestamp) {
    guard !isEmpty else { return }
    let questions = state.withLock { state in
      defer { state.questions = [] }
      count.store(state.orders.count, ordering: .releasing)
      return state.questions
    }
    for question in questions { question.answer(city, now) }
  }

  /// The orders that came since the last time.
  func takeOrders() -> [Order] {
    guard !isEmpty else { return [] }
    return state.withLock { state in
      defer { state.orders = [] }
      count.store(state.questions.count, ordering: .releasing)
      return state.orders
    }
  }

  /// Refuses everything from now on, and what nobody took yet.
  func close() {
    let unanswered = state.withLock { state in
      defer { (state.questions, state.orders) = ([], []) }
      state.isClosed = true
      return (questions: state.questions, orders: state.orders)
    }
    for question in unanswered.questions { question.refuse() }
    for order in unanswered.orders { order.answer.resume(throwing: CityBusy()) }
  }
}
