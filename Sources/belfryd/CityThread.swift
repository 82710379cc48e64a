import API
import Codecs
import Core
import Glibc
import Logging
import MQTT
import Model
import Rings
import Storage
import Wire

/// The city's ends of its connections, on their way to its thread.
struct CityEnds: Sendable {
  let journal: Handoff<Ring<JournalHeader>.Producer>
  let live: Handoff<Ring<LiveHeader>.Producer>
  let liveContents = LiveContents()
  let bell: Doorbell
  let journalBell: Doorbell
  let liveBell: Doorbell
  let mailbox: CityMailbox
  /// Who watches.
  let hub: EventHub
  let pulse: Pulse
  /// How far the history has come with people's commands, and the number by which the journal knows it.
  let commandProgress: CommitProgress
  let commandReceiver: Int
  /// Who writes snapshots, and the number by which the journal knows them.
  let snapshots: SnapshotKeeper
  let snapshotReceiver: Int
  /// Who wants to know when the history is damaged.
  let damage: HistoryDamage
  /// Whether anybody is told of alerts.
  let isNotifying: Bool
  let scripts: ScriptEnds
  /// How many messages of one device are taken.
  let messageLimit: MessageLimit
}

/// The thread that owns the city: takes messages, decodes them, applies them, and hands on what follows.
///
/// It is made on its thread and never leaves it, and the city in it can't be copied: nobody else can touch
/// the state. Questions come by the mailbox and are answered between batches.
struct CityThread: ~Copyable {
  private var city: City
  private var codecs: CodecBindings
  private var deviceNumbers: [Int32]
  private var assetNumbers: [Int32]
  private let brokerNumbers: [Int32]
  /// Counts the reloads: those who watch must know which registry an event speaks of.
  private var generation: UInt32 = 0
  private let logger: Logger
  private let inlets: [Inlet]
  /// What each inlet's receiver has subscribed to, and how its message at hand arrived: beside the inlets, so that a look counts
  /// no references.
  private var subscriptions: [[Subscription]]
  private let scripts: ScriptDesk
  private let atHand: MessageAtHand?
  private var journal: Ring<JournalHeader>.Producer
  private var live: Ring<LiveHeader>.Producer
  /// What was handed over since the last flush: `nil` for nothing.
  private var journalWeight: Int?
  private var liveCount = 0
  private let ends: CityEnds
  private var effects = Effects()
  private var rejections: RejectionLog
  private var quota: DeviceQuota
  private var blob: [UInt8] = []
  /// What went wrong first with an uplink of the message at hand: none or one, and here, so that a message with which all goes
  /// well counts no reference.
  private var firstFailure: [DecodeError] = []
  private var takenAt = Timestamp.distantPast
  private var observedAt = Timestamp.distantPast
  /// Commands that were carried out, and those whose answer waits for the disk.
  private var commands: UInt64 = 0
  private var unanswered: [(sequence: UInt64, answer: @Sendable () -> Void)] = []

  /// Up to where the history will be when the journal has written what it was given.
  private var position: JournalPosition
  private var uplinksSinceSnapshot: Int
  private var lastSnapshotAt: Timestamp
  private var snapshots: UInt64 = 0

  private static let batchMessagesMax = 512
  private static let observeInterval = Duration.milliseconds(200)
  /// A start replays at most about so much; whichever comes first.
  private static let snapshotInterval = Duration.seconds(3600)
  private static let snapshotUplinks = 250_000
  private static let snapshotIntervalMin = Duration.seconds(60)

