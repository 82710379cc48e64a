import NIOCore
import NIOPosix

/// A mail server that takes messages without a password: the one of this machine, or of its network.
///
/// Source: RFC 5321. It is spoken to directly and not by way of `sendmail`, which needs rights that a hardened
/// service does not have.
public struct MailServer: Sendable {
  private let host: String
  private let port: Int

  /// The longest that a delivery may take.
  public static let timeLimit = Duration.seconds(30)
  private static let replyBytesMax = 8192

  /// A server; nothing is connected yet.
  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Hands a message over.
  /// - Parameters:
  ///   - message: headers and body, lines ended by CR LF and none of them a single dot.
  ///   - from: the sender's address.
  ///   - recipients: the addresses that it goes to.
  /// - Throws: what the server did not accept, and no answer in time.
  public func send(_ message: String, from: String, to recipients: [String])
    async throws(DeliveryError)
  {
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await Task.sleep(for: Self.timeLimit)
          throw DeliveryError("the mail server does not answer")
        }
        group.addTask { try await converse(message, from, recipients) }
        try await group.next()
        group.cancelAll()
      }
    } catch let error as DeliveryError {
      throw error
    } catch {
      throw DeliveryError("the mail server can't be reached: \(error)")
    }
  }

  private func converse(_ message: String, _ from: String, _ recipients: [String]) async throws {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: host, port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    try await channel.executeThenClose { inbound, outbound in
      var replies = inbound.makeAsyncIterator()
      func expect(_ kind: Character) async throws {
        let reply = try await Self.reply(&replies)
        guard reply.first == kind else { throw DeliveryError("the mail server says: \(reply)") }
      }
      func say(_ line: String, expecting kind: Character) async throws {
        try await outbound.write(ByteBuffer(string: line + "\r\n"))
        try await expect(kind)
      }
      try await expect("2")
      // An address literal is always a valid name of a client that has no other (RFC 5321, 4.1.3).
      try await say("HELO [127.0.0.1]", expecting: "2")
      try await say("MAIL FROM:<\(from)>", expecting: "2")
      for recipient in recipients { try await say("RCPT TO:<\(recipient)>", expecting: "2") }
      try await say("DATA", expecting: "3")
      try await say(message + "\r\n.", expecting: "2")
      // It has the message: what comes of the goodbye is its own affair.
      try? await outbound.write(ByteBuffer(string: "QUIT\r\n"))
    }
  }

  /// The last line of the server's reply: the one with a space behind its code.
  private static func reply(
    _ replies: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  ) async throws -> String {
    var text = ""
    while text.utf8.count < replyBytesMax, let more = try await replies.next() {
      text += String(buffer: more)
      let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
      if let last = lines.dropLast().last, last.dropFirst(3).first != "-" { return String(last) }
    }
    throw DeliveryError("the mail server ends the connection: \(text)")
  }
}
