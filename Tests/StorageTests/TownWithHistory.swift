import Core
import Model
import Rings
import Storage
import Synchronization

/// A city and its history, coupled as in the daemon, but on one thread.
struct TownWithHistory: ~Copyable {
  private(set) var city: City
  let progress: CommitProgress
  let log: Remarks
  /// What the journal says of damage.
  let damage: Remarks
  private let journal: Journal
  private var records: Ring<JournalHeader>.Producer
  private let devices: [Int32]
  private let assets: [Int32]
  private var effects = Effects()
  private var messages: UInt64 = 0

  /// What the journal says of itself.
  final class Remarks: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  /// A town that is brought to where its history says it was.
  init(_ definition: CityDefinition, rules: [Rule] = [], _ database: Database) throws {
    let bells = (commits: try Doorbell(), journal: try Doorbell())
    let devices = try database.numbers(ofDevices: definition.devices.map(\.id))
    let assets = try database.numbers(ofAssets: definition.assets.map(\.id))
    var city = City(definition: definition, rules: rules)
    var news: [Transition] = []
    _ = try database.recover(&city, &news)
    let ring = Ring<JournalHeader>(capacityBytes: 4 << 20)
    let log = Remarks()
    let damage = Remarks()
    let progress = CommitProgress(bell: bells.commits)
    journal = Journal(
      database: database, consumer: ring.consumer, bell: bells.journal, progress: [progress],
      log: { log.add($0) }, foundDamage: { damage.add($0.description) })
    records = ring.producer
    self.city = city
    self.devices = devices
    self.assets = assets
    self.progress = progress
    self.log = log
    self.damage = damage
  }

  /// Takes one message of a registered device.
  mutating func take(_ uplink: Uplink, device: Int, _ readings: [Reading], arrivedAt: Timestamp) -> Verdict {
    messages += 1
    let verdict = city.apply(uplink, device: device, readings: readings.span, arrivedAt: arrivedAt, &effects)
    if verdict == .accepted {
      var blob: [UInt8] = []
      ReadingBlob.append(effects.readings, receivedAt: uplink.receivedAt, to: &blob)
      let asset = city.definition.devices[device].asset
      push(
        .uplink(
          uplink, device: devices[device], asset: assets[asset], readings: effects.readings.count,
          arrivedAt: arrivedAt), blob)
    }
    pushTransitions()
    push(.progress(receiver: 0, sequence: messages, now: city.now))
    return verdict
  }

  /// Keeps a message that can't be used.
  mutating func refuse(_ reason: Rejection, topic: String, payload: String, arrivedAt: Timestamp) {
    messages += 1
    push(.quarantine(reason, arrivedAt: arrivedAt), Array(topic.utf8), Array(payload.utf8))
    push(.progress(receiver: 0, sequence: messages, now: city.now))
  }

  /// Lets time pass, as far as the history is to know.
  mutating func pass(until now: Timestamp) {
    city.advance(to: now, &effects)
    pushTransitions()
    push(.progress(receiver: 0, sequence: messages, now: now))
  }

  /// Carries out what a person asks.
  mutating func carryOut(_ command: OperatorCommand) throws(CommandRefusal) {
    _ = try city.apply(command, &effects)
    push(.command(at: command.at), CommandRecord(command).bytes())
    pushTransitions()
  }

  /// Writes what has happened.
  /// - Parameter isEnding: what the journal asks after each attempt that failed; by default it gives up.
  mutating func write(isEnding: () -> Bool = { true }) {
    records.publish()
    journal.run(isEnding: isEnding)
  }

  private mutating func pushTransitions() {
    for transition in effects.transitions {
      let record = TransitionRecord(transition)
      push(.transition(at: transition.notedAt), record.bytes())
    }
    effects.removeAll()
  }

  private mutating func push(_ header: JournalHeader, _ first: [UInt8] = [], _ second: [UInt8] = []) {
    let isPushed = records.push(header, first.span, second.span)
    precondition(isPushed, "the test's ring is too small")
  }
}