  /// Makes the city, brings it to where it was, and serves until `isEnding`: the body of the thread.
  static func run(
    _ definition: CityDefinition, _ rules: [Rule], _ indicators: [Indicator], _ database: Database,
    inlets: [InletEnd], ends: CityEnds, logger: Logger, isEnding: () -> Bool
  ) {
    do {
      var city = City(definition: definition, rules: rules, indicators: indicators)
      var news: [Transition] = []
      let snapshot = try restore(&city, from: database, &news, logger)
      ends.snapshots.isKept(snapshot.position)
      let recovered = try database.recover(
        &city, after: snapshot.position, newRules: snapshot.newRules, &news, onProgress: ends.pulse.beat)
      try database.restoreEntries(&city)
      if recovered.position != .start {
        let source = snapshot.position == .start ? "" : "a snapshot and "
        logger.notice("recovered from \(source)\(recovered.uplinks) uplinks")
      }
      try database.keep(rules.map(\.definition))
      if ends.isNotifying {
        try Outbox(database).reconcile(with: city, besides: Set(news.map(\.alert.id)), at: .now())
      }
      let devices = try database.numbers(ofDevices: definition.devices.map(\.id))
      let assets = try database.numbers(ofAssets: definition.assets.map(\.id))
      let brokers = try database.numbers(ofBrokers: definition.brokers)
      var thread = CityThread(
        city, inlets: inlets, ends: ends, deviceNumbers: devices, assetNumbers: assets,
        brokerNumbers: brokers,
        recovered: (recovered.uplinks, recovered.position),
        atHand: MessageAtHand(forHistoryAt: database.path), logger: logger)
      thread?.tellNews(news, recovered.lastValues)
      thread?.note(.started)
      thread?.run(isEnding: isEnding)
    } catch {
      logger.critical("the city can't be recovered: \(error)")
      ends.damage.note(error)
      ends.mailbox.close()
    }
  }

  /// Takes over the newest snapshot, if it can be used.
  private static func restore(
    _ city: inout City, from database: Database, _ news: inout [Transition], _ logger: Logger
  ) throws -> (position: JournalPosition, newRules: Set<String>) {
    guard let snapshot = SnapshotFile(forHistoryAt: database.path).read(),
      try database.holds(snapshot.position)
    else { return (.start, []) }
    var effects = Effects()
    do throws(ImageError) {
      let newRules = try city.restore(from: snapshot.image, &effects)
      news = effects.transitions
      return (snapshot.position, newRules)
    } catch {
      logger.notice("the snapshot is of another version, the history is replayed instead")
      city = City(
        definition: city.definition, rules: city.compiledRules, indicators: city.compiledIndicators)
      return (.start, [])
    }
  }

  private init?(
    _ city: consuming City, inlets inletEnds: [InletEnd], ends: CityEnds, deviceNumbers: [Int32],
    assetNumbers: [Int32],
    brokerNumbers: [Int32], recovered: (uplinks: Int, position: JournalPosition), atHand: MessageAtHand?,
    logger: Logger
  ) {
    guard let journal = ends.journal.take(), let live = ends.live.take(),
      let scripts = ScriptDesk(ends.scripts)
    else { return nil }
    let brokers = city.definition.brokers
    let inlets = inletEnds.compactMap { Inlet($0, brokers: brokers) }
    guard inlets.count == inletEnds.count else { return nil }
    self.scripts = scripts
    self.atHand = atHand
    codecs = CodecBindings(city.definition)
    quota = DeviceQuota(ends.messageLimit, devices: city.definition.devices.count)
    self.inlets = inlets
    subscriptions = inletEnds.map(\.subscriptions)
    self.city = city
    self.deviceNumbers = deviceNumbers
    self.assetNumbers = assetNumbers
    self.brokerNumbers = brokerNumbers
    self.journal = journal
    self.live = live
    self.ends = ends
    rejections = RejectionLog(logger)
    self.logger = logger
    position = recovered.position
    uplinksSinceSnapshot = recovered.uplinks
    lastSnapshotAt = .now()
    blob.reserveCapacity(1024)
  }

  /// Stores and tells what a changed configuration brought at the start, and the values that the last commit
  /// may have torn.
  private mutating func tellNews(_ news: [Transition], _ values: [IndicatorValue]) {
    effects.transitions = news
    effects.indicatorValues = values
    storeEffects()
  }

  /// Serves until `isEnding` and no message is left.
  mutating func run(isEnding: () -> Bool) {
    defer { ends.pulse.rest() }
    var envelope = Envelope()
    while true {
      ends.pulse.beat()
      let ending = isEnding()
      takenAt = .now()
      var count = 0
      count += takeAnswers(&envelope)
      for (number, inlet) in inlets.enumerated() { count += takeBatch(inlet, number, &envelope) }
      passTime()
      carryOutOrders()
      reload()
      flush()
      answerCommitted()
      ends.mailbox.answerAll(city, now: takenAt)
      if isSnapshotDue { takeSnapshot() }
      if count > 0 { continue }
      if ending, unanswered.isEmpty, scripts.waiting.isEmpty { return takeSnapshot() }
      ends.bell.wait(timeoutMilliseconds: 1000) { hasWork || isEnding() }
    }
  }

