import Foundation

/// Runs vendors' scripts in a `belfry-codec`, which is started when it is needed and again when it has died.
///
/// What a script does to that process is its own loss: the call that killed it fails, and the calls behind it are made
/// again. A script that has killed the process or took too long rests for a while, so that it takes no time from others.
public struct ScriptRunner: ~Copyable {
  private let program: String
  private var sources: [[UInt8]]
  private var process: ScriptProcess?
  /// Whether the process has answered before: then its end may have another cause than the call it was at.
  private var hasAnswered = false
  /// Why the process can't be started, and when to try again.
  private var trouble: (reason: String, until: ContinuousClock.Instant)?
  /// Scripts that are not run, each until when.
  private var resting: [Int: ContinuousClock.Instant] = [:]

  /// The longest that a call may take; its CPU time is limited by `belfry-codec` to much less.
  public static let answerSecondsMax = 3
  /// How long a script rests, and how long no process is started after one could not be.
  static let rest = Duration.seconds(10)
  /// What the process is given ahead of its answers: less than a socket holds, so that nobody waits for the other.
  private static let batchBytesMax = 32 << 10

  /// A runner of scripts.
  /// - Parameters:
  ///   - program: the path of `belfry-codec`.
  ///   - sources: the scripts' texts, in the order of their indexes.
  public init(program: String, sources: [[UInt8]] = []) {
    self.program = program
    self.sources = sources
  }

  /// Adds a script.
  /// - Returns: its index.
  public mutating func add(_ source: [UInt8]) -> Int {
    sources.append(source)
    var frame: [UInt8] = []
    ScriptCall.append(script: source, to: &frame)
    if !(process?.send(frame) ?? true) { process = nil }
    return sources.count - 1
  }

  /// The path of `belfry-codec`: beside the program that asks.
  public static var installedProgram: String {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: own ?? "/usr/bin/belfryd").deletingLastPathComponent().path + "/belfry-codec"
  }

  /// Makes calls, and waits for their answers.
  /// - Returns: an answer for each call.
  public mutating func answer(_ calls: [ScriptCall]) -> [ScriptAnswer] {
    var answers: [ScriptAnswer] = []
    answers.reserveCapacity(calls.count)
    while answers.count < calls.count {
      let call = calls[answers.count]
      if let refusal = refusal(of: call) ?? start() {
        answers.append(.failure(refusal))
      } else {
        run(calls[answers.count...], &answers)
      }
    }
    return answers
  }

  private mutating func refusal(of call: ScriptCall) -> String? {
    guard sources.indices.contains(call.script) else { return "there is no such script" }
    guard call.payload.count <= ScriptCall.payloadBytesMax else { return "the payload is too long" }
    guard let until = resting[call.script] else { return nil }
    guard until <= .now else {
      return "the script is not run for a while: it took too long, or ended its process"
    }
    resting[call.script] = nil
    return nil
  }

  /// Starts the process if none runs.
  /// - Returns: why there is none.
  private mutating func start() -> String? {
    guard process == nil else { return nil }
    if let trouble, trouble.until > .now { return trouble.reason }
    var error = ""
    if let started = ScriptProcess(program, answersWithin: Self.answerSecondsMax, error: &error) {
      switch started.receive()?.answer {
      case .object:
        var frames: [UInt8] = []
        for source in sources { ScriptCall.append(script: source, to: &frames) }
        if started.send(frames) {
          process = consume started
          hasAnswered = false
          trouble = nil
          return nil
        }
        error = "belfry-codec does not take the scripts"
      case .failure(let reason): error = reason
      case nil: error = "belfry-codec does not start"
      }
    }
    trouble = (error, .now + Self.rest)
    return error
  }

  /// Makes as many calls as may be made ahead. The first is known to be good.
  private mutating func run(_ calls: ArraySlice<ScriptCall>, _ answers: inout [ScriptAnswer]) {
    var frames: [UInt8] = []
    var count = 0
    for call in calls {
      guard count == 0 || frames.count < Self.batchBytesMax && refusal(of: call) == nil else { break }
      call.append(to: &frames)
      count += 1
    }
    guard process?.send(frames) ?? false else { return lost(calls[calls.startIndex], &answers) }
    for call in calls.prefix(count) {
      guard let reply = process?.receive() else { return lost(call, &answers) }
      hasAnswered = true
      answers.append(reply.answer)
      if reply.tookTooLong { resting[call.script] = .now + Self.rest }
    }
  }

  /// The process ended, or did not answer, while it was at `call`. Where that may not be the call's fault, it gets no
  /// answer yet and is made once more, in a process that has done nothing else.
  private mutating func lost(_ call: ScriptCall, _ answers: inout [ScriptAnswer]) {
    process = nil
    guard !hasAnswered else { return }
    resting[call.script] = .now + Self.rest
    answers.append(.failure("the script ended its process, or took longer than \(Self.answerSecondsMax) s"))
  }
}
