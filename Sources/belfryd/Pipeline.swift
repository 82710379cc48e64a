import API
import Config
import Core
import Logging
import MQTT
import Model
import Rings
import ServiceLifecycle
import Storage
import Wire

/// The threads between the brokers and the history, and the rings between them:
///
///     receiver (one for each broker) ─ring─▶ city ─ring─▶ journal ─▶ SQLite
///                          scripts ◀─rings─▶  └───ring─▶ live feed ─▶ hub
final class Pipeline {
  /// Where questions to the city go.
  let mailbox: CityMailbox
  /// Where those who watch get their events.
  let hub: EventHub
  /// Says that the outbox has something new.
  let news: AsyncStream<Void>
  /// How the pipeline is, for the API: safe to ask from any thread.
  let gauges: Gauges

  /// Whether each thread makes its turns.
  let pulses: [Pulse]

  /// What can be asked about the pipeline from outside.
  struct Gauges: Sendable {
    fileprivate let receivers: [(status: BrokerStatus, progress: CommitProgress, ring: RingGauge)]
    fileprivate let missed: [(progress: CommitProgress, ring: RingGauge)]
    fileprivate let journal: RingGauge
    fileprivate let live: RingGauge
  }

  private let receivers: [ReceiverParts]
  private let missed: [MissedUplinks]
  private let scripts: ScriptStage
  private let stop = (
    receivers: StopSignal(), city: StopSignal(), journal: StopSignal(), live: StopSignal(),
    snapshots: StopSignal(), retention: StopSignal(), checkpoints: StopSignal()
  )
  private let bells: (city: Doorbell, journal: Doorbell, live: Doorbell, retention: Doorbell)
  private let logger: Logger
  private var threads:
    (
      receivers: [PipelineThread], city: PipelineThread, journal: PipelineThread, live: PipelineThread,
      snapshots: PipelineThread, retention: PipelineThread, checkpoints: PipelineThread
    )
  private let snapshots: SnapshotKeeper
  private let checkpointer: Checkpointer

  private static let journalRingBytes = 1 << 20
  private static let liveRingBytes = 1 << 18
  /// systemd gives a service 90 s by default; a person has less patience.
  private static let stopSeconds = 4.0

  /// Builds the rings, brings the city to where it was, and starts everything but the receivers.
  /// - Throws: why a part can't be had.
  init(
    _ configuration: BelfryConfiguration, _ database: Database, _ damage: HistoryDamage, _ cityPulse: Pulse,
    _ logger: Logger
  ) throws {
    self.logger = logger
    let definition = configuration.city
    let bells = (
      city: try Doorbell(), journal: try Doorbell(), live: try Doorbell(), retention: try Doorbell()
    )
    let stop = stop
    let receivers = try configuration.brokers.map { try ReceiverParts($0) }
    let missed = try zip(configuration.brokers, receivers).compactMap { broker, receiver in
      try MissedUplinks(broker, receiver.status, forHistoryAt: database.path)
    }
    let journalRing = Ring<JournalHeader>(capacityBytes: Self.journalRingBytes)
    let liveRing = Ring<LiveHeader>(capacityBytes: Self.liveRingBytes)
    let mailbox = CityMailbox(bell: bells.city)
    gauges = Gauges(
      receivers: receivers.map { ($0.status, $0.progress, $0.gauge) },
      missed: missed.map { ($0.progress, $0.gauge) }, journal: journalRing.gauge,
      live: liveRing.gauge)
    let hub = EventHub(definition) { bells.live.ring() }
    self.hub = hub
    let pulse = (city: cityPulse, journal: Pulse("the journal"), live: Pulse("the live feed"))
    pulses = [pulse.city, pulse.journal, pulse.live] + receivers.map(\.pulse)

    let snapshots = try SnapshotKeeper(SnapshotFile(forHistoryAt: database.path), logger)
    self.snapshots = snapshots
    let scripts = try ScriptStage(path: { configuration.path(to: $0) }, cityBell: bells.city)
    self.scripts = scripts
    let inlets = receivers.map(\.inlet) + missed.map(\.inlet)
    let ends = CityEnds(
      journal: Handoff(journalRing.producer), live: Handoff(liveRing.producer), bell: bells.city,
      journalBell: bells.journal, liveBell: bells.live, mailbox: mailbox,
      hub: hub, pulse: pulse.city, commandProgress: CommitProgress(bell: bells.city),
      commandReceiver: inlets.count,
      snapshots: snapshots, snapshotReceiver: inlets.count + 1, damage: damage,
      isNotifying: !configuration.notifications.isEmpty, scripts: scripts.ends,
      messageLimit: configuration.messageLimit)
    let (news, reporter) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.news = news
    checkpointer = try Checkpointer(database)
    let tellTrouble: @Sendable (String) -> Void = { trouble in
      logger.error("\(trouble)", metadata: LogMessage.historyTrouble.metadata)
    }
    let rules = configuration.rules
    let indicators = configuration.indicators
    let city = PipelineThread("city") {
      CityThread.run(
        definition, rules, indicators, database, inlets: inlets, ends: ends, logger: logger,
        isEnding: { stop.city.isSet })
    }
    let journalEnd = Handoff(journalRing.consumer)
    let progress =
      receivers.map(\.progress) + missed.map(\.progress) + [ends.commandProgress, snapshots.progress]
    let journal = PipelineThread("journal") {
      guard let consumer = journalEnd.take() else { return }
      let journal = Journal(
        database: database, consumer: consumer, bell: bells.journal, progress: progress,
        pulse: pulse.journal, log: tellTrouble, hasNews: { reporter.yield() }, foundDamage: damage.note)
      journal.run(isEnding: { stop.journal.isSet }, isHurried: { stop.receivers.isSet })
    }
    let liveEnd = Handoff(liveRing.consumer)
    let live = PipelineThread("live") {
      guard let consumer = liveEnd.take() else { return }
      LiveFeed(consumer, ends.liveContents, hub: hub, bell: bells.live, pulse: pulse.live)
        .run(isEnding: { stop.live.isSet })
    }
    self.bells = bells
    self.receivers = receivers
    self.missed = missed
    self.mailbox = mailbox
    let keeper = PipelineThread("snapshots") { snapshots.run(isEnding: { stop.snapshots.isSet }) }
    let retention = Self.retention(
      configuration, database, damage, snapshots, bells.retention, logger, tellTrouble,
      isEnding: { stop.retention.isSet })
    let checkpoints = PipelineThread("checkpoints") { [checkpointer] in
      checkpointer.run(log: tellTrouble, foundDamage: damage.note, isEnding: { stop.checkpoints.isSet })
    }
    threads = ([], city, journal, live, keeper, retention, checkpoints)
  }