  private var hasWork: Bool {
    !ends.mailbox.isEmpty || isAnswerDue || !scripts.answers.isEmpty
      || scripts.room > 0 && inlets.contains { !$0.consumer.isEmpty }
  }

  private var isAnswerDue: Bool {
    unanswered.first.map { $0.sequence <= ends.commandProgress.committed } ?? false
  }

  /// Lets time pass up to when the messages were looked for; where more wait, only as far as they have been taken, so that
  /// no timer goes before what arrived before its deadline. Scripts that have no room hold nobody else's time.
  private mutating func passTime() {
    observeBrokers()
    var until = takenAt
    if scripts.room > 0 {
      for inlet in inlets where !inlet.consumer.isEmpty { until = min(until, inlet.arrivedAt) }
    }
    city.advance(to: until, &effects)
    storeEffects()
  }

  // MARK: - Reload

  /// Puts a new plan into force, if there is one: the city goes on with all that it knows.
  private mutating func reload() {
    guard let change = ends.mailbox.takePlan() else { return }
    let plan = change.plan
    do throws(ImageError) {
      city = try city.continued(
        with: plan.definition, rules: plan.rules, indicators: plan.indicators, &effects)
    } catch {
      return change.answer.resume(throwing: error)
    }
    codecs = CodecBindings(plan.definition)
    quota = DeviceQuota(plan.messageLimit, devices: plan.definition.devices.count)
    deviceNumbers = plan.deviceNumbers
    assetNumbers = plan.assetNumbers
    generation += 1
    ends.hub.note(plan.definition, generation: generation)
    storeEffects()
    // A start that replayed from before would let the new rules look at what the old ones saw.
    if !ends.snapshots.isBusy { takeSnapshot() }
    change.answer.resume()
  }

  // MARK: - Surroundings

  /// Looks how it stands with the brokers.
  private mutating func observeBrokers() {
    guard takenAt - observedAt > Self.observeInterval else { return }
    observedAt = takenAt
    for inlet in inlets {
      guard let broker = inlet.status else { continue }
      let status = broker.snapshot
      // Several sessions at one broker are one: it is connected when all are that were tried.
      let sessions = inlets.compactMap(\.status).filter { $0.url == broker.url }
      let isConnected = sessions.allSatisfy { $0.snapshot.since == nil || $0.snapshot.isConnected }
      if sessions.first === broker, status.since != nil, inlet.wasConnected != isConnected {
        inlet.wasConnected = isConnected
        note(.broker(broker.url, isConnected: isConnected))
      }
      if status.stalls != inlet.stalls {
        inlet.stalls = status.stalls
        note(.overloaded(broker: broker.url))
      }
    }
  }

  /// Lets the city know what the daemon sees, and the history that it did.
  private mutating func note(_ observation: Observation) {
    let now = max(Timestamp.now(), city.now)
    city.apply(observation, at: now, &effects)
    store(.observation(at: now), ObservationRecord(observation, at: now).bytes().span)
    position.observation += 1
    storeEffects()
  }

  // MARK: - Snapshots

  private var isSnapshotDue: Bool {
    let age = takenAt - lastSnapshotAt
    return
      (age > Self.snapshotInterval && uplinksSinceSnapshot > 0
      || uplinksSinceSnapshot > Self.snapshotUplinks && age > Self.snapshotIntervalMin)
      && !ends.snapshots.isBusy
  }

  /// Everything that came before is with the journal; its progress shows when that is on disk.
  private mutating func takeSnapshot() {
    snapshots += 1
    ends.snapshots.take(Snapshot(position: position, image: city.image()), ticket: snapshots)
    store(.progress(receiver: ends.snapshotReceiver, sequence: snapshots, now: city.now))
    flush()
    uplinksSinceSnapshot = 0
    lastSnapshotAt = takenAt
  }

  // MARK: - People

