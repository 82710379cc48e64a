import Core
import Delivery
import Logging
import Model
import ServiceLifecycle
import Storage
import Wire

/// Tells receivers of alerts: looks into the outbox when the journal says that there is something new, and, where there
/// are receivers, once a second at the clock.
///
/// It works beside the pipeline and can't hold it up: what it has not got round to stands in the outbox.
struct Notifier: Service {
  private enum Event: Sendable {
    case news
    case tick
    case answered(receiver: Int, Outgoing, DeliveryError?)
  }

  private let outbox: Outbox
  private let receivers: [Receivers.Entry]
  private let news: AsyncStream<Void>
  private let board: ReceiverBoard
  private let damage: HistoryDamage
  private let logger: Logger
  /// Time goes on evenly, whatever happens to the clock on the wall.
  private let startedAt = (steady: ContinuousClock.now, wall: Timestamp.now())

  init(
    _ outbox: Outbox, _ receivers: Receivers, news: AsyncStream<Void>, board: ReceiverBoard,
    damage: HistoryDamage, logger: Logger
  ) {
    self.outbox = outbox
    self.receivers = receivers.entries
    self.news = news
    self.board = board
    self.damage = damage
    self.logger = logger
  }

  private var now: Timestamp { startedAt.wall + (ContinuousClock.now - startedAt.steady) }

  func run() async throws {
    await cancelWhenGracefulShutdown { await work() }
    for entry in receivers { await entry.receiver.close() }
  }

  private func work() async {
    let (events, inbox) = AsyncStream<Event>.makeStream()
    await withDiscardingTaskGroup { group in
      group.addTask { for await _ in news { inbox.yield(.news) } }
      if !receivers.isEmpty {
        group.addTask {
          while (try? await Task.sleep(for: .seconds(1))) != nil { inbox.yield(.tick) }
        }
      }
      var desk = NotificationDesk(
        receivers.map { ($0.name, $0.policy) }, seed: .random(in: 0 ... .max))
      var knowledge = await read { try await outbox.knowledge() }
      var isAnythingNew = true
      inbox.yield(.news)
      for await event in events {
        switch event {
        case .answered(let receiver, let outgoing, let error): note(receiver, outgoing, error, &desk)
        case .news: isAnythingNew = true
        case .tick: break
        }
        if knowledge == nil { knowledge = await read { try await outbox.knowledge() } }
        // What can't be read is looked for again at the next event.
        if isAnythingNew, let known = knowledge,
          let entries = await read({ [desk] in try await outbox.entries(after: desk.lastNumber) })
        {
          desk.take(entries, knowing: desk.lastNumber == 0 ? known : [], at: now)
          isAnythingNew = false
        }
        let due = receivers.indices.compactMap { index in desk.next(index, at: now).map { (index, $0) } }
        // Who may hear of an alert must hear of its end: that is on disk before anything is sent.
        await settle(&desk)
        for (index, outgoing) in due {
          let receiver = receivers[index].receiver
          group.addTask {
            inbox.yield(.answered(receiver: index, outgoing, await receiver.attempt(outgoing)))
          }
        }
        for index in receivers.indices { board.set(index) { $0.waiting = desk.waiting(index) } }
      }
      group.cancelAll()
    }
  }

  private func read<Value>(_ body: () async throws -> Value) async -> Value? {
    do {
      return try await body()
    } catch {
      // It is tried again at the next event; the journal says when the history is in trouble.
      damage.note(error)
      logger.debug("the outbox can't be read: \(error)")
      return nil
    }
  }

  private func settle(_ desk: inout NotificationDesk) async {
    guard !desk.knowledge.isEmpty || !desk.finished.isEmpty else { return }
    do {
      try await outbox.settle(desk.knowledge, finished: desk.finished)
      desk.settled()
    } catch {
      damage.note(error)
      logger.debug("the outbox can't be written: \(error)")
    }
  }

  /// Takes note of what became of a delivery; trouble is told when it begins and when it ends.
  private func note(
    _ receiver: Int, _ outgoing: Outgoing, _ error: DeliveryError?, _ desk: inout NotificationDesk
  ) {
    let name = receivers[receiver].name
    let wasReached = board[receiver].error == nil
    guard let error else {
      desk.delivered(outgoing, to: receiver, at: now)
      if !wasReached { logger.notice("\(name): reached again") }
      return board.set(receiver) {
        $0.delivered += 1
        $0.error = nil
      }
    }
    let isGivenUp = desk.failed(outgoing, to: receiver, at: now)
    if wasReached { logger.warning("\(name): not reached, it is tried again: \(error)") }
    if isGivenUp {
      logger.error(
        "\(name): not told of \(outgoing.notices.map(\.alert.id).joined(separator: ", ")): given up")
    }
    board.set(receiver) {
      $0.failed += 1
      $0.givenUp += isGivenUp ? 1 : 0
      $0.error = error.description
    }
  }
}

extension AlertReceiver {
  /// Delivers.
  /// - Returns: why not, if not.
  fileprivate func attempt(_ outgoing: Outgoing) async -> DeliveryError? {
    do throws(DeliveryError) {
      try await deliver(outgoing)
      return nil
    } catch {
      return error
    }
  }
}
