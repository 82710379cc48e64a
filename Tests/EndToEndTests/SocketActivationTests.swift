import Foundation
import Glibc
import Testing
import Wire

/// The API's socket as systemd hands it over: sd_listen_fds(3).
@Suite struct SocketActivationTests {
  @Test func whoAskedBeforeTheDaemonWasThereIsAnswered() throws {
    let town = try Town()
    try FileManager.default.createDirectory(atPath: town.folder + "/run", withIntermediateDirectories: true)
    let listener = try Opened.unix(at: town.socket, SOCK_STREAM)
    #expect(chmod(town.socket, 0o604) == 0)
    let early = try #require(UnixSocket.connected(to: town.socket, seconds: 60))
    early.send("GET /v1/status HTTP/1.1\r\nHost: belfry\r\nConnection: close\r\n\r\n")
    let daemon = try Self.start(town, listener)
    let answer = String(decoding: early.receive(), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(answer) \(town.log)")
    // Those that come later are, too; and the rights are those that systemd gave.
    try eventually("the daemon is ready") { try town.ask("/-/ready").status == 200 }
    let rights = try FileManager.default.attributesOfItem(atPath: town.socket)[.posixPermissions] as? Int
    #expect(rights == 0o604)

    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0, "\(town.log)")
    #expect(FileManager.default.fileExists(atPath: town.socket), "the next one is to find it")
  }

  /// What may stand where the socket should, and which word of the refusal tells it.
  @Test(arguments: ["datagram", "deaf", "tcp", "file", "two"])
  func whatIsNoListeningUnixSocketIsRefused(_ kind: String) throws {
    let town = try Town()
    let path = town.folder + "/handed.sock"
    let handed: Opened
    switch kind {
    case "datagram": handed = try Opened.unix(at: path, SOCK_DGRAM)
    case "deaf": handed = try Opened.unix(at: path, SOCK_STREAM, isListening: false)
    case "tcp": handed = Opened(socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0))
    case "file": handed = Opened(open(town.configuration, O_RDONLY))
    default: handed = try Opened.unix(at: path, SOCK_STREAM)
    }
    let daemon = try Self.start(town, handed, count: kind == "two" ? 2 : 1)
    #expect(daemon.wait() == 1)
    #expect(
      town.log.contains(kind == "two" ? "hands over 2 sockets" : "not a listening Unix socket"), "\(town.log)"
    )
    #expect(!FileManager.default.fileExists(atPath: town.socket))
  }

  @Test func whatWasHandedToSomebodyElseIsNotTaken() throws {
    let town = try Town()
    let daemon = try Self.start(
      town, try Opened.unix(at: town.folder + "/handed.sock", SOCK_STREAM), for: "1")
    // Before it is ready a SIGTERM ends it at once, and its socket stays.
    try eventually("it is ready on a socket of its own") {
      UnixSocket.connected(to: town.socket) != nil && (try? town.ask("/-/ready"))?.status == 200
    }
    daemon.send(SIGTERM)
    #expect(daemon.wait() == 0)
    #expect(!FileManager.default.fileExists(atPath: town.socket))
  }

  /// Starts the daemon as systemd does: with `file` as its descriptor 3.
  private static func start(
    _ town: Town, _ file: Opened, count: Int = 1, for process: String = "$$"
  ) throws -> ChildProcess {
    // Not sh: Debian's knows no descriptors above 9.
    try town.launch(
      "bash",
      [
        "-c", "exec 3<&\(file.descriptor); LISTEN_PID=\(process) LISTEN_FDS=\(count) exec \"$0\" \"$@\"",
        Programs.path("belfryd"), "--config", town.configuration,
      ], log: "belfryd.log")
  }
}

/// A file that programs which are started inherit.
private final class Opened {
  let descriptor: CInt

  init(_ descriptor: CInt) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// A Unix socket of this type at `path`.
  static func unix(at path: String, _ type: __socket_type, isListening: Bool = true) throws -> Opened {
    let opened = Opened(socket(AF_UNIX, CInt(type.rawValue), 0))
    #expect(UnixSocket.withAddress(path) { bind(opened.descriptor, $0, $1) } == 0)
    if isListening, type == SOCK_STREAM { try #require(listen(opened.descriptor, 10) == 0) }
    return opened
  }
}
