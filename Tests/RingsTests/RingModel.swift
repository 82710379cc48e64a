/// The ring as a small machine whose every run can be looked at.
///
/// Two slots, a producer of a few records, a consumer; positions are atomic, slots are not. Memory is that of C++11 as
/// far as it matters here: a load may return any store that the thread is not known to be past, an acquire load of a
/// release store takes over what the storing thread knew, and two accesses to a slot of which one writes are a race
/// unless one thread knows of the other's.
struct RingModel {
  /// Whether the four accesses of a position order what stands around them.
  struct Orderings: Hashable {
    /// The producer's store of the tail, and the consumer's load of it.
    var publish = true
    var lookForRecords = true
    /// The consumer's store of the head, and the producer's load of it.
    var release = true
    var lookForRoom = true
  }

  /// What can go wrong.
  enum Failure: Hashable {
    case race
    case wrongRecord(expected: Int, found: Int)
    case stuck
  }

  private let orderings: Orderings
  private let records: Int
  private static let capacity = 2

  init(_ orderings: Orderings, records: Int) {
    self.orderings = orderings
    self.records = records
  }

  /// What a thread knows: how far each thread is, and which store of each position it is past.
  private struct Knowledge: Hashable {
    var clocks = [0, 0]
    var tail = 0
    var head = 0

    mutating func join(_ other: Knowledge) {
      clocks = zip(clocks, other.clocks).map(max)
      tail = max(tail, other.tail)
      head = max(head, other.head)
    }
  }

  /// A store of a position; what the storing thread knew comes along if it released.
  private struct Store: Hashable {
    var value: Int
    var knowledge: Knowledge?
  }

  /// A slot: its record, and the last write and read of it by their threads' clocks.
  private struct Slot: Hashable {
    var record = 0
    var writtenAt = 0
    var readAt = 0
  }

  private struct State: Hashable {
    var tails = [Store(value: 0)]
    var heads = [Store(value: 0)]
    var slots = [Slot](repeating: Slot(), count: RingModel.capacity)
    var knowledge = [Knowledge(), Knowledge()]
    var producer = (tail: 0, published: 0, knownHead: 0)
    var consumer = (head: 0, released: 0, knownTail: 0)

    static func == (a: State, b: State) -> Bool {
      a.tails == b.tails && a.heads == b.heads && a.slots == b.slots && a.knowledge == b.knowledge
        && a.producer == b.producer && a.consumer == b.consumer
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(tails)
      hasher.combine(heads)
      hasher.combine(slots)
      hasher.combine(producer.tail)
      hasher.combine(producer.knownHead)
      hasher.combine(consumer.head)
      hasher.combine(consumer.knownTail)
    }
  }

  /// Goes through all runs.
  /// - Returns: what went wrong in any of them.
  func failures() -> Set<Failure> {
    var failures: Set<Failure> = []
    var seen: Set<State> = [State()]
    var open = [State()]
    while let state = open.popLast() {
      var next: [State] = []
      produce(state, &next, &failures)
      consume(state, &next, &failures)
      let new = next.filter { $0 != state }
      if new.isEmpty, state.consumer.head < records { failures.insert(.stuck) }
      for state in new where seen.insert(state).inserted { open.append(state) }
    }
    return failures
  }

  /// The producer pushes a record, or looks for room; it publishes after each record or after the next.
  private func produce(_ state: State, _ next: inout [State], _ failures: inout Set<Failure>) {
    if state.producer.tail != state.producer.published {
      var after = state
      after.producer.published = after.producer.tail
      after.knowledge[0].clocks[0] += 1
      after.knowledge[0].tail = after.tails.count
      after.tails.append(
        Store(value: after.producer.tail, knowledge: orderings.publish ? after.knowledge[0] : nil))
      next.append(after)
    }
    guard state.producer.tail < records else { return }
    guard state.producer.tail - state.producer.knownHead < Self.capacity else {
      for index in state.knowledge[0].head..<state.heads.count {
        var after = state
        after.knowledge[0].head = index
        after.producer.knownHead = state.heads[index].value
        if orderings.lookForRoom, let knowledge = state.heads[index].knowledge {
          after.knowledge[0].join(knowledge)
        }
        next.append(after)
      }
      return
    }
    var after = state
    after.knowledge[0].clocks[0] += 1
    let slot = after.producer.tail % Self.capacity
    if after.slots[slot].readAt > after.knowledge[0].clocks[1] { failures.insert(.race) }
    after.producer.tail += 1
    after.slots[slot].record = after.producer.tail
    after.slots[slot].writtenAt = after.knowledge[0].clocks[0]
    next.append(after)
  }

  /// The consumer reads a record, or looks for some; it gives them back after each or after the next.
  private func consume(_ state: State, _ next: inout [State], _ failures: inout Set<Failure>) {
    if state.consumer.head != state.consumer.released {
      var after = state
      after.consumer.released = after.consumer.head
      after.knowledge[1].clocks[1] += 1
      after.knowledge[1].head = after.heads.count
      after.heads.append(
        Store(value: after.consumer.head, knowledge: orderings.release ? after.knowledge[1] : nil))
      next.append(after)
    }
    guard state.consumer.head < state.consumer.knownTail else {
      for index in state.knowledge[1].tail..<state.tails.count {
        var after = state
        after.knowledge[1].tail = index
        after.consumer.knownTail = state.tails[index].value
        if orderings.lookForRecords, let knowledge = state.tails[index].knowledge {
          after.knowledge[1].join(knowledge)
        }
        next.append(after)
      }
      return
    }
    var after = state
    after.knowledge[1].clocks[1] += 1
    let slot = after.consumer.head % Self.capacity
    if after.slots[slot].writtenAt > after.knowledge[1].clocks[0] { failures.insert(.race) }
    after.consumer.head += 1
    if after.slots[slot].record != after.consumer.head {
      failures.insert(.wrongRecord(expected: after.consumer.head, found: after.slots[slot].record))
    }
    after.slots[slot].readAt = after.knowledge[1].clocks[1]
    next.append(after)
  }
}
