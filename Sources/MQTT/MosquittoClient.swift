import CMosquitto
import CMosquittoIO
import Glibc

/// How to reach a broker.
public struct BrokerAddress: Hashable, Sendable {
  /// The host's name or address.
  public var host: String
  /// The TCP port.
  public var port: Int
  /// TLS, when the broker is reached over it.
  public var tls: TLS?

  /// The files of a TLS connection; names are always verified, and nothing older than TLS 1.2 is spoken.
  public struct TLS: Hashable, Sendable {
    /// Certificates of the authorities to trust; the system's when `nil`.
    public var authorityFile: String?
    /// Our certificate, for a broker that asks for one.
    public var certificateFile: String?
    /// The key of our certificate.
    public var keyFile: String?

    /// TLS with these files.
    public init(authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
      self.authorityFile = authorityFile
      self.certificateFile = certificateFile
      self.keyFile = keyFile
    }
  }

  /// An address.
  public init(host: String, port: Int, tls: TLS? = nil) {
    self.host = host
    self.port = port
    self.tls = tls
  }
}

/// Who we are to a broker.
public struct ClientIdentity: Sendable {
  /// The client id: one session belongs to one id.
  public var clientID: String
  /// The user, when the broker wants one.
  public var username: String?
  /// The user's password.
  public var password: String?
  /// Whether we speak MQTT 5 instead of 3.1.1.
  public var isVersion5: Bool
  /// Whether the broker forgets the session at once; a daemon keeps it, so that nothing is missed.
  public var isSessionClean: Bool

  /// An identity.
  public init(
    clientID: String, username: String? = nil, password: String? = nil, isVersion5: Bool = false,
    isSessionClean: Bool = false
  ) {
    self.isVersion5 = isVersion5
    self.clientID = clientID
    self.username = username
    self.password = password
    self.isSessionClean = isSessionClean
  }
}

/// What libmosquitto answered when it could not do as asked.
public struct MosquittoError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The library's `MOSQ_ERR_` code.
  public let code: CInt
  /// What it means, for people.
  public let description: String
}

/// What happens on a connection, told on the thread that reads.
public struct MosquittoEvents {
  /// The broker answered: accepted or not, and whether it still had our session.
  public var connected: (_ refusal: MosquittoError?, _ hadSession: Bool) -> Void = { _, _ in }
  /// The connection is gone.
  public var disconnected: (_ reason: MosquittoError) -> Void = { _ in }
  /// The broker answered a subscription: for each filter whether it was granted.
  public var subscribed: (_ isGranted: Bool) -> Void = { _ in }
  /// A message that we published was acknowledged by the broker.
  public var published: (_ id: CInt) -> Void = { _ in }

  /// Events that nobody listens to.
  public init() {}
}

/// Takes a message; its bytes are gone after the call.
public typealias MessageHandler =
  (_ topic: Span<UInt8>, _ payload: Span<UInt8>, _ qos: UInt8, _ isRetained: Bool) -> Void

/// libmosquitto's client, one per connection, owned by one thread: every C call is in this file.
///
/// The library runs in its "threaded" mode though it has no thread: then it only queues what it wants to
/// send, and the PUBACK of a message leaves when ``write()`` is called, which is when its owner says that the
/// message is on disk.
///
/// **Why this is sound.** The handle is made in `init`, destroyed in `deinit`, and used only through this
/// object, which is not `Sendable` and so stays on its thread. The library calls back only within a call of
/// ours, with this object as context, which is therefore alive. Bytes that it lends are passed on as `Span`s
/// that cannot outlive the call. The buffers of a buffered client belong to it in the same way: made in `init`,
/// freed in `deinit`, and known to the library's thread, which is ours, only during a call.
@safe
public final class MosquittoClient {
  /// What is told to the owner; set it before connecting.
  public var events = MosquittoEvents()
  /// It can't be another one later, so that no message need count a reference to it.
  private let onMessage: MessageHandler
  private let handle: OpaquePointer
  /// Buffers between the library and the socket; `nil` when the library talks to the socket itself.
  private let buffers: OpaquePointer?
  private let address: BrokerAddress
  private let identity: ClientIdentity
  /// What the library last complained about in its log: the only place where it says why TLS failed.
  private var complaint = ""
  private let keepAliveSeconds: CInt