  private mutating func carryOutOrders() {
    let orders = ends.mailbox.takeOrders()
    guard !orders.isEmpty else { return }
    for order in orders {
      switch order {
      case .command(let command, let answer): carryOut(command, answer)
      case .entry(let entry, let answer): enter(entry, answer)
      }
      storeEffects()
    }
    store(.progress(receiver: ends.commandReceiver, sequence: commands, now: city.now))
  }

  private mutating func carryOut(
    _ command: OperatorCommand, _ answer: CheckedContinuation<AlertObject, any Error>
  ) {
    do throws(CommandRefusal) {
      let alert = AlertObject(try city.apply(command, &effects))
      commands += 1
      store(.command(at: command.at), CommandRecord(command).bytes().span)
      position.command += 1
      unanswered.append((commands, { answer.resume(returning: alert) }))
    } catch {
      answer.resume(throwing: error)
    }
  }

  private mutating func enter(
    _ entry: IndicatorEntry, _ answer: CheckedContinuation<IndicatorObject, any Error>
  ) {
    do throws(EntryRefusal) {
      let view = city.indicatorView(of: try city.enter(entry, &effects))
      let indicator = IndicatorObject(view, now: city.now)
      commands += 1
      store(.entry(at: city.now), EntryRecord(entry).bytes().span)
      unanswered.append((commands, { answer.resume(returning: indicator) }))
    } catch {
      answer.resume(throwing: error)
    }
  }

  /// Answers what is on disk.
  private mutating func answerCommitted() {
    while isAnswerDue, let first = unanswered.first {
      first.answer()
      unanswered.removeFirst()
    }
  }

  // MARK: - Messages

  private mutating func takeBatch(_ inlet: Inlet, _ number: Int, _ envelope: inout Envelope) -> Int {
    // Each message may be one for a script.
    let limit = min(Self.batchMessagesMax, scripts.room)
    let count = inlet.consumer.read(limit: limit) { header, topic, payload in
      inlet.taken = header.sequence
      inlet.arrivedAt = header.arrivedAt
      take(header, topic, payload, inlet, number, &envelope)
    }
    guard count > 0 else { return 0 }
    atHand?.end()
    inlet.consumer.release()
    storeProgress(inlet, number)
    return count
  }

  /// How far the messages of a receiver are dealt with, all up to there.
  private mutating func storeProgress(_ inlet: Inlet, _ number: Int) {
    let sequence = scripts.firstSequence(of: number).map { $0 - 1 } ?? inlet.taken
    store(.progress(receiver: number, sequence: sequence, now: city.now))
  }

  /// The whole way of one message, each stage with a value for the next.
  private mutating func take(
    _ header: MessageHeader, _ topic: Span<UInt8>, _ payload: Span<UInt8>, _ inlet: Inlet, _ number: Int,
    _ envelope: inout Envelope
  ) {
    city.countReceived(arrivedAt: header.arrivedAt, takenAt: takenAt)
    envelope.removeAll()
    do throws(DecodeError) {
      guard atHand?.begin(topic, payload) ?? true else {
        throw DecodeError(.poison, at: 0, expected: "a message during which the daemon has not ended twice")
      }
      guard !header.isOversized else {
        throw DecodeError(.oversized, at: 0, expected: "a message within the size limit")
      }
      guard let (index, wildcard) = match(topic, number) else { return city.countIgnored() }
      try subscriptions[number][index].read(header, topic, wildcard, payload, into: &envelope)
      let format = subscriptions[number][index].format
      guard !envelope.uplinks.isEmpty else { return city.countIgnored() }
      for index in envelope.uplinks.indices { envelope.uplinks[index].uplink.broker = inlet.broker }
      if try askScript(header, topic, payload, number, format, envelope) { return }
      try takeUplinks(&envelope, payload, format, header.arrivedAt)
    } catch {
      reject(error, at: header.arrivedAt, topic, payload)
    }
  }

  /// The first of an inlet's subscriptions that brings such a topic, and what its first wildcard stands for.
  private func match(_ topic: Span<UInt8>, _ inlet: Int) -> (index: Int, wildcard: Range<Int>)? {
    for index in subscriptions[inlet].indices {
      if let wildcard = subscriptions[inlet][index].filter.match(topic) { return (index, wildcard) }
    }
    return nil
  }

