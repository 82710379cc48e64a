import ArgumentParser
import Foundation
import Model

/// `belfry top`
struct TopVerb: DaemonVerb {
  static let configuration = CommandConfiguration(
    commandName: "top", abstract: "The city live: alerts, assets, the daemon; q quits.",
    discussion: "Without a terminal it prints one frame; with --json the status.")

  @OptionGroup var options: CommonOptions

  func run(asking daemon: Daemon, printingTo console: Console) async throws {
    if console.json { return try console.print(JSONText(await daemon.json(Request("v1", "status")))) }
    let feed = try await CityFeed(of: daemon)
    guard console.isTerminal, console.appearance.fullScreen, let screen = try Screen(of: console) else {
      let frame = TopFrame(picture: feed.picture, now: .now, appearance: console.appearance)
      return try console.print(frame.lines(columns: console.width, rows: nil))
    }
    defer { screen.leave() }
    try await live(feed, on: screen, console.appearance)
  }

  /// Draws whenever something happens, until it is time to leave.
  private func live(_ feed: CityFeed, on screen: Screen, _ appearance: Appearance) async throws {
    let (happenings, continuation) = AsyncStream.makeStream(of: Happening.self)
    let listener = Listener(continuation)
    let refreshing = Task {
      var feed = feed
      while !Task.isCancelled {
        try await Task.sleep(for: .seconds(1))
        await feed.refresh()
        continuation.yield(.picture(feed.picture))
      }
    }
    defer { refreshing.cancel() }
    var picture = feed.picture
    continuation.yield(.picture(picture))
    for await happening in happenings {
      switch happening {
      case .leave: return withExtendedLifetime(listener) {}
      case .resized: break
      case .picture(let new): picture = new
      }
      let size = Terminal.size
      let frame = TopFrame(picture: picture, now: .now, appearance: appearance)
      try screen.show(frame.lines(columns: size.columns, rows: size.rows))
    }
  }
}
