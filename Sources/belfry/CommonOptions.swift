import ArgumentParser
import Foundation

/// What every verb understands, before the verb and after it.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The daemon's socket. Default: $BELFRY_SOCKET, else /run/belfry/api.sock.",
      valueName: "path"))
  var socket: String?

  @Flag(help: "Print the API's JSON instead of text.")
  var json = false

  /// The socket to use.
  var socketPath: String {
    if let socket { return socket }
    let fromEnvironment = ProcessInfo.processInfo.environment["BELFRY_SOCKET"] ?? ""
    return fromEnvironment.isEmpty ? "/run/belfry/api.sock" : fromEnvironment
  }
}
