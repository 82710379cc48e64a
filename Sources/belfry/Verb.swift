import ArgumentParser

/// One thing that the program can do.
protocol Verb: AsyncParsableCommand {
  var options: CommonOptions { get }

  /// Does it, and prints what came of it.
  func run(printingTo console: Console) async throws
}

extension Verb {
  func run() async throws {
    try await run(printingTo: Console(json: options.json))
  }
}

/// A verb that asks the daemon.
protocol DaemonVerb: Verb {
  /// Does it, and prints what came of it.
  func run(asking daemon: Daemon, printingTo console: Console) async throws
}

extension DaemonVerb {
  func run(printingTo console: Console) async throws {
    try await Daemon.withConnection(to: options.socketPath) { daemon in
      try await run(asking: daemon, printingTo: console)
    }
  }
}
