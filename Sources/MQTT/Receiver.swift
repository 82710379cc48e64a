import Glibc
public import Model
public import Rings
import Synchronization

/// What a receiver says of each message, in front of its topic and payload.
public struct MessageHeader: BitwiseCopyable, Sendable {
  /// Counts the messages of one receiver from 1, without gaps.
  public var sequence: UInt64
  /// When it came out of the socket.
  public var arrivedAt: Timestamp
  /// The quality of service it came with.
  public var qos: UInt8
  /// Whether the broker sent it from its store.
  public var isRetained: Bool
  /// Whether it was longer than the limit; then its payload was left out.
  public var isOversized: Bool

  /// What is said of a message.
  public init(sequence: UInt64, arrivedAt: Timestamp, qos: UInt8, isRetained: Bool, isOversized: Bool) {
    self.sequence = sequence
    self.arrivedAt = arrivedAt
    self.qos = qos
    self.isRetained = isRetained
    self.isOversized = isOversized
  }
}

/// What a receiver needs to know.
public struct ReceiverOptions: Sendable {
  /// The broker.
  public var address: BrokerAddress
  /// Who we are.
  public var identity: ClientIdentity
  /// What to subscribe to.
  public var filters: [String]
  /// The quality of service to ask for.
  public var qos: Int
  /// The longest payload that is taken, in bytes.
  public var payloadBytesMax = Self.payloadBytesUsual
  /// The most messages that are read in one go.
  public var batchMessagesMax = 4096
  /// The most messages that wait for their commit while more are read.
  public var uncommittedMessagesMax = 16_384
  /// Whether packets are read and PUBACKs sent many at once, by buffers beneath libmosquitto.
  public var isBuffered = true
  /// How long the connection may be quiet before the broker is asked whether it is still there; when it has not
  /// answered after as long again, the connection counts as broken.
  public var keepAliveSeconds = 60

  /// The longest payload that anybody's message has, in bytes, however it comes.
  public static let payloadBytesUsual = 256 * 1024

  /// Options with the usual limits.
  public init(address: BrokerAddress, identity: ClientIdentity, filters: [String], qos: Int) {
    self.address = address
    self.identity = identity
    self.filters = filters
    self.qos = qos
  }
}

/// What happened to a receiver, for the log.
public enum ReceiverEvent: Sendable {
  /// The broker accepted us, and had kept our session or not.
  case connected(hadSession: Bool)
  /// The connection failed or broke.
  case disconnected(reason: String)
  /// The broker refused a subscription.
  case subscriptionRefused
}

/// Takes messages from one broker and acknowledges them when they are on disk.
///
/// It owns the connection and the ring's writing end, on a thread of its own. Each message is copied into the
/// ring; its PUBACK leaves only when the journal has committed it (group commit). A full ring means that it
/// stops reading: the broker keeps the rest.
///
/// With buffers it reads on while a commit is under way: the PUBACKs of each batch end at a known position in
/// the buffer and are released up to there when the batch is on disk. Without them (over TLS, or switched off)
/// libmosquitto can only send all or none of its PUBACKs: so it reads a batch, waits, acknowledges, reads on.
public final class Receiver {
  private let options: ReceiverOptions
  private let progress: CommitProgress
  private let status: BrokerStatus
  private let pulse: Pulse
  private let stop: StopSignal
  private let clock: @Sendable () -> Timestamp
  private let log: @Sendable (ReceiverEvent) -> Void
  private let client: MosquittoClient
  private let intake: Intake

  /// Batches whose PUBACKs are held, the oldest first.
  private var held: [HeldBatch] = []
  private var heldUntil: UInt64 = 0
  private var hasUnsent = false
  private var acceptedAt: ContinuousClock.Instant?
  private var pause = ReconnectPause()
  private var readPace = ReadPace()
  private let began = ContinuousClock.now
  private var stalledSince: ContinuousClock.Instant?
  /// What the broker answered instead of accepting us; then it closes, which is no reason of its own.
  private var refusal: MosquittoError?

  /// The PUBACKs up to a position may leave when everything up to a sequence is on disk.
  private struct HeldBatch {
    let sequence: UInt64
    let position: UInt64
  }

