import Hummingbird
import NIOCore
import Synchronization

/// How many connections there are of each peer: one that opens all that there are must not lock out the others.
final class ConnectionBook: Sendable {
  private struct State {
    var counts: [String: Int] = [:]
    var refused: Set<ObjectIdentifier> = []
  }

  private let state = Mutex(State())
  private let limit: Int

  /// A book that allows so many connections of one peer at once.
  init(limit: Int) { self.limit = limit }

  /// Takes note of a connection.
  /// - Returns: whether it is within the limit.
  func open(_ channel: ObjectIdentifier, of peer: String) -> Bool {
    state.withLock { state in
      guard state.counts[peer, default: 0] < limit else {
        state.refused.insert(channel)
        return false
      }
      state.counts[peer, default: 0] += 1
      return true
    }
  }

  /// A connection is gone.
  func close(_ channel: ObjectIdentifier, of peer: String) {
    state.withLock { state in
      guard state.refused.remove(channel) == nil else { return }
      let rest = state.counts[peer, default: 0] - 1
      state.counts[peer] = rest > 0 ? rest : nil
    }
  }

  /// Whether a connection is one too many.
  func refuses(_ channel: ObjectIdentifier) -> Bool { state.withLock { $0.refused.contains(channel) } }
}

/// Refuses what is asked on a connection that is one too many.
struct PeerLimit<Context: RequestContext>: RouterMiddleware {
  let book: ConnectionBook
  let channel: @Sendable (Context) -> any Channel

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard !book.refuses(ObjectIdentifier(channel(context))) else {
      throw ProblemError(
        status: .tooManyRequests, detail: "there are too many connections of yours",
        hint: "close some, or ask several things on one")
    }
    return try await next(request, context)
  }
}

/// Stands at each connection: refuses one too many of the same peer, and ends one that does not read.
///
/// A peer is a user at the Unix socket, and an address on the network; all that comes from this machine's own
/// network is allowed, for a web server in front comes from there too.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let book: ConnectionBook
  private var peer: String?
  private var end: Scheduled<Void>?

  /// A peer that takes nothing for so long is gone, or wants to keep us busy.
  private static let readPatience = TimeAmount.seconds(30)
  /// When the daemon ends, an answer may take so much longer.
  private static let goodbyePatience = TimeAmount.seconds(2)

  init(_ book: ConnectionBook) { self.book = book }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    end?.cancel()
    if let peer { book.close(ObjectIdentifier(context.channel), of: peer) }
    peer = nil
    context.fireChannelInactive()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      end?.cancel()
      end = nil
    } else {
      close(context, in: Self.readPatience)
    }
    context.fireChannelWritabilityChanged()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      end?.cancel()
      end = nil
      close(context, in: Self.goodbyePatience)
    }
    context.fireUserInboundEventTriggered(event)
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard peer == nil else { return }
    guard context.channel.localAddress?.protocol == .unix else {
      return open(context.channel.remoteAddress?.ipAddress, context)
    }
    // On the connection's own loop the answer is there at once.
    let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    Peer.find(context.channel)?.whenSuccess { found in
      let (guardian, context) = this.value
      guardian.open("uid \(found.uid)", context)
    }
  }

  private func open(_ name: String?, _ context: ChannelHandlerContext) {
    guard let name, name != "127.0.0.1", name != "::1" else { return }
    peer = name
    if !book.open(ObjectIdentifier(context.channel), of: name) { close(context, in: Self.goodbyePatience) }
  }

  private func close(_ context: ChannelHandlerContext, in time: TimeAmount) {
    guard end == nil else { return }
    end = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
  }
}
