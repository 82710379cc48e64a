import MQTT
import Model
import Rings
import Scripts

/// What stands in front of a payload and of the name of its script's file.
struct ScriptCallHeader: BitwiseCopyable, Sendable {
  /// Counts the reloads: after each the scripts are read again.
  var generation: UInt32
  var port: UInt8
  var receivedAt: Timestamp
}

/// What stands in front of a script's answer: JSON, or what went wrong.
struct ScriptAnswerHeader: BitwiseCopyable, Sendable {
  var isFailure: Bool
}

/// The city's ends of the rings to and from the scripts, on their way to its thread.
struct ScriptEnds: Sendable {
  let calls: Handoff<Ring<ScriptCallHeader>.Producer>
  let answers: Handoff<Ring<ScriptAnswerHeader>.Consumer>
  let bell: Doorbell
}

/// Runs vendors' scripts on a thread of its own, in the order of the calls: the city does not wait for them.
final class ScriptStage {
  let ends: ScriptEnds
  private let stop = StopSignal()
  private let thread: PipelineThread

  private static let callRingBytes = 4 << 20
  private static let answerRingBytes = 1 << 20
  private static let batchCallsMax = 64

  /// Starts the thread; `path` leads to a file which the registry names.
  init(path: @escaping @Sendable (String) -> String, cityBell: Doorbell) throws {
    let bell = try Doorbell()
    let calls = Ring<ScriptCallHeader>(capacityBytes: Self.callRingBytes)
    let answers = Ring<ScriptAnswerHeader>(capacityBytes: Self.answerRingBytes)
    ends = ScriptEnds(calls: Handoff(calls.producer), answers: Handoff(answers.consumer), bell: bell)
    let (inbox, outbox) = (Handoff(calls.consumer), Handoff(answers.producer))
    let stop = stop
    thread = PipelineThread("scripts") {
      guard let inbox = inbox.take(), let outbox = outbox.take() else { return }
      Self.run(
        inbox, outbox, ScriptShelf(path: path), bell: bell, cityBell: cityBell, isEnding: { stop.isSet })
    }
  }

  /// Ends the thread when the city has ended.
  /// - Returns: false when it did not end within `seconds`.
  func end(seconds: Double) -> Bool {
    stop.set()
    ends.bell.ring()
    return thread.join(seconds: seconds)
  }

  private static func run(
    _ inbox: consuming Ring<ScriptCallHeader>.Consumer, _ outbox: consuming Ring<ScriptAnswerHeader>.Producer,
    _ shelf: consuming ScriptShelf, bell: Doorbell, cityBell: Doorbell, isEnding: () -> Bool
  ) {
    while !isEnding() {
      let count = inbox.read(limit: batchCallsMax) { shelf.take($0, payload: $1, file: $2) }
      guard count > 0 else {
        bell.wait(timeoutMilliseconds: 1000) { !inbox.isEmpty || isEnding() }
        continue
      }
      inbox.release()
      for answer in shelf.answers() {
        let (header, text) = Self.record(answer)
        while !outbox.push(header, text.span) {
          // The city is behind: it is told, and takes what is there.
          outbox.publish()
          cityBell.ring()
          if isEnding() { return }
          bell.wait(timeoutMilliseconds: 5) { isEnding() }
        }
      }
      outbox.publish()
      cityBell.ring()
    }
  }

  private static func record(_ answer: ScriptAnswer) -> (ScriptAnswerHeader, [UInt8]) {
    switch answer {
    case .object(let json): (ScriptAnswerHeader(isFailure: false), json)
    case .failure(let reason): (ScriptAnswerHeader(isFailure: true), Array(reason.utf8))
    }
  }
}
