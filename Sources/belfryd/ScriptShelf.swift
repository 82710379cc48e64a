import Rings
import Scripts

/// The scripts that were asked for so far, and the calls that are to be made next.
struct ScriptShelf: ~Copyable {
  private let path: @Sendable (String) -> String
  private var runner = ScriptRunner(program: ScriptRunner.installedProgram)
  private var indexes: [String: Int] = [:]
  private var generation: UInt32 = 0
  private var calls: [ScriptCall] = []
  private var ready: [ScriptAnswer] = []

  /// An empty shelf; `path` leads to a file which the registry names.
  init(path: @escaping @Sendable (String) -> String) { self.path = path }

  /// Takes one call.
  mutating func take(_ header: ScriptCallHeader, payload: Span<UInt8>, file: Span<UInt8>) {
    if header.generation != generation { startAnew(header.generation) }
    let script = index(of: String(decoding: file.indices.map { file[$0] }, as: UTF8.self))
    calls.append(
      ScriptCall(
        script: script, port: header.port, receivedAt: header.receivedAt,
        payload: payload.indices.map { payload[$0] }))
  }

  /// Makes the calls that were taken.
  /// - Returns: their answers, in order.
  mutating func answers() -> [ScriptAnswer] {
    let answers = ready + runner.answer(calls)
    ready.removeAll(keepingCapacity: true)
    calls.removeAll(keepingCapacity: true)
    return answers
  }

  /// After a reload a script may be another: calls from before are for the old one.
  private mutating func startAnew(_ generation: UInt32) {
    ready += runner.answer(calls)
    calls.removeAll(keepingCapacity: true)
    runner = ScriptRunner(program: ScriptRunner.installedProgram)
    indexes = [:]
    self.generation = generation
  }

  private mutating func index(of file: String) -> Int {
    if let index = indexes[file] { return index }
    let index = runner.add(ScriptSource.read(path(file)))
    indexes[file] = index
    return index
  }
}