  /// Applies the uplinks of one message. The message counts as the best that became of any of them; a payload that can't
  /// be read is not made up for by what stands beside it.
  private mutating func takeUplinks(
    _ envelope: inout Envelope, _ message: Span<UInt8>, _ format: any Format.Type, _ arrivedAt: Timestamp
  ) throws(DecodeError) {
    var readings = 0
    var isAccepted = false
    var isDuplicate = false
    var isPayloadLost = false
    for index in envelope.uplinks.indices {
      let entry = envelope.uplinks[index]
      guard let device = city.device(entry.uplink.device) else {
        noteUnknown(entry, envelope.bytes, format.name, arrivedAt)
        continue
      }
      do throws(DecodeError) {
        try admit(device, at: arrivedAt)
        let range = try decode(entry, message, device, &envelope)
        let verdict = apply(entry.uplink, device, envelope.readings.items.span.extracting(range), arrivedAt)
        isAccepted = isAccepted || verdict == .accepted
        isDuplicate = isDuplicate || verdict == .duplicate
        if verdict == .accepted { readings += range.count }
      } catch {
        if firstFailure.isEmpty { firstFailure.append(error) }
        if case .payload = entry.content { isPayloadLost = true }
      }
    }
    if let failure = firstFailure.popLast(), !isAccepted || isPayloadLost { throw failure }
    if isAccepted { return city.countDecoded(readings: readings) }
    if isDuplicate { city.countDuplicate() } else { city.countUnknownDevice() }
  }

  /// - Throws: when a device sends more than one device may.
  private mutating func admit(_ device: Int, at arrivedAt: Timestamp) throws(DecodeError) {
    guard quota.admits(device, at: arrivedAt) else {
      throw DecodeError(.overQuota, at: 0, expected: "no more messages of one device than `limits` allow")
    }
  }

  /// Applies one uplink, and stores what follows.
  ///
  /// Time may have passed beyond its arrival, where a thread was held up. Then it comes now, in the city and in the history
  /// alike: a replay must let the same timers go before it.
  private mutating func apply(
    _ uplink: Uplink, _ device: Int, _ readings: Span<Reading>, _ arrivedAt: Timestamp
  ) -> Verdict {
    let arrivedAt = max(arrivedAt, city.now)
    let verdict = city.apply(uplink, device: device, readings: readings, arrivedAt: arrivedAt, &effects)
    if verdict == .accepted { storeUplink(uplink, device, arrivedAt) }
    storeEffects()
    return verdict
  }

  /// Reads what an uplink holds.
  /// - Returns: where its readings stand.
  private mutating func decode(
    _ entry: Envelope.Entry, _ message: Span<UInt8>, _ device: Int, _ envelope: inout Envelope
  ) throws(DecodeError) -> Range<Int> {
    if case .network(let map) = codecs[device] { return try decode(entry, message, map, &envelope.readings) }
    guard case .payload(let bytes) = entry.content else {
      guard case .readings(let range) = entry.content else { return 0..<0 }
      return range
    }
    let first = envelope.readings.items.count
    guard !bytes.isEmpty else { return first..<first }
    switch codecs[device] {
    case .native(let codec):
      try codecs.decode(bytes, of: entry.uplink, from: device, with: codec, &envelope)
      return first..<envelope.readings.items.count
    case .byFormat, .network, .script:
      throw DecodeError(.wrongFormat, at: 0, expected: "a message with named values, as the registry says")
    case .missing:
      throw DecodeError(.unknownCodec, at: 0, expected: "a device whose codec this daemon has")
    }
  }

  /// Reads what the network server made of an uplink.
  /// - Returns: where its readings stand.
  private func decode(
    _ entry: Envelope.Entry, _ message: Span<UInt8>, _ map: FieldMap, _ readings: inout Readings
  ) throws(DecodeError) -> Range<Int> {
    guard let decoded = entry.decoded else {
      // A status, which the server itself could name, or an uplink that is only a sign of life.
      if case .readings(let range) = entry.content { return range }
      throw DecodeError(
        .missingField, at: 0, expected: "an object that the network server's payload formatter made")
    }
    let first = readings.items.count
    do throws(DecodeError) {
      try map.read(decoded, in: message, receivedAt: entry.uplink.receivedAt, into: &readings)
    } catch {
      readings.truncate(to: first)
      throw error
    }
    return first..<readings.items.count
  }