  private static let stallLimit = Duration.seconds(1)
  private static let stallPause = Duration.seconds(60)
  private static let answerDeadline = Duration.seconds(10)
  private static let stopDeadline = Duration.seconds(2)

  /// A receiver that is not connected yet.
  /// - Parameters:
  ///   - options: the broker and the subscriptions.
  ///   - producer: the ring's writing end.
  ///   - cityBell: wakes whoever reads the ring.
  ///   - progress: how far the history has come with this receiver's messages.
  ///   - status: where the state of the connection is told.
  ///   - pulse: beats at each turn while there is a connection.
  ///   - stop: ends it.
  ///   - clock: the time of day.
  ///   - log: told what happens.
  /// - Throws: what libmosquitto refuses, such as certificate files that it cannot read.
  public init(
    options: ReceiverOptions, producer: consuming Ring<MessageHeader>.Producer, cityBell: Doorbell,
    progress: CommitProgress, status: BrokerStatus, pulse: Pulse = Pulse("receiver"),
    stop: StopSignal,
    clock: @escaping @Sendable () -> Timestamp, log: @escaping @Sendable (ReceiverEvent) -> Void
  ) throws(MosquittoError) {
    self.options = options
    self.progress = progress
    self.status = status
    self.pulse = pulse
    self.stop = stop
    self.clock = clock
    self.log = log
    let intake = Intake(
      producer, payloadBytesMax: options.payloadBytesMax, cityBell: cityBell, pulse: pulse, stop: stop)
    self.intake = intake
    client = try MosquittoClient(
      address: options.address, identity: options.identity, keepAliveSeconds: options.keepAliveSeconds,
      isBuffered: options.isBuffered, onMessage: intake.take)
    held.reserveCapacity(1024)
  }

  /// Receives until it is stopped; connects again whenever the connection breaks.
  public func run() {
    listen()
    while !stop.isSet {
      // To find the broker, and to wait before the next attempt, takes as long as it takes.
      pulse.rest()
      do throws(MosquittoError) {
        try client.connect()
        try serve()
      } catch {
        lost(refusal ?? error)
      }
      refusal = nil
      pulse.rest()
      if !stop.isSet { waitBeforeReconnect() }
    }
    finish()
  }

  // MARK: - Connection

  private func listen() {
    client.events.connected = { [unowned self] refusal, hadSession in
      if let refusal { return self.refusal = refusal }
      acceptedAt = .now
      status.connected(at: clock())
      log(.connected(hadSession: hadSession))
      // On every connection, whatever the broker says it remembers: it may have lost the subscriptions.
      do throws(MosquittoError) {
        try client.subscribe(to: options.filters, qos: options.qos)
      } catch {
        lost(error)
      }
    }
    client.events.subscribed = { [unowned self] isGranted in
      if !isGranted {
        status.refusedSubscription()
        log(.subscriptionRefused)
      }
    }
  }

  private func lost(_ error: MosquittoError) {
    pause.failed(afterConnectionOf: acceptedAt.map { .now - $0 })
    var reason = error.description
    if acceptedAt != nil, pause.failuresInARow >= 3 {
      reason += ", again and again after connecting: does another client use client_id "
      reason += "\(options.identity.clientID)?"
    }
    acceptedAt = nil
    status.disconnected(reason, at: clock())
    log(.disconnected(reason: reason))
  }

  private func waitBeforeReconnect() {
    progress.bell.wait(timeoutMilliseconds: .random(in: pause.milliseconds)) { stop.isSet }
  }

  // MARK: - The loop

  private func serve() throws(MosquittoError) {
    let connectedAt = ContinuousClock.now
    var tickedAt = connectedAt
    intake.lastUnacknowledged = 0
    held.removeAll(keepingCapacity: true)
    heldUntil = 0
    hasUnsent = false
    while !stop.isSet, let socket = client.socket {
      pulse.beat()
      if client.hasInput && mayRead || wait(socket) { try readBatch(socket) }
      try acknowledge()
      let now = ContinuousClock.now
      noteStall(now)
      if now - tickedAt > .seconds(1) {
        tickedAt = now
        try client.tick()
      }
      if acceptedAt == nil, now - connectedAt > Self.answerDeadline {
        throw MosquittoError(code: 0, description: "the broker accepts connections but does not answer")
      }
    }
    if !stop.isSet { throw MosquittoError(code: 0, description: "the broker closed the connection") }
  }

