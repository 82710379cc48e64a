import Codecs
import Model
import Rings
import Scripts

/// The city's side of vendors' scripts: who waits for an answer, in the order in which the answers come.
///
/// A message that waits is not acknowledged: the progress that is stored for its receiver ends before it.
final class ScriptDesk {
  /// An uplink whose readings a script is about to give.
  struct Waiting {
    /// The receiver that it came by, and its number there.
    let inlet: Int
    let sequence: UInt64
    let uplink: Uplink
    /// What the names in the answer mean.
    let fields: FieldMap
    /// The device as text, in case that it is no longer registered when the answer comes.
    let identifier: String
    let format: String
    let arrivedAt: Timestamp
    /// The message as it came, for the case that it can't be used.
    let topic: [UInt8]
    let message: [UInt8]
  }

  private var calls: Ring<ScriptCallHeader>.Producer
  /// The answers, one for each that waits.
  var answers: Ring<ScriptAnswerHeader>.Consumer
  private(set) var waiting: [Waiting] = []
  private var isUnsent = false
  private let bell: Doorbell

  /// The most that wait: the ring of calls holds as many of the longest.
  static let limit = 512

  /// The desk of `ends`; `nil` when somebody took them already.
  init?(_ ends: ScriptEnds) {
    guard let calls = ends.calls.take(), let answers = ends.answers.take() else { return nil }
    self.calls = calls
    self.answers = answers
    bell = ends.bell
  }

  /// How many more can wait.
  var room: Int { Self.limit - waiting.count }

  /// Asks the script in `file` for the readings of `payload`, for one that waits from now on.
  /// - Throws: `malformed_payload` for a payload that no radio sends.
  func ask(
    _ file: [UInt8], _ payload: Span<UInt8>, generation: UInt32, for uplink: Waiting
  ) throws(DecodeError) {
    let header = ScriptCallHeader(
      generation: generation, port: uplink.uplink.port, receivedAt: uplink.uplink.receivedAt)
    guard payload.count <= ScriptCall.payloadBytesMax, calls.push(header, payload, file.span) else {
      throw DecodeError(
        .malformedPayload, at: 0, expected: "a payload of at most \(ScriptCall.payloadBytesMax) bytes")
    }
    waiting.append(uplink)
    isUnsent = true
  }

  /// Lets the scripts know of what was asked.
  func flush() {
    guard isUnsent else { return }
    isUnsent = false
    calls.publish()
    bell.ring()
  }

  /// The one whose answer is next.
  func takeFirst() -> Waiting { waiting.removeFirst() }

  /// The first message of a receiver that waits.
  func firstSequence(of inlet: Int) -> UInt64? { waiting.first { $0.inlet == inlet }?.sequence }
}