  private mutating func noteUnknown(
    _ entry: Envelope.Entry, _ bytes: [UInt8], _ format: String, _ arrivedAt: Timestamp
  ) {
    let news = city.noteUnknown(
      entry.uplink.device, identifier: String(decoding: bytes[entry.identifier], as: UTF8.self),
      format: format, at: arrivedAt)
    if let news { tell(news, at: arrivedAt) }
  }

  private mutating func reject(
    _ error: DecodeError, at arrivedAt: Timestamp, _ topic: Span<UInt8>, _ payload: Span<UInt8>
  ) {
    city.countRejected(error.reason)
    if rejections.note(error, topic: topic, at: arrivedAt) {
      store(.quarantine(error.reason, arrivedAt: arrivedAt), topic, payload)
    }
  }

  // MARK: - Vendors' scripts

  /// Hands the payload of a message to its device's script, if it has one: what becomes of the message is known
  /// only then.
  private mutating func askScript(
    _ header: MessageHeader, _ topic: Span<UInt8>, _ message: Span<UInt8>, _ inlet: Int,
    _ format: any Format.Type, _ envelope: borrowing Envelope
  ) throws(DecodeError) -> Bool {
    // A format that carries payloads has them in a message's first uplink. A battery's level behind it is left out:
    // the script says what its device says.
    guard let entry = envelope.uplinks.first, case .payload(let payload) = entry.content,
      let device = city.device(entry.uplink.device), case .script(let file, let fields) = codecs[device]
    else { return false }
    try admit(device, at: header.arrivedAt)
    try scripts.ask(
      file, envelope.bytes.span.extracting(payload), generation: generation,
      for: ScriptDesk.Waiting(
        inlet: inlet, sequence: header.sequence, uplink: entry.uplink, fields: fields,
        identifier: String(decoding: envelope.bytes[entry.identifier], as: UTF8.self), format: format.name,
        arrivedAt: header.arrivedAt, topic: topic.indices.map { topic[$0] },
        message: message.indices.map { message[$0] }))
    return true
  }

  private mutating func takeAnswers(_ envelope: inout Envelope) -> Int {
    let desk = scripts
    let count = desk.answers.read(limit: Self.batchMessagesMax) { header, text, _ in
      take(header, text, for: desk.takeFirst(), &envelope)
    }
    guard count > 0 else { return 0 }
    atHand?.end()
    desk.answers.release()
    for (number, inlet) in inlets.enumerated() { storeProgress(inlet, number) }
    return count
  }

  /// The rest of the way of a message whose script has answered.
  private mutating func take(
    _ header: ScriptAnswerHeader, _ text: Span<UInt8>, for waiting: ScriptDesk.Waiting,
    _ envelope: inout Envelope
  ) {
    envelope.removeAll()
    // What is poison was not handed to the script.
    _ = atHand?.begin(waiting.topic.span, waiting.message.span)
    do throws(DecodeError) {
      guard !header.isFailure else {
        let reason = String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
        throw DecodeError(.scriptFailed, at: 0, expected: "what the script can decode: it says \(reason)")
      }
      // The registry may have been changed meanwhile.
      guard let device = city.device(waiting.uplink.device) else {
        let news = city.noteUnknown(
          waiting.uplink.device, identifier: waiting.identifier, format: waiting.format, at: waiting.arrivedAt
        )
        if let news { tell(news, at: waiting.arrivedAt) }
        return city.countUnknownDevice()
      }
      try waiting.fields.read(script: text, receivedAt: waiting.uplink.receivedAt, into: &envelope.readings)
      let readings = envelope.readings.items
      switch apply(waiting.uplink, device, readings.span, waiting.arrivedAt) {
      case .accepted: city.countDecoded(readings: readings.count)
      case .duplicate: city.countDuplicate()
      }
    } catch {
      reject(error, at: waiting.arrivedAt, waiting.topic.span, waiting.message.span)
    }
  }