  /// A broker that has to wait for longer than a moment is told of, once a minute as long as it lasts.
  private func noteStall(_ now: ContinuousClock.Instant) {
    if mayRead {
      stalledSince = nil
    } else if let since = stalledSince {
      guard now - since > Self.stallLimit else { return }
      status.stalled()
      stalledSince = now + Self.stallPause
    } else {
      stalledSince = now
    }
  }

  private var isEverythingCommitted: Bool { progress.committed >= intake.lastUnacknowledged }

  private var mayRead: Bool {
    guard client.isBuffered else { return isEverythingCommitted && intake.hasRoom }
    return intake.lastRead - min(intake.lastRead, progress.committed) < options.uncommittedMessagesMax
      && intake.hasRoom
  }

  private var mayWrite: Bool {
    hasUnsent || client.wantsToWrite && (client.isBuffered || isEverythingCommitted)
  }

  /// Sleeps until the broker sends and it is time to look, it can take what we send, or the journal has committed.
  /// - Returns: whether there is something to read, and room for it.
  private func wait(_ socket: CInt) -> Bool {
    progress.bell.prepareToSleep()
    let mayRead = mayRead
    let now = now()
    let readPause = acceptedAt == nil ? 0 : readPace.pause(at: now)
    let events = (mayRead && readPause == 0 ? POLLIN : 0) | (mayWrite ? CInt(POLLOUT) : 0)
    var descriptors: InlineArray<2, pollfd> = [
      pollfd(fd: events == 0 ? -1 : socket, events: Int16(events), revents: 0),
      pollfd(fd: progress.bell.fileDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    let timeout: CInt
    if stop.isSet || isNextCommitted {
      // What was committed between the last look and the bell is acknowledged at once.
      timeout = 0
    } else if !mayRead {
      // With a full ring nobody rings when there is room again: look often.
      timeout = 2
    } else {
      let rest = readPause > 0 ? readPause : readPace.lookUntil(at: now).map { $0 - now } ?? Int64.max
      timeout = CInt(min(500, rest / 1_000_000 + 1))
    }
    var span = descriptors.mutableSpan
    _ = unsafe span.withUnsafeMutableBufferPointer { unsafe poll($0.baseAddress, 2, timeout) }
    progress.bell.wakeUp(isRung: descriptors[1].revents != 0)
    return CInt(descriptors[0].revents) & (POLLIN | POLLHUP | POLLERR) != 0
  }

  /// By a clock that counts, from when the receiver was made.
  private func now() -> Int64 { (ContinuousClock.now - began).wholeNanoseconds }

  private func readBatch(_ socket: CInt) throws(MosquittoError) {
    let first = intake.lastRead
    repeat {
      if !client.hasInput { intake.arrivedAt = clock() }
      try client.read()
    } while intake.lastRead - first < UInt64(options.batchMessagesMax) && intake.hasRoom
      && (client.isBuffered ? client.hasInput : isReadable(socket))
    guard intake.lastRead > first else { return }
    readPace.noteRead(Int(intake.lastRead - first), at: now())
    intake.publish()
  }

  private func isReadable(_ socket: CInt) -> Bool {
    guard client.socket == socket else { return false }
    var descriptor = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&descriptor, 1, 0) > 0
  }

  /// Whether PUBACKs are held that may leave.
  private var isNextCommitted: Bool { held.first.map { $0.sequence <= progress.committed } ?? false }

  /// Sends what may be sent: the PUBACKs of what is on disk.
  private func acknowledge() throws(MosquittoError) {
    guard client.isBuffered else {
      if isEverythingCommitted { try sendAll() }
      return
    }
    if client.wantsToWrite {
      try client.write()
      if client.written > heldUntil {
        heldUntil = client.written
        held.append(HeldBatch(sequence: intake.lastUnacknowledged, position: heldUntil))
      }
    }
    let committed = progress.committed
    let count = held.prefix { $0.sequence <= committed }.count
    if count > 0 {
      client.release(upTo: held[count - 1].position)
      held.removeFirst(count)
      hasUnsent = true
    }
    guard hasUnsent else { return }
    hasUnsent = try !client.flush()
    readPace.noteAnswer(at: now())
  }

  private func sendAll() throws(MosquittoError) {
    while client.wantsToWrite, let socket = client.socket {
      var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
      guard unsafe poll(&descriptor, 1, 0) > 0 else { return }
      try client.write()
      readPace.noteAnswer(at: now())
    }
  }

  /// - Returns: whether the broker takes more before `deadline`.
  private func waitForWriting(until deadline: ContinuousClock.Instant) -> Bool {
    guard ContinuousClock.now < deadline, let socket = client.socket else { return false }
    var descriptor = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
    return unsafe poll(&descriptor, 1, 100) >= 0
  }

  /// Acknowledges what is on disk, and says goodbye.
  private func finish() {
    let deadline = ContinuousClock.now + Self.stopDeadline
    while !isEverythingCommitted, ContinuousClock.now < deadline {
      progress.bell.wait(timeoutMilliseconds: 20) { isEverythingCommitted }
    }
    // Without buffers the library would send the PUBACKs of what is not on disk too.
    guard client.isBuffered || isEverythingCommitted else { return }
    // What fails here is delivered again at the next start.
    repeat { try? acknowledge() } while hasUnsent && waitForWriting(until: deadline)
    client.disconnect(within: deadline - .now)
  }
}

/// Puts what libmosquitto hands over into the ring.
///
/// An object of its own, which the client knows from its beginning: then no message counts a reference.
private final class Intake {
  private var producer: Ring<MessageHeader>.Producer
  private let payloadBytesMax: Int
  /// The last message that was read, and the last of those that want an acknowledgement.
  private(set) var lastRead: UInt64 = 0
  var lastUnacknowledged: UInt64 = 0
  /// When the next message came out of the socket.
  var arrivedAt = Timestamp.distantPast
  private let cityBell: Doorbell
  private let pulse: Pulse
  private let stop: StopSignal