  /// The thread that sums up what is older than the history keeps.
  private static func retention(
    _ configuration: BelfryConfiguration, _ database: Database, _ damage: HistoryDamage,
    _ snapshots: SnapshotKeeper, _ bell: Doorbell, _ logger: Logger,
    _ tellTrouble: @escaping @Sendable (String) -> Void, isEnding: @escaping @Sendable () -> Bool
  ) -> PipelineThread {
    let (storage, calendar) = (configuration.storage, configuration.city.calendar)
    return PipelineThread("retention") {
      do {
        let retention = try Retention(
          database, keepReadings: storage.keepReadings, keepHourly: storage.keepHourly, calendar: calendar)
        retention.run(
          bell: bell, now: { .now() }, replayStart: { snapshots.replayStart },
          log: tellTrouble, foundDamage: damage.note, isEnding: isEnding)
      } catch {
        damage.note(error)
        logger.error("old readings stay: \(error)")
      }
    }
  }

  /// Starts to receive.
  func startReceivers() {
    threads.receivers = receivers.map { $0.start(cityBell: bells.city, stop: stop.receivers, logger: logger) }
  }

  /// What fetches the uplinks that were missed, until it is cancelled.
  var fetchers: [any Service] {
    missed.map { uplinks in
      UntilStopped { [bell = bells.city, logger] in
        try? await uplinks.run(cityBell: bell, logger)
        await uplinks.close()
      }
    }
  }

  /// Ends the threads in the order in which messages pass them, so that what was received is written, and
  /// what was written is acknowledged.
  func end() {
    stop.retention.set()
    bells.retention.ring()
    stop.receivers.set()
    bells.journal.ring()
    for receiver in receivers { receiver.progress.bell.ring() }
    for thread in threads.receivers { join(thread, "a receiver") }
    stop.city.set()
    bells.city.ring()
    join(threads.city, "the city")
    if !scripts.end(seconds: Self.stopSeconds) { logger.warning("a vendor's script did not end in time") }
    mailbox.close()
    stop.journal.set()
    bells.journal.ring()
    join(threads.journal, "the journal")
    stop.snapshots.set()
    snapshots.progress.bell.ring()
    join(threads.snapshots, "the keeper of snapshots")
    stop.live.set()
    bells.live.ring()
    join(threads.live, "the live feed")
    join(threads.retention, "the retention")
    stop.checkpoints.set()
    checkpointer.wakeUp()
    join(threads.checkpoints, "the checkpoints")
  }

  private func join(_ thread: PipelineThread, _ name: String) {
    if !thread.join(seconds: Self.stopSeconds) { logger.warning("\(name) did not end in time") }
  }
}

extension Pipeline.Gauges {
  /// How it stands with each broker.
  var brokers: [Status.Broker] {
    receivers.map { receiver in
      let snapshot = receiver.status.snapshot
      return Status.Broker(
        url: receiver.status.url, connected: snapshot.isConnected, since: snapshot.since.map(WireTime.init),
        reconnects: snapshot.reconnects, problem: snapshot.problem)
    }
  }

  /// Whether each broker was tried: connected or known not to be.
  var isEveryBrokerTried: Bool { receivers.allSatisfy { $0.status.snapshot.since != nil } }

  /// How full each ring is.
  var rings: [String: Status.Ring] {
    var rings = ["journal": Status.Ring(journal), "live": Status.Ring(live)]
    for (index, receiver) in receivers.enumerated() {
      rings[receivers.count == 1 ? "receiver" : "receiver_\(index + 1)"] = Status.Ring(receiver.ring)
    }
    for (index, uplinks) in missed.enumerated() {
      rings[missed.count == 1 ? "back_fill" : "back_fill_\(index + 1)"] = Status.Ring(uplinks.ring)
    }
    return rings
  }

  /// Messages that are on disk, with what became of them.
  var committed: UInt64 {
    receivers.reduce(0) { $0 + $1.progress.committed } + missed.reduce(0) { $0 + $1.progress.committed }
  }
}

extension Status.Ring {
  fileprivate init(_ gauge: RingGauge) {
    self.init(capacity: gauge.capacityBytes, used: gauge.usedBytes, highWater: gauge.highWaterBytes)
  }
}