  /// A client that is not connected yet.
  /// - Parameters:
  ///   - address: where the broker is.
  ///   - identity: who we are.
  ///   - keepAliveSeconds: how long the connection may be quiet.
  ///   - isBuffered: whether it reads many packets at once and holds PUBACKs until ``release(upTo:)``. Not over
  ///     TLS, which has buffers of its own.
  ///   - onMessage: told of each message, on the thread that reads.
  /// - Throws: what the library refuses, such as certificate files that it cannot read.
  public init(
    address: BrokerAddress, identity: ClientIdentity, keepAliveSeconds: Int = 60, isBuffered: Bool = false,
    onMessage: @escaping MessageHandler = { _, _, _, _ in }
  ) throws(MosquittoError) {
    _ = Self.library
    self.onMessage = onMessage
    self.address = address
    self.identity = identity
    self.keepAliveSeconds = CInt(keepAliveSeconds)
    guard let handle = unsafe mosquitto_new(identity.clientID, identity.isSessionClean, nil) else {
      throw MosquittoError(code: errno)
    }
    unsafe self.handle = handle
    unsafe buffers = isBuffered && address.tls == nil ? mosquitto_io_new() : nil
    unsafe mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
    try Self.check(unsafe mosquitto_threaded_set(handle, true))
    try Self.check(unsafe mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1))
    if identity.isVersion5 {
      let version = CInt(MQTT_PROTOCOL_V5)
      try Self.check(unsafe mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, version))
    }
    if let username = identity.username {
      try Self.check(unsafe mosquitto_username_pw_set(handle, username, identity.password))
    }
    if let tls = address.tls { try set(tls) }
    setCallbacks()
  }

  deinit {
    unsafe mosquitto_destroy(handle)
    unsafe mosquitto_io_free(buffers)
  }

  /// The library's global set-up, once per process.
  private static let library: CInt = mosquitto_lib_init()

  private func set(_ tls: BrokerAddress.TLS) throws(MosquittoError) {
    let directory = tls.authorityFile == nil ? "/etc/ssl/certs" : nil
    try Self.check(
      unsafe mosquitto_tls_set(handle, tls.authorityFile, directory, tls.certificateFile, tls.keyFile, nil))
    // 1: the broker's certificate must be good, name included.
    try Self.check(unsafe mosquitto_tls_opts_set(handle, 1, "tlsv1.2", nil))
    try Self.check(unsafe mosquitto_tls_insecure_set(handle, false))
  }

  // MARK: - Connection

  /// Connects and sends CONNECT; blocks while the system resolves the name and connects.
  ///
  /// The answer comes as ``MosquittoEvents/connected`` out of ``read()``.
  public func connect() throws(MosquittoError) {
    if let buffers = unsafe buffers { unsafe mosquitto_io_reset(buffers) }
    listenToComplaints()
    var properties: OpaquePointer?
    defer { unsafe mosquitto_property_free_all(&properties) }
    if identity.isVersion5, !identity.isSessionClean {
      // MQTT 5, section 3.1.2.11.2: without it the session ends with the connection. This is "never".
      let interval = CInt(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue)
      try Self.check(unsafe mosquitto_property_add_int32(&properties, interval, .max))
    }
    try check(
      unsafe mosquitto_connect_bind_v5(
        handle, address.host, CInt(address.port), keepAliveSeconds, nil, properties))
  }

  /// Asks the broker to end the connection.
  public func disconnect() { unsafe mosquitto_disconnect(handle) }

  /// Asks the broker to end the connection, and waits up to `patience` until it has.
  ///
  /// A connection that is closed while something waits to be read is reset (RFC 1122, 4.2.2.13), and a broker
  /// that is reset forgets what it has not read yet: our last PUBACKs. So what still comes is dropped until the
  /// broker closes. That goes over a second descriptor, since the library closes its own at once.
  public func disconnect(within patience: Duration) {
    guard let socket else { return }
    let connection = dup(socket)
    defer { close(connection) }
    disconnect()
    // What fails here is delivered again at the next start.
    try? write()
    shutdown(connection, CInt(SHUT_WR))
    let deadline = ContinuousClock.now + patience
    var dropped = [UInt8](repeating: 0, count: 65_536)
    while case let left = deadline - .now, left > .zero {
      var descriptor = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&descriptor, 1, CInt(left.components.seconds * 1000 + 10))
      let count = unsafe recv(connection, &dropped, dropped.count, CInt(MSG_DONTWAIT))
      if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { return }
    }
  }

  /// The connection's descriptor, for `poll`; `nil` when there is no connection.
  public var socket: CInt? {
    let descriptor = unsafe mosquitto_socket(handle)
    return descriptor < 0 ? nil : descriptor
  }

  /// Whether something waits to be sent.
  public var wantsToWrite: Bool { unsafe mosquitto_want_write(handle) }

  /// Reads what has come, a packet; over TLS all of which the bytes are decrypted. Call it while the descriptor is readable.
  public func read() throws(MosquittoError) { try unsafe call { unsafe mosquitto_loop_read($0, 1) } }

  /// Sends what waits, PUBACKs included; a buffered client keeps those until they are released.
  public func write() throws(MosquittoError) { try unsafe call { unsafe mosquitto_loop_write($0, 1) } }

  /// Keeps the connection alive; call it about once a second.
  public func tick() throws(MosquittoError) { try unsafe call { unsafe mosquitto_loop_misc($0) } }

  private func call(_ body: (OpaquePointer) -> CInt) throws(MosquittoError) {
    guard let buffers = unsafe buffers, let socket else { return try check(unsafe body(handle)) }
    unsafe mosquitto_io_begin(buffers, socket)
    let code = unsafe body(handle)
    mosquitto_io_end()
    try check(code)
  }

  private func check(_ code: CInt) throws(MosquittoError) {
    guard code == CInt(MOSQ_ERR_TLS.rawValue) else { return try Self.check(code) }
    let isAboutCertificate = complaint.contains("certificate verify failed")
    let reason =
      isAboutCertificate
      ? "its certificate is not trusted, has expired, or is not made out to \(address.host)"
      : "no TLS connection"
    throw MosquittoError(code: code, description: complaint.isEmpty ? reason : "\(reason) (\(complaint))")
  }

  // MARK: - Buffers

  /// Whether PUBACKs are held until ``release(upTo:)``.
  public var isBuffered: Bool { unsafe buffers != nil }

  /// Whether something was received that ``read()`` has not looked at, which `poll` can't see.
  public var hasInput: Bool {
    guard let buffers = unsafe buffers else { return false }
    return unsafe mosquitto_io_input_bytes(buffers) > 0
  }

  /// Where the PUBACKs end that were written so far: for ``release(upTo:)``.
  public var written: UInt64 {
    guard let buffers = unsafe buffers else { return 0 }
    return unsafe mosquitto_io_written(buffers)
  }

  /// Lets the PUBACKs leave that were written before ``written`` was `position`.
  public func release(upTo position: UInt64) {
    if let buffers = unsafe buffers { unsafe mosquitto_io_release(buffers, position) }
  }

  /// Sends released PUBACKs, as far as the socket takes them.
  /// - Returns: whether none is left.
  public func flush() throws(MosquittoError) -> Bool {
    guard let buffers = unsafe buffers, let socket else { return true }
    let rest = unsafe mosquitto_io_flush(buffers, socket)
    if rest < 0 { throw MosquittoError(code: CInt(MOSQ_ERR_ERRNO.rawValue)) }
    return rest == 0
  }

  // MARK: - Messages

  /// Subscribes to `filters`; the answer comes as ``MosquittoEvents/subscribed``.
  public func subscribe(to filters: [String], qos: Int) throws(MosquittoError) {
    for filter in filters {
      try Self.check(unsafe mosquitto_subscribe(handle, nil, filter, CInt(qos)))
    }
  }

  /// Queues a message for sending.
  /// - Returns: the id that ``MosquittoEvents/published`` will name.
  @discardableResult
  public func publish(
    topic: String, payload: [UInt8], qos: Int, isRetained: Bool = false
  ) throws(MosquittoError) -> CInt {
    var id: CInt = 0
    try Self.check(
      unsafe mosquitto_publish(handle, &id, topic, CInt(payload.count), payload, CInt(qos), isRetained))
    return id
  }

  // MARK: - The library's side

  /// Listens to the library's log while a connection is made: only there it says why TLS failed.
  private func listenToComplaints() {
    unsafe mosquitto_log_callback_set(handle) { _, context, level, text in
      guard level == MOSQ_LOG_ERR, let client = unsafe MosquittoClient.from(context), let text = unsafe text
      else { return }
      client.complaint = unsafe String(cString: text)
    }
  }

  /// Once there is a connection, nobody listens: else the library writes a line for each packet.
  private func ignoreComplaints() { unsafe mosquitto_log_callback_set(handle, nil) }

  private func setCallbacks() {
    unsafe mosquitto_connect_with_flags_callback_set(handle) { _, context, code, flags in
      guard let client = unsafe MosquittoClient.from(context) else { return }
      let refusal = code == 0 ? nil : MosquittoError(refusal: code)
      if refusal == nil { client.ignoreComplaints() }
      client.events.connected(refusal, flags & 1 == 1)
    }
    unsafe mosquitto_disconnect_callback_set(handle) { _, context, code in
      unsafe MosquittoClient.from(context)?.events.disconnected(MosquittoError(code: code))
    }
    unsafe mosquitto_subscribe_callback_set(handle) { _, context, _, count, granted in
      guard let client = unsafe MosquittoClient.from(context), let granted = unsafe granted else { return }
      for index in 0..<Int(count) { client.events.subscribed(unsafe granted[index] < 0x80) }
    }
    unsafe mosquitto_publish_callback_set(handle) { _, context, id in
      unsafe MosquittoClient.from(context)?.events.published(id)
    }
    unsafe mosquitto_message_callback_set(handle) { _, context, message in
      guard let context = unsafe context, let message = unsafe message?.pointee,
        let topic = unsafe message.topic
      else { return }
      let topicBytes = unsafe UnsafeRawBufferPointer(start: topic, count: strlen(topic))
        .bindMemory(to: UInt8.self)
      let payload = unsafe UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
        .bindMemory(to: UInt8.self)
      // The client is alive for the call, so that no message need count a reference to it.
      unsafe Unmanaged<MosquittoClient>.fromOpaque(context)._withUnsafeGuaranteedRef { client in
        client.onMessage(
          unsafe topicBytes.span, unsafe payload.span, unsafe UInt8(clamping: message.qos),
          unsafe message.retain)
      }
    }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> MosquittoClient? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<MosquittoClient>.fromOpaque(context).takeUnretainedValue()
  }

  private static func check(_ code: CInt) throws(MosquittoError) {
    if code != 0 { throw MosquittoError(code: code) }
  }
}

extension MosquittoError {
  fileprivate init(code: CInt) {
    self.code = code
    if code == CInt(MOSQ_ERR_ERRNO.rawValue) {
      description = unsafe String(cString: strerror(errno))
    } else if code == CInt(MOSQ_ERR_KEEPALIVE.rawValue) {
      description = "the broker did not answer within the keep-alive time"
    } else {
      description = unsafe String(cString: mosquitto_strerror(code))
    }
  }

  fileprivate init(refusal code: CInt) {
    self.code = code
    // Codes from 0x80 on are those of MQTT 5.
    description = unsafe String(
      cString: code < 0x80 ? mosquitto_connack_string(code) : mosquitto_reason_string(code))
  }
}