  private static let roomPause: UInt32 = 200

  init(
    _ producer: consuming Ring<MessageHeader>.Producer, payloadBytesMax: Int, cityBell: Doorbell,
    pulse: Pulse, stop: StopSignal
  ) {
    self.producer = producer
    self.payloadBytesMax = payloadBytesMax
    self.cityBell = cityBell
    self.pulse = pulse
    self.stop = stop
  }

  /// Whether the longest message fits.
  var hasRoom: Bool { producer.canPush(byteCount: payloadBytesMax + 65_535) }

  func take(_ topic: Span<UInt8>, _ payload: Span<UInt8>, _ qos: UInt8, _ isRetained: Bool) {
    lastRead += 1
    if qos > 0 { lastUnacknowledged = lastRead }
    let isOversized = payload.count > payloadBytesMax
    let header = MessageHeader(
      sequence: lastRead, arrivedAt: arrivedAt, qos: qos, isRetained: isRetained, isOversized: isOversized)
    while !producer.push(header, topic, isOversized ? Span() : payload) {
      // There was room for the longest message; over TLS the library goes on as long as decrypted bytes wait. What is not
      // handed on when all ends has no acknowledgement.
      if stop.isSet { return }
      publish()
      pulse.beat()
      usleep(Self.roomPause)
    }
    // What was read together came one after the other: where a message has no time of its own, two values at one time would
    // be the same, or the second late.
    arrivedAt = arrivedAt + .nanoseconds(1)
  }

  /// Shows the city what there is.
  func publish() {
    producer.publish()
    cityBell.ring()
  }
}

/// Tells threads to end.
public final class StopSignal: Sendable {
  private let flag = Atomic<Bool>(false)

  /// A signal that is not set.
  public init() {}

  /// Whether it is time to end.
  public var isSet: Bool { flag.load(ordering: .acquiring) }

  /// It is time to end. Ring the bells of those who sleep after this.
  public func set() { flag.store(true, ordering: .releasing) }
}
