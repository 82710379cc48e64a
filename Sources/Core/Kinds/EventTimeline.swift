import Model

/// The readings of one asset brought into the order of event time, however they come.
///
/// The newest ``KindState/memory`` readings are kept. One that comes late is put in its place, and what
/// follows from those behind it is said again where it differs; one that is there already changes nothing. So
/// any order and any duplication come to the same end, as long as no reading is overtaken by more than are
/// kept; one that is comes into the history only.
struct EventTimeline<State: KindState>: Sendable {
  /// What the registry says of the asset.
  let terms: State.Terms
  /// What is understood after the newest reading.
  private(set) var state = State()
  private var memory = Memory()

  /// What late readings need.
  struct Memory: Sendable {
    /// What was understood before the oldest reading that is kept; none while nothing was forgotten, as with most
    /// assets of a city that has just begun.
    fileprivate var base: [State] = []
    fileprivate var kept = KeptReadings()
  }

  init(_ terms: State.Terms) { self.terms = terms }

  /// Takes a reading at its place in time, and says what follows from it.
  mutating func take(_ reading: FrameReading, _ results: inout KindResults) {
    if memory.kept.last.map({ $0.isBefore(reading) }) ?? true {
      memory.kept.append(reading)
      state.take(reading, terms, &results)
    } else {
      insert(reading, &results)
    }
    forget(&results)
  }

  /// A late reading: what follows from it and those behind it is worked out again.
  private mutating func insert(_ reading: FrameReading, _ results: inout KindResults) {
    var readings = Array(memory.kept)
    let place = readings.firstIndex { !$0.isBefore(reading) } ?? readings.count
    guard readings[place] != reading, place > 0 || memory.base.isEmpty else { return }
    let before = replay(readings).results
    readings.insert(reading, at: place)
    memory.kept = KeptReadings(readings)
    let after = replay(readings)
    state = after.state
    results.add(from: before, to: after.results)
  }

  private func replay(_ readings: some Sequence<FrameReading>) -> (state: State, results: KindResults) {
    var state = memory.base.first ?? State()
    var results = KindResults()
    for reading in readings { state.take(reading, terms, &results) }
    return (state, results)
  }

  private mutating func forget(_ results: inout KindResults) {
    guard memory.kept.count > State.memory else { return }
    let oldest = memory.kept.removeFirst()
    if memory.base.isEmpty { memory.base = [State()] }
    results.muted { memory.base[0].take(oldest, terms, &$0) }
  }
}

extension EventTimeline {
  func write(to writer: inout ImageWriter) {
    writer.write(memory.base)
    memory.kept.write(to: &writer)
  }

  /// Takes over what an image knows, and works out what follows from it by the terms of now.
  mutating func remember(_ memory: Memory) {
    self.memory = memory
    state = replay(memory.kept).state
  }
}

extension EventTimeline.Memory {
  init(from reader: inout ImageReader) throws(ImageError) {
    base = try reader.read(arrayOf: State.self)
    kept = try KeptReadings(from: &reader)
    guard base.count <= 1, kept.count <= State.memory else { throw .damaged }
  }
}