  // MARK: - What follows

  private mutating func storeUplink(_ uplink: Uplink, _ device: Int, _ arrivedAt: Timestamp) {
    let asset = city.definition.devices[device].asset
    blob.removeAll(keepingCapacity: true)
    ReadingBlob.append(effects.readings, receivedAt: uplink.receivedAt, to: &blob)
    let header = JournalHeader.uplink(
      uplink, device: deviceNumbers[device], asset: assetNumbers[asset],
      broker: uplink.broker.map { brokerNumbers[Int($0)] } ?? 0, readings: effects.readings.count,
      arrivedAt: arrivedAt)
    while !Self.push(header, &blob, to: &journal) { waitForRoom() }
    noteStored(header)
    position.uplink += 1
    position.arrivedAt = arrivedAt
    uplinksSinceSnapshot += 1
    let event = LiveHeader(
      device: Int32(device), asset: Int32(asset), generation: generation, receivedAt: uplink.receivedAt,
      arrivedAt: arrivedAt)
    // Without room the event is lost to those who watch, never to the history.
    if !effects.readings.isEmpty, Self.push(event, &blob, to: &live) { liveCount += effects.readings.count }
    effects.forgetReadings()
  }

  private mutating func storeEffects() {
    for device in effects.devices {
      let view = city.deviceView(Int(device), at: city.now)
      tell(.device(LiveDevice(view, device: device, generation: generation, at: city.now)))
    }
    for transition in effects.transitions {
      let record = TransitionRecord(transition).bytes()
      let notice = ends.isNotifying ? AlertNotice(transition, in: city)?.bytes() ?? [] : []
      store(.transition(at: transition.notedAt), record.span, notice.span)
      let event = AlertEvent(
        alert: AlertObject(transition.alert), transition: transition.step.rawValue)
      tell(.object(.alert, LiveObject(event)))
    }
    for value in effects.indicatorValues { storeIndicator(value) }
    effects.removeAll()
  }

  private mutating func storeIndicator(_ value: IndicatorValue) {
    let view = city.indicatorView(of: value)
    let record = IndicatorRecord(value, indicator: view.indicator.name, scope: view.scopeName).bytes()
    store(.indicator(at: city.now), record.span)
    tell(.object(.indicator, LiveObject(IndicatorObject(view, now: city.now))))
  }

  /// Hands a record to the journal.
  private mutating func store(
    _ header: JournalHeader, _ first: Span<UInt8> = Span(), _ second: Span<UInt8> = Span()
  ) {
    while !journal.push(header, first, second) { waitForRoom() }
    noteStored(header)
  }

  private mutating func noteStored(_ header: JournalHeader) {
    journalWeight = (journalWeight ?? 0) + header.weight
  }

  /// Two properties as `inout`: else the bytes are copied to be read while the ring changes.
  private static func push<Header>(
    _ header: Header, _ bytes: inout [UInt8], to ring: inout Ring<Header>.Producer
  ) -> Bool {
    ring.push(header, bytes.span)
  }

  /// The journal's ring is full: waits a little, and answers questions meanwhile.
  private mutating func waitForRoom() {
    ends.pulse.beat()
    flush()
    ends.journalBell.ring()
    ends.mailbox.answerAll(city, now: .now())
    usleep(200)
  }

  private mutating func tell(_ news: UnknownDevices.Entry, at moment: Timestamp) {
    let event = DeviceEvent(DeviceObject(news), at: WireTime(moment))
    tell(.object(.device, LiveObject(event)))
  }

  /// Tells those who watch; when their ring is full the event is lost to them, never to the history.
  private mutating func tell(_ content: LiveEvent.Content) {
    guard live.push(LiveHeader()) else { return }
    liveCount += 1
    // Before the header is shown to the reader, which is at the next flush.
    ends.liveContents.append(content)
  }

  private mutating func flush() {
    if let weight = journalWeight {
      journal.publish()
      ends.journalBell.ring(pieces: max(1, weight))
      journalWeight = nil
    }
    if liveCount > 0 {
      live.publish()
      ends.liveBell.ring(pieces: liveCount)
      liveCount = 0
    }
    scripts.flush()
  }
}
