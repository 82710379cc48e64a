/// Where the local API listens: `api:`.
public struct APIConfiguration: Hashable, Sendable {
  /// Where read-only HTTP is served.
  public struct Listener: Hashable, Sendable {
    /// A name or address, an IPv6 address without its brackets.
    public let host: String
    /// 1 to 65535.
    public let port: Int
  }

  /// The Unix socket; short enough for the system.
  public let socket: String
  /// The permissions of the socket, 0 to 0o777.
  public let socketMode: Int
  /// The group whose members may change things; others only read.
  public let group: String
  /// Where read-only HTTP is served; `nil` for nowhere.
  public let listen: Listener?
}

extension APIConfiguration {
  /// What `sockaddr_un` holds on Linux, without its closing zero (unix(7)).
  private static let socketPathBytesMax = 107

  init(_ section: Section?, _ context: ReadingContext) {
    self.socket = context.folder.resolved(section?["socket"]?.value(.path) ?? "/run/belfry/api.sock")
    self.socketMode = section?["socket_mode"]?.value(.fileMode) ?? 0o660
    self.group = section?["group"]?.value(.text("the name of a group, for example `belfry`")) ?? "belfry"
    self.listen = section?["listen"]?.value(.listener)
    if socket.utf8.count > Self.socketPathBytesMax {
      section?["socket"]?.report(
        "is a path of \(socket.utf8.count) bytes, with the folder of belfry.yaml",
        hint: "a Unix socket's path has at most \(Self.socketPathBytesMax)")
    }
  }

  static let keys = ["socket", "socket_mode", "group", "listen"]
}

extension Shape<APIConfiguration.Listener> {
  static let listener = Shape("HOST:PORT, for example `127.0.0.1:8480`") { text in
    guard case (let host, let port?)? = hostAndPort(text[...]) else { return nil }
    return APIConfiguration.Listener(host: host, port: port)
  }
}
