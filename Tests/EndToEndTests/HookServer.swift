import Foundation
import Glibc
import Synchronization
import Testing
import Wire

/// An HTTP server that takes what it is asked, and can be told to refuse or to fall asleep.
final class HookServer: Sendable {
  /// What it does with a request.
  enum Mood: Int, AtomicRepresentable {
    case takes, refuses
    /// Takes note, and never answers.
    case sleeps
  }

  /// A request as it came.
  struct Request: Sendable {
    let head: String
    let body: Data

    /// The value of a header; the name in lower case.
    func header(_ name: String) -> String? {
      for line in head.components(separatedBy: "\r\n").dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == name { return String(parts[1].dropFirst()) }
      }
      return nil
    }

    var message: WebhookMessage? { try? JSONDecoder().decode(WebhookMessage.self, from: body) }
  }

  let port: Int
  private let listener: Int32
  private let mood: Atomic<Mood>
  private let answer: @Sendable (Request) -> String
  private let requests = Mutex<(taken: [Request], others: [Request])>(([], []))

  /// A server that listens; when it takes a request it answers with `answer`.
  init(_ mood: Mood = .takes, answer: @escaping @Sendable (Request) -> String = { _ in "" }) throws {
    self.mood = Atomic(mood)
    self.answer = answer
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    port = bindToFreePort(listener)
    try #require(listen(listener, 64) == 0)
    Thread.detachNewThread { [self] in accept() }
  }

  /// What was answered with success.
  var taken: [Request] { requests.withLock { $0.taken } }
  /// What was not.
  var others: [Request] { requests.withLock { $0.others } }
  /// The alerts of what was taken, in order.
  var alerts: [WebhookMessage.Alert] { taken.compactMap(\.message).flatMap(\.alerts) }

  func become(_ mood: Mood) { self.mood.store(mood, ordering: .releasing) }

  func close() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func accept() {
    while case let connection = Glibc.accept(listener, nil, nil), connection >= 0 {
      Thread.detachNewThread { [self] in serve(connection) }
    }
    Glibc.close(listener)
  }

  /// Serves requests until the other end goes. Descriptors of sleepers stay open, as a stuck server's do.
  private func serve(_ connection: Int32) {
    var data = Data()
    while let request = read(connection, &data) {
      let mood = mood.load(ordering: .acquiring)
      requests.withLock { if mood == .takes { $0.taken.append(request) } else { $0.others.append(request) } }
      if mood == .sleeps { return }
      let status = mood == .takes ? "200 OK" : "500 Internal Server Error"
      let body = mood == .takes ? self.answer(request) : ""
      let answer = Array("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
      _ = send(connection, answer, answer.count, Int32(MSG_NOSIGNAL))
    }
    Glibc.close(connection)
  }

  private func read(_ connection: Int32, _ data: inout Data) -> Request? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let end = data.range(of: Data("\r\n\r\n".utf8)) {
        let head = String(decoding: data[..<end.lowerBound], as: UTF8.self)
        let length = Request(head: head, body: Data()).header("content-length").flatMap { Int($0) } ?? 0
        if data.endIndex - end.upperBound >= length {
          let body = Data(data[end.upperBound..<end.upperBound + length])
          data = Data(data[(end.upperBound + length)...])
          return Request(head: head, body: body)
        }
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      data.append(contentsOf: buffer[..<count])
    }
  }
}
